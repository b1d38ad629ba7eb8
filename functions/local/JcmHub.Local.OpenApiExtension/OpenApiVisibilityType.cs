namespace Microsoft.Azure.WebJobs.Extensions.OpenApi.Core.Enums;

public enum OpenApiVisibilityType
{
    Undefined = 0,
    Important = 1,
    Advanced = 2,
    Internal = 3,
}
