namespace Microsoft.Azure.WebJobs.Extensions.OpenApi.Core.Enums;

public enum OpenApiSecurityLocationType
{
    None = 0,
    Query = 1,
    Header = 2,
    Cookie = 4,
}
