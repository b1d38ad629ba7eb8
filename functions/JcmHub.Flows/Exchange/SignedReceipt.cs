using JcmHub.Domain.Ledger;

namespace JcmHub.Flows.Exchange;

/// <summary>A receipt that was checked, as it came and as it reads.</summary>
/// <param name="Receipt">What it says.</param>
/// <param name="Document">Its bytes; empty where our own check refused the record before it was sent.</param>
/// <param name="Signature">Its detached signature; null as above.</param>
/// <param name="KeyId">The key that signed; null as above.</param>
/// <param name="Digest">The digest of its canonical bytes.</param>
public sealed record SignedReceipt(Receipt Receipt, ReadOnlyMemory<byte> Document, string? Signature, string? KeyId, string Digest);
