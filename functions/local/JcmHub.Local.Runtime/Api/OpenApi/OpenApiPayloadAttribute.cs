#nullable disable
namespace Microsoft.Azure.WebJobs.Extensions.OpenApi.Core.Attributes;

public abstract class OpenApiPayloadAttribute : Attribute
{
    protected OpenApiPayloadAttribute(string contentType, Type bodyType)
    {
        ContentType = contentType;
        BodyType = bodyType;
    }

    public virtual string ContentType { get; }

    public virtual Type BodyType { get; }

    public virtual string Description { get; set; }

    public virtual Type Example { get; set; }
}
