using System.Text.Json.Serialization;

namespace JcmHub.Local.Registries;

/// <summary>Problem Details (RFC 9457) with a code that programs act on.</summary>
internal sealed record RegistryProblem(int Status, string Code, string Title, string Detail)
{
    public static readonly RegistryProblem NotARecord = new(
        415, "media-type-unsupported", "Records come as application/cloudevents+json.", "The content type is another one.");

    public static RegistryProblem NoUnits(string why) => new(400, "units-unreadable", "These are no units.", why);

    /// <summary>The code's place on the hub's page of its interface, as the hub's own problems name it.</summary>
    public string Type => $"/api/docs#{Code}";

    /// <summary>The number that the stream waits for, where the record was out of order.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Expected { get; init; }
}
