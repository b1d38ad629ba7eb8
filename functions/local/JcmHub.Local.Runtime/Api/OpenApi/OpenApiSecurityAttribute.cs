#nullable disable
using Microsoft.Azure.WebJobs.Extensions.OpenApi.Core.Enums;
using Microsoft.OpenApi.Models;

namespace Microsoft.Azure.WebJobs.Extensions.OpenApi.Core.Attributes;

[AttributeUsage(AttributeTargets.Method, AllowMultiple = true, Inherited = false)]
public class OpenApiSecurityAttribute(string schemeName, SecuritySchemeType schemeType) : Attribute
{
    public virtual string SchemeName { get; } = schemeName;

    public virtual SecuritySchemeType SchemeType { get; } = schemeType;

    public virtual string Description { get; set; }

    public virtual string Name { get; set; }

    public virtual OpenApiSecurityLocationType In { get; set; }

    public virtual OpenApiSecuritySchemeType Scheme { get; set; }

    public virtual string BearerFormat { get; set; }

    public virtual Type Flows { get; set; }

    public virtual string OpenIdConnectUrl { get; set; }

    public virtual string OpenIdConnectScopes { get; set; }
}
