using System.Text.Json;
using JcmHub.Domain.Parties;

namespace JcmHub.Flows.Signing;

/// <summary>Keys that whoever checks a proof trusts for reasons of their own: a JSON Web Key Set as <see cref="PublishKeys"/> gives it.</summary>
public sealed class TrustedKeys
{
    private readonly Dictionary<string, JsonElement> _keys;

    private TrustedKeys(Dictionary<string, JsonElement> keys) => _keys = keys;

    /// <summary>Reads a set.</summary>
    /// <exception cref="JsonException">It is no such set.</exception>
    public static TrustedKeys Parse(ReadOnlyMemory<byte> set)
    {
        try
        {
            using var json = JsonDocument.Parse(set, new JsonDocumentOptions { AllowDuplicateProperties = false });
            return new TrustedKeys(json.RootElement.GetProperty("keys").EnumerateArray()
                .Where(key => key.Text("kty") == "EC" && key.Text("crv") == "P-256").ToDictionary(key => key.Text("kid"), key => key.Clone()));
        }
        catch (Exception fault) when (fault is KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException)
        {
            throw new JsonException($"This is no JSON Web Key Set: {fault.Message}", fault);
        }
    }

    /// <summary>Whether a key is among them, with the same point and owner.</summary>
    public bool Contains(VerificationKey key) =>
        _keys.TryGetValue(key.KeyId, out var trusted) && trusted.Text("x") == key.X && trusted.Text("y") == key.Y && trusted.Text("owner") == key.Owner;

    /// <summary>From which entry on a host's journal distrusts it, as the set says; null where it says nothing of that.</summary>
    public long? DistrustedFrom(PartyId host, string keyId) =>
        _keys.TryGetValue(keyId, out var trusted) && trusted.TryGetProperty("distrustedFrom", out var hosts) && hosts.TryGetProperty(host.Code, out var entry)
            ? entry.GetInt64()
            : null;
}
