using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace JcmHub.Flows.Signing;

/// <summary>
/// A detached JSON Web Signature (RFC 7515 appendix F), ES256 and nothing else, over canonical bytes (D6): <c>header..signature</c>.
/// The header has exactly <c>alg</c> and <c>kid</c>, each once, as strings, <c>kid</c> of the shape of <see cref="VerificationKey.IsKeyId"/>:
/// a parameter that is not processed here, such as <c>crit</c> or <c>b64</c>, would change what is signed (RFC 7515 section 4.1.11).
/// Both parts are base64url in its one written form.
/// </summary>
public static class DetachedSignature
{
    /// <summary>The HTTP header that carries it beside a record or a receipt.</summary>
    public const string Header = "JCM-Signature";

    /// <summary>r and s, 32 bytes each (RFC 7518 section 3.4).</summary>
    private const int SignatureLength = 64;

    /// <summary>Signs bytes.</summary>
    public static string Sign(ECDsa key, string keyId, ReadOnlySpan<byte> payload)
    {
        var input = InputOf(keyId, payload);
        return Join(keyId, key.SignData(input, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation));
    }

    /// <summary>The bytes to sign with a key that lies elsewhere.</summary>
    public static byte[] InputOf(string keyId, ReadOnlySpan<byte> payload) => SigningInput(HeaderOf(keyId), payload);

    /// <summary>The signature in its written form.</summary>
    /// <param name="keyId">The key that signed.</param>
    /// <param name="value">r and s, 32 bytes each.</param>
    public static string Join(string keyId, ReadOnlySpan<byte> value) => $"{HeaderOf(keyId)}..{Base64Url.Encode(value)}";

    /// <summary>The key that a signature names; null where the signature is malformed.</summary>
    public static string? KeyIdOf(string? signature) => signature?.Split('.') is [var header, "", _] ? ReadHeader(header)?.KeyId : null;

    /// <summary>Checks a signature over bytes made at a moment, with the key that it names.</summary>
    /// <returns>Null where it holds; else why not: <c>signature-malformed</c>, <c>signature-algorithm</c>, <c>signature-key-unknown</c>, <c>signature-key-expired</c> or <c>signature-wrong</c>.</returns>
    public static string? Check(string? signature, ReadOnlySpan<byte> payload, DateTimeOffset signedAt, Func<string, VerificationKey?> keyOf) =>
        Check(signature, payload, signedAt, signedAt, keyOf);

    /// <summary>Checks a signature over bytes made at some moment between two.</summary>
    /// <returns>As the other.</returns>
    public static string? Check(
        string? signature, ReadOnlySpan<byte> payload, DateTimeOffset earliest, DateTimeOffset latest, Func<string, VerificationKey?> keyOf)
    {
        if (signature?.Split('.') is not [var header, "", var written] || ReadHeader(header) is not var (algorithm, keyId))
            return "signature-malformed";
        if (algorithm != "ES256")
            return "signature-algorithm";
        if (!Base64Url.TryDecode(written, out var value) || value.Length != SignatureLength)
            return "signature-malformed";
        if (keyOf(keyId) is not { } key)
            return "signature-key-unknown";
        if (!key.IsValidWithin(earliest, latest))
            return "signature-key-expired";
        try
        {
            using var publicKey = key.Open();
            return publicKey.VerifyData(SigningInput(header, payload), value, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation)
                ? null
                : "signature-wrong";
        }
        catch (Exception noPoint) when (noPoint is FormatException or CryptographicException)
        {
            return "signature-malformed";
        }
    }

    private static string HeaderOf(string keyId) =>
        Base64Url.Encode(JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string> { ["alg"] = "ES256", ["kid"] = keyId }));

    private static byte[] SigningInput(string header, ReadOnlySpan<byte> payload) => Encoding.ASCII.GetBytes($"{header}.{Base64Url.Encode(payload)}");

    private static (string Algorithm, string KeyId)? ReadHeader(string header)
    {
        if (!Base64Url.TryDecode(header, out var utf8))
            return null;
        try
        {
            using var json = JsonDocument.Parse(utf8);
            var root = json.RootElement;
            // Two members, and both names are there: so each is there once, and no other.
            return root.ValueKind == JsonValueKind.Object && root.GetPropertyCount() == 2
                && root.TryGetProperty("alg", out var algorithm) && algorithm.ValueKind == JsonValueKind.String
                && root.TryGetProperty("kid", out var kid) && kid.ValueKind == JsonValueKind.String
                && kid.GetString() is { } keyId && VerificationKey.IsKeyId(keyId)
                ? (algorithm.GetString()!, keyId)
                : null;
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException)
        {
            // No JSON; or a text that is none: bytes that are not UTF-8, an unpaired surrogate.
            return null;
        }
    }
}
