using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace JcmHub.Flows.Signing;

/// <summary>
/// A detached JSON Web Signature (RFC 7515 appendix F), ES256 and nothing else, over canonical bytes (D6):
/// <c>header..signature</c>, where the header names the key.
/// </summary>
public static class DetachedSignature
{
    /// <summary>The HTTP header that carries it beside a record or a receipt.</summary>
    public const string Header = "JCM-Signature";

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

    /// <summary>The key that a signature names; null where it names none.</summary>
    public static string? KeyIdOf(string? signature) =>
        signature?.Split('.') is [var header, "", _] && TryReadHeader(header, out _, out var keyId) ? keyId : null;

    /// <summary>Checks a signature over bytes made at a moment, with the key that it names.</summary>
    /// <returns>Null where it holds; else why not: <c>signature-malformed</c>, <c>signature-algorithm</c>, <c>signature-key-unknown</c>, <c>signature-key-expired</c> or <c>signature-wrong</c>.</returns>
    public static string? Check(string? signature, ReadOnlySpan<byte> payload, DateTimeOffset signedAt, Func<string, VerificationKey?> keyOf) =>
        Check(signature, payload, signedAt, signedAt, keyOf);

    /// <summary>Checks a signature over bytes made at some moment between two.</summary>
    /// <returns>As the other.</returns>
    public static string? Check(
        string? signature, ReadOnlySpan<byte> payload, DateTimeOffset earliest, DateTimeOffset latest, Func<string, VerificationKey?> keyOf)
    {
        if (signature?.Split('.') is not [var header, "", var value] || !TryReadHeader(header, out var algorithm, out var keyId))
            return "signature-malformed";
        if (algorithm != "ES256")
            return "signature-algorithm";
        if (keyId is null || keyOf(keyId) is not { } key)
            return "signature-key-unknown";
        if (!key.IsValidWithin(earliest, latest))
            return "signature-key-expired";
        try
        {
            using var publicKey = key.Open();
            return publicKey.VerifyData(SigningInput(header, payload), Base64Url.Decode(value), HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation)
                ? null
                : "signature-wrong";
        }
        catch (Exception unreadable) when (unreadable is FormatException or CryptographicException)
        {
            return "signature-malformed";
        }
    }

    private static string HeaderOf(string keyId) =>
        Base64Url.Encode(JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string> { ["alg"] = "ES256", ["kid"] = keyId }));

    private static byte[] SigningInput(string header, ReadOnlySpan<byte> payload) => Encoding.ASCII.GetBytes($"{header}.{Base64Url.Encode(payload)}");

    private static bool TryReadHeader(string header, out string? algorithm, out string? keyId)
    {
        (algorithm, keyId) = (null, null);
        try
        {
            using var json = JsonDocument.Parse(Base64Url.Decode(header));
            if (json.RootElement.ValueKind != JsonValueKind.Object)
                return false;
            algorithm = json.RootElement.TryGetProperty("alg", out var alg) ? alg.ToString() : null;
            keyId = json.RootElement.TryGetProperty("kid", out var kid) ? kid.ToString() : null;
            return true;
        }
        catch (Exception unreadable) when (unreadable is FormatException or JsonException)
        {
            return false;
        }
    }
}
