namespace Microsoft.Azure.WebJobs.Extensions.OpenApi.Core.Attributes;

[AttributeUsage(AttributeTargets.Method, AllowMultiple = false, Inherited = false)]
public class OpenApiIgnoreAttribute : Attribute
{
    public OpenApiIgnoreAttribute()
    {
    }
}
