using System.Text.Json;

namespace JcmHub.Flows.Intake.Uploads;

/// <summary>Event Grid's word that a blob was created or written anew (<c>Microsoft.Storage.BlobCreated</c>).</summary>
/// <param name="Api">The storage operation that raised it.</param>
/// <param name="Container">The container.</param>
/// <param name="Name">The blob's name, with its folders.</param>
public sealed record BlobCreatedEvent(string Api, string Container, string Name)
{
    private const string Type = "Microsoft.Storage.BlobCreated";
    private const string Containers = "/containers/";
    private const string Blobs = "/blobs/";

    /// <summary>
    /// Whether the blob is committed whole. An upload in steps raises events before that too (azure-docs#112407): these four
    /// operations come last.
    /// </summary>
    public bool IsWhole => Api is "PutBlob" or "PutBlockList" or "CopyBlob" or "FlushWithClose";

    /// <summary>Reads an event, in Event Grid's schema or as a CloudEvent.</summary>
    /// <returns>Null where it is something else.</returns>
    public static BlobCreatedEvent? Read(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object
                || (Text(root, "eventType") ?? Text(root, "type")) != Type || Text(root, "subject") is not { } subject
                || !root.TryGetProperty("data", out var data) || data.ValueKind != JsonValueKind.Object || Text(data, "api") is not { } api)
                return null;
            var container = subject.IndexOf(Containers, StringComparison.Ordinal) + Containers.Length;
            var blob = subject.IndexOf(Blobs, StringComparison.Ordinal);
            return container >= Containers.Length && blob > container && blob + Blobs.Length < subject.Length
                ? new BlobCreatedEvent(api, subject[container..blob], subject[(blob + Blobs.Length)..])
                : null;
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException)
        {
            // No JSON; or a text that is none: bytes that are not UTF-8, an unpaired surrogate.
            return null;
        }
    }

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
