using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using JcmHub.Flows.Exchange;
using JcmHub.Flows.Signing;

namespace JcmHub.Soak.AtRandom;

/// <summary>The keys of the hub and of the registries, made anew in each run.</summary>
internal sealed class SoakKeys : IRecordSigner
{
    private static readonly DateTimeOffset Since = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly Dictionary<string, (ECDsa Pair, VerificationKey Key)> _signing = [];
    private readonly List<VerificationKey> _given = [];
    private readonly ECDsa _stranger = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public SoakKeys(IEnumerable<string> registries)
    {
        foreach (var owner in registries.Prepend(VerificationKey.Hub))
            Renew(owner);
    }

    public VerificationKey Key => _signing[VerificationKey.Hub].Key;

    /// <summary>What an installation is given: every key that there ever was.</summary>
    public KeyBook Book() => new(_given);

    /// <summary>An owner signs with a new key from now on.</summary>
    /// <returns>The id of the key before; null where this is the first.</returns>
    public string? Renew(string owner)
    {
        var before = _signing.TryGetValue(owner, out var old) ? old.Key.KeyId : null;
        var pair = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        _signing[owner] = (pair, VerificationKey.Of(pair, owner, Since));
        _given.Add(_signing[owner].Key);
        return before;
    }

    /// <summary>An owner's signature over a document's canonical form.</summary>
    public string Sign(string owner, JsonObject document) => Sign(_signing[owner].Pair, _signing[owner].Key.KeyId, document);

    /// <summary>A signature by a key that nobody was given.</summary>
    public string SignAsStranger(JsonObject document) => Sign(_stranger, VerificationKey.Of(_stranger, "JP", Since).KeyId, document);

    public Task<string> SignAsync(ReadOnlyMemory<byte> canonical, CancellationToken cancellationToken) =>
        Task.FromResult(DetachedSignature.Sign(_signing[VerificationKey.Hub].Pair, Key.KeyId, canonical.Span));

    private static string Sign(ECDsa pair, string keyId, JsonObject document)
    {
        using var json = JsonDocument.Parse(document.ToJsonString());
        return DetachedSignature.Sign(pair, keyId, CanonicalJson.Canonicalize(json.RootElement));
    }
}
