namespace JcmHub.Domain.Ledger.Journal;

/// <summary>A record as the journal remembers it: its address, and the digest of its canonical bytes (D6).</summary>
public sealed record RecordDigest(RecordId Id, string Digest);
