using System.Text.Json;

namespace JcmHub.Flows.Issuance;

/// <summary>
/// Whether each object of an entry has its names once. An entry is canonical JSON (RFC 8785), whose names ascend: so a name twice, or out of its
/// order, shows against the one before it, at any depth, in members too that nobody reads.
/// </summary>
internal static class CanonicalNames
{
    private const int DeepestObject = 64;

    /// <summary>Looks at every name.</summary>
    /// <exception cref="JsonException">A name stands twice or out of its order, or it is no JSON.</exception>
    public static void Check(ReadOnlySpan<byte> json)
    {
        Span<(int Start, int Length)> last = stackalloc (int, int)[DeepestObject + 1];
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = DeepestObject });
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.StartObject)
                last[reader.CurrentDepth + 1] = default;
            if (reader.TokenType != JsonTokenType.PropertyName)
                continue;
            ref var before = ref last[reader.CurrentDepth];
            if (json.Slice(before.Start, before.Length).SequenceCompareTo(reader.ValueSpan) >= 0)
                throw new JsonException($"\"{reader.GetString()}\" stands twice, or out of the order of canonical JSON.");
            before = ((int)reader.TokenStartIndex + 1, reader.ValueSpan.Length);
        }
    }
}
