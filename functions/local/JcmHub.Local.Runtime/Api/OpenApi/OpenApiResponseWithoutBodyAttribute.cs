#nullable disable
using System.Net;

namespace Microsoft.Azure.WebJobs.Extensions.OpenApi.Core.Attributes;

[AttributeUsage(AttributeTargets.Method, AllowMultiple = true, Inherited = false)]
public class OpenApiResponseWithoutBodyAttribute(HttpStatusCode statusCode) : Attribute
{
    public virtual HttpStatusCode StatusCode { get; } = statusCode;

    public virtual Type CustomHeaderType { get; set; }

    public virtual string Summary { get; set; }

    public virtual string Description { get; set; }
}
