using System.Text.Json.Serialization;

namespace JcmHub.Local.Registries;

/// <summary>Problem Details (RFC 9457) with a code that programs act on.</summary>
internal sealed record RegistryProblem(int Status, string Code, string Title, string Detail)
{
    public static readonly RegistryProblem NotARecord = new(
        415, "media-type-unsupported", "Records come as application/cloudevents+json.", "The content type is another one.");

    public string Type => $"https://jcmhub.example/errors/{Code}";

    /// <summary>The number that the stream waits for, where the record was out of order.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Expected { get; init; }
}
