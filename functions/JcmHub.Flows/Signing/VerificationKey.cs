using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using JcmHub.Flows.Exchange;

namespace JcmHub.Flows.Signing;

/// <summary>A public key of the hub or a registry (P-256), with the period in which it may sign.</summary>
/// <param name="KeyId">Names the key in signatures: its thumbprint (RFC 7638, SHA-256, base64url).</param>
/// <param name="Owner">Whose it is: <c>hub</c>, a Party's code or <c>GX-ETS</c>.</param>
/// <param name="X">The point's x coordinate, 32 bytes, base64url.</param>
/// <param name="Y">The point's y coordinate, 32 bytes, base64url.</param>
/// <param name="NotBefore">From when it may sign.</param>
/// <param name="NotAfter">Until when it may sign; no end where absent.</param>
public sealed record VerificationKey(string KeyId, string Owner, string X, string Y, DateTimeOffset NotBefore, DateTimeOffset? NotAfter = null)
{
    /// <summary>The owner of the hub's own keys.</summary>
    public const string Hub = "hub";

    private const int KeyIdLength = 43;

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        RespectNullableAnnotations = true,
        AllowDuplicateProperties = false,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectRequiredConstructorParameters = true,
    };

    /// <summary>Whether a text has the shape of a key's id: 43 characters of base64url, the 32 bytes of a SHA-256 thumbprint.</summary>
    public static bool IsKeyId(string text) => text.Length == KeyIdLength && Base64Url.TryDecode(text, out _);

    /// <summary>Whether it might sign at some moment between two.</summary>
    public bool IsValidWithin(DateTimeOffset earliest, DateTimeOffset latest) => NotBefore <= latest && (NotAfter is null || earliest <= NotAfter);

    /// <summary>The public part of a key pair.</summary>
    public static VerificationKey Of(ECDsa key, string keyId, string owner, DateTimeOffset notBefore)
    {
        var point = key.ExportParameters(includePrivateParameters: false).Q;
        return new VerificationKey(keyId, owner, Base64Url.Encode(point.X), Base64Url.Encode(point.Y), notBefore, null);
    }

    /// <summary>The public part of a key pair under its thumbprint (RFC 7638), so that the name follows from the key.</summary>
    public static VerificationKey Of(ECDsa key, string owner, DateTimeOffset notBefore)
    {
        var unnamed = Of(key, string.Empty, owner, notBefore);
        return unnamed with { KeyId = unnamed.Thumbprint() };
    }

    /// <summary>Whether its id is its thumbprint, as that of every key that counts here.</summary>
    public bool IsNamedByThumbprint => KeyId == Thumbprint();

    /// <summary>Reads the JSON that <see cref="Write"/> wrote.</summary>
    /// <exception cref="JsonException">It is something else.</exception>
    public static VerificationKey Parse(ReadOnlySpan<byte> json) =>
        JsonSerializer.Deserialize<VerificationKey>(json, Options) ?? throw new JsonException("A key is null.");

    /// <summary>The key as canonical JSON (RFC 8785).</summary>
    public byte[] Write()
    {
        using var document = JsonDocument.Parse(JsonSerializer.SerializeToUtf8Bytes(this with { NotAfter = NotAfter?.ToUniversalTime(), NotBefore = NotBefore.ToUniversalTime() }, Options));
        return CanonicalJson.Canonicalize(document.RootElement);
    }

    /// <summary>The key as a JSON Web Key (RFC 7517), with the members that only we have behind the others.</summary>
    /// <param name="distrustedFrom">The hosts whose journals distrust it, and from which entry on; null where none does.</param>
    internal JsonObject WriteJwk(JsonObject? distrustedFrom)
    {
        var jwk = new JsonObject
        {
            ["kty"] = "EC", ["crv"] = "P-256", ["x"] = X, ["y"] = Y, ["kid"] = KeyId, ["use"] = "sig", ["alg"] = "ES256",
            ["owner"] = Owner, ["notBefore"] = NotBefore.ToUniversalTime(),
        };
        if (NotAfter is { } end)
            jwk["notAfter"] = end.ToUniversalTime();
        if (distrustedFrom is not null)
            jwk["distrustedFrom"] = distrustedFrom;
        return jwk;
    }

    internal ECDsa Open() => ECDsa.Create(new ECParameters
    {
        Curve = ECCurve.NamedCurves.nistP256,
        Q = new ECPoint { X = Base64Url.Decode(X), Y = Base64Url.Decode(Y) },
    });

    /// <summary>RFC 7638 section 3: SHA-256 over the required members in lexical order.</summary>
    private string Thumbprint() => Base64Url.Encode(SHA256.HashData(Encoding.UTF8.GetBytes($$"""{"crv":"P-256","kty":"EC","x":"{{X}}","y":"{{Y}}"}""")));
}
