namespace Microsoft.Azure.WebJobs.Extensions.OpenApi.Core.Enums;

public enum OpenApiSecuritySchemeType
{
    None = 0,
    Basic = 1,
    Bearer = 2,
}
