namespace Microsoft.Azure.WebJobs.Extensions.OpenApi.Core.Enums;

public enum OpenApiParameterCollectionDelimiterType
{
    Comma = 0,
    Space = 1,
    Pipe = 2,
}
