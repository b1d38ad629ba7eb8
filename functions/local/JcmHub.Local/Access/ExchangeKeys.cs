using System.Security.Cryptography;
using JcmHub.Flows.Signing;
using JcmHub.Local.Registries;
using JcmHub.Local.Stack;

namespace JcmHub.Local.Access;

/// <summary>
/// The keys with which records and receipts are signed (D6): one pair for the hub and one for each simulated registry, made on
/// first start. Private ones in DIR/keys/signing (0600), public ones with their periods in DIR/keys/public, which the hub reads.
/// </summary>
internal sealed class ExchangeKeys : IDisposable
{
    private readonly Dictionary<string, (ECDsa Pair, VerificationKey Key)> _keys = [];
    private readonly string _private;

    private ExchangeKeys(DataDirectory data)
    {
        _private = Path.Combine(data.Keys, "signing");
        PublicKeys = Path.Combine(data.Keys, "public");
    }

    /// <summary>The folder of the public keys.</summary>
    public string PublicKeys { get; }

    /// <summary>The file of the hub's private key.</summary>
    public string HubPrivateKey => FileOf(VerificationKey.Hub);

    /// <summary>The file of the hub's public key.</summary>
    public string HubPublicKey => Path.Combine(PublicKeys, VerificationKey.Hub + ".json");

    /// <summary>Where the keys of a data directory lie; nothing is read or made.</summary>
    public static ExchangeKeys In(DataDirectory data) => new(data);

    public static ExchangeKeys LoadOrCreate(DataDirectory data, IEnumerable<string> registries, TimeProvider time)
    {
        var keys = new ExchangeKeys(data);
        OwnerOnlyFile.CreateDirectory(data.Keys);
        OwnerOnlyFile.CreateDirectory(keys._private);
        OwnerOnlyFile.CreateDirectory(keys.PublicKeys);
        foreach (var owner in registries.Prepend(VerificationKey.Hub))
            keys.Add(owner, time);
        return keys;
    }

    /// <summary>What a registry signs with, and whose records it takes.</summary>
    public RegistrySigning Of(string registry) =>
        new(_keys[registry].Pair, _keys[registry].Key.KeyId, [_keys[VerificationKey.Hub].Key]);

    public void Dispose()
    {
        foreach (var (pair, _) in _keys.Values)
            pair.Dispose();
    }

    private void Add(string owner, TimeProvider time)
    {
        var pair = ECDsa.Create();
        pair.ImportFromPem(OwnerOnlyFile.ReadOrCreate(FileOf(owner), StackKeys.NewKeyPair));
        var key = OwnerOnlyFile.ReadOrCreate(
            Path.Combine(PublicKeys, owner + ".json"), () => System.Text.Encoding.UTF8.GetString(VerificationKey.Of(pair, owner, time.GetUtcNow()).Write()));
        _keys[owner] = (pair, VerificationKey.Parse(System.Text.Encoding.UTF8.GetBytes(key)));
    }

    private string FileOf(string owner) => Path.Combine(_private, owner + ".pem");
}
