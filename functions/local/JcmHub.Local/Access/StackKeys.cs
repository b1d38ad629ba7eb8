using System.Security.Cryptography;
using System.Text.Json;
using JcmHub.Local.Stack;
using Microsoft.IdentityModel.Tokens;

namespace JcmHub.Local.Access;

/// <summary>
/// The secrets of one data directory, made on first start into DIR/keys (directory 0700, files 0600): the issuer's key
/// pair, the broker's shared key, and the keys of the functions host.
/// </summary>
internal sealed class StackKeys : IDisposable
{
    private const int SecretBytes = 32;
    private readonly ECDsa _issuer;

    private StackKeys(ECDsa issuer, string keySetFile, string broker, string functionsHost, string functionsMaster)
    {
        _issuer = issuer;
        KeySetFile = keySetFile;
        Broker = broker;
        FunctionsHost = functionsHost;
        FunctionsMaster = functionsMaster;
        // RFC 7638: the key's id is its thumbprint, so it follows from the key and needs no register.
        var publicKey = JsonWebKeyConverter.ConvertFromECDsaSecurityKey(new ECDsaSecurityKey(issuer));
        IssuerSigningKey = new ECDsaSecurityKey(issuer) { KeyId = Base64UrlEncoder.Encode(publicKey.ComputeJwkThumbprint()) };
    }

    public ECDsaSecurityKey IssuerSigningKey { get; }

    /// <summary>The issuer's public keys as a JWK set (RFC 7517), which the hub reads.</summary>
    public string KeySetFile { get; }

    /// <summary>The broker's shared access key, base64.</summary>
    public string Broker { get; }

    public string FunctionsHost { get; }

    public string FunctionsMaster { get; }

    public static StackKeys LoadOrCreate(DataDirectory data)
    {
        OwnerOnlyFile.CreateDirectory(data.Keys);
        var issuer = ECDsa.Create();
        issuer.ImportFromPem(OwnerOnlyFile.ReadOrCreate(Path.Combine(data.Keys, "issuer.pem"), NewKeyPair));
        var keys = new StackKeys(
            issuer,
            Path.Combine(data.Keys, "issuer.jwks.json"),
            OwnerOnlyFile.ReadOrCreate(Path.Combine(data.Keys, "broker.key"), NewSecret),
            OwnerOnlyFile.ReadOrCreate(Path.Combine(data.Keys, "functions-host.key"), NewSecret),
            OwnerOnlyFile.ReadOrCreate(Path.Combine(data.Keys, "functions-master.key"), NewSecret));
        OwnerOnlyFile.ReadOrCreate(keys.KeySetFile, keys.KeySet);
        return keys;
    }

    public void Dispose() => _issuer.Dispose();

    internal static string NewKeyPair()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return key.ExportPkcs8PrivateKeyPem();
    }

    private static string NewSecret() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(SecretBytes));

    private string KeySet()
    {
        var point = _issuer.ExportParameters(includePrivateParameters: false).Q;
        return JsonSerializer.Serialize(new
        {
            keys = new[]
            {
                new
                {
                    kty = "EC", crv = "P-256", use = "sig", alg = SecurityAlgorithms.EcdsaSha256, kid = IssuerSigningKey.KeyId,
                    x = Base64UrlEncoder.Encode(point.X!), y = Base64UrlEncoder.Encode(point.Y!),
                },
            },
        });
    }
}
