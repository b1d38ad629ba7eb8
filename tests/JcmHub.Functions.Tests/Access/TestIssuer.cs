using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace JcmHub.Functions.Tests.Access;

/// <summary>An issuer of tokens, good and bad, with a key pair of its own.</summary>
internal sealed class TestIssuer : IDisposable
{
    public const string Name = "https://issuer.test.example";
    public const string Audience = "jcmhub";

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly JsonWebTokenHandler _handler = new() { SetDefaultTimesOnTokenCreation = false };

    /// <summary>The public keys as a JSON Web Key Set.</summary>
    public string KeySet()
    {
        var point = _key.ExportParameters(includePrivateParameters: false).Q;
        return JsonSerializer.Serialize(new { keys = new[] { new { kty = "EC", crv = "P-256", kid = "test", x = Base64UrlEncoder.Encode(point.X!), y = Base64UrlEncoder.Encode(point.Y!) } } });
    }

    /// <summary>The public key, as someone would use it for a shared secret.</summary>
    public byte[] PublicKey => _key.ExportSubjectPublicKeyInfo();

    /// <summary>A good token, unless <paramref name="change"/> spoils it.</summary>
    public string Token(string role, string? party = null, string[]? projects = null, Action<SecurityTokenDescriptor>? change = null)
    {
        var claims = new Dictionary<string, object> { ["sub"] = "someone", ["role"] = role };
        if (party is not null)
            claims["party"] = party;
        if (projects is not null)
            claims["projects"] = projects;
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        var token = new SecurityTokenDescriptor
        {
            Issuer = Name,
            Audience = Audience,
            IssuedAt = now,
            Expires = now.AddMinutes(10),
            Claims = claims,
            SigningCredentials = new SigningCredentials(new ECDsaSecurityKey(_key) { KeyId = "test" }, SecurityAlgorithms.EcdsaSha256),
        };
        change?.Invoke(token);
        return _handler.CreateToken(token);
    }

    public void Dispose() => _key.Dispose();
}
