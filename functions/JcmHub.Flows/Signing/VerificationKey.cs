using System.Security.Cryptography;

namespace JcmHub.Flows.Signing;

/// <summary>A public key of the hub or a registry (P-256), with the period in which it may sign.</summary>
/// <param name="KeyId">Names the key in signatures.</param>
/// <param name="Owner">Whose it is: <c>hub</c> or a Party's code.</param>
/// <param name="X">The point's x coordinate, 32 bytes, base64url.</param>
/// <param name="Y">The point's y coordinate, 32 bytes, base64url.</param>
/// <param name="NotBefore">From when it may sign.</param>
/// <param name="NotAfter">Until when it may sign; no end where absent.</param>
public sealed record VerificationKey(string KeyId, string Owner, string X, string Y, DateTimeOffset NotBefore, DateTimeOffset? NotAfter)
{
    /// <summary>Whether it might sign at that moment.</summary>
    public bool IsValidAt(DateTimeOffset moment) => NotBefore <= moment && (NotAfter is null || moment <= NotAfter);

    /// <summary>The public part of a key pair.</summary>
    public static VerificationKey Of(ECDsa key, string keyId, string owner, DateTimeOffset notBefore)
    {
        var point = key.ExportParameters(includePrivateParameters: false).Q;
        return new VerificationKey(keyId, owner, Base64Url.Encode(point.X), Base64Url.Encode(point.Y), notBefore, null);
    }

    internal ECDsa Open() => ECDsa.Create(new ECParameters
    {
        Curve = ECCurve.NamedCurves.nistP256,
        Q = new ECPoint { X = Base64Url.Decode(X), Y = Base64Url.Decode(Y) },
    });
}
