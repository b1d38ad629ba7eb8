#nullable disable
namespace Microsoft.Azure.WebJobs.Extensions.OpenApi.Core.Attributes;

[AttributeUsage(AttributeTargets.Method, AllowMultiple = true, Inherited = false)]
public class OpenApiRequestBodyAttribute(string contentType, Type bodyType) : OpenApiPayloadAttribute(contentType, bodyType)
{
    public virtual bool Required { get; set; }

    public virtual bool Deprecated { get; set; }
}
