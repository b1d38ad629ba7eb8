namespace JcmHub.Flows.Signing;

/// <summary>A key as a host's ledger knows it.</summary>
/// <param name="Key">The key.</param>
/// <param name="Entry">The journal entry from which it counts.</param>
/// <param name="DistrustedFrom">The entry from which it is distrusted, being compromised; absent while it is trusted.</param>
public sealed record JournalledKey(VerificationKey Key, long Entry, long? DistrustedFrom)
{
    /// <summary>Whether a signature that entered the journal there may be by this key.</summary>
    public bool CountsAt(long entry) => Entry < entry && (DistrustedFrom is null || entry < DistrustedFrom);
}
