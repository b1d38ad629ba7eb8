#nullable disable
using Microsoft.Azure.WebJobs.Extensions.OpenApi.Core.Enums;
using Microsoft.OpenApi.Models;

namespace Microsoft.Azure.WebJobs.Extensions.OpenApi.Core.Attributes;

[AttributeUsage(AttributeTargets.Method, AllowMultiple = true, Inherited = false)]
public class OpenApiParameterAttribute(string name) : Attribute
{
    public virtual string Name { get; } = name;

    public virtual string Summary { get; set; }

    public virtual string Description { get; set; }

    public virtual Type Type { get; set; } = typeof(string);

    public virtual ParameterLocation In { get; set; } = ParameterLocation.Path;

    public virtual OpenApiParameterCollectionDelimiterType CollectionDelimiter { get; set; }

    public virtual bool Explode { get; set; }

    public virtual bool Required { get; set; }

    public virtual OpenApiVisibilityType Visibility { get; set; }

    public virtual bool Deprecated { get; set; }

    public virtual Type Example { get; set; }
}
