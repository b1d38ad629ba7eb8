#nullable disable
using Microsoft.Azure.WebJobs.Extensions.OpenApi.Core.Enums;

namespace Microsoft.Azure.WebJobs.Extensions.OpenApi.Core.Attributes;

[AttributeUsage(AttributeTargets.Method, AllowMultiple = false, Inherited = false)]
public class OpenApiOperationAttribute(string operationId = null, params string[] tags) : Attribute
{
    public virtual string OperationId { get; } = operationId;

    public virtual string[] Tags { get; } = tags;

    public virtual string Summary { get; set; }

    public virtual string Description { get; set; }

    public virtual OpenApiVisibilityType Visibility { get; set; }

    public virtual bool Deprecated { get; set; }
}
