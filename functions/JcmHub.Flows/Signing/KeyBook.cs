namespace JcmHub.Flows.Signing;

/// <summary>The public keys that this installation was given: data, read once at start. A key counts for a host from its journal entry on.</summary>
public sealed class KeyBook(IEnumerable<VerificationKey> keys)
{
    private readonly Dictionary<string, VerificationKey> _keys = keys.ToDictionary(key => key.KeyId);

    /// <summary>All of them, in the order of their owners.</summary>
    public IEnumerable<VerificationKey> All => _keys.Values.OrderBy(key => key.Owner, StringComparer.Ordinal).ThenBy(key => key.NotBefore);

    /// <summary>A key by its id; null where it was not given.</summary>
    public VerificationKey? Find(string keyId) => _keys.GetValueOrDefault(keyId);
}
