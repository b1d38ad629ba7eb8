using JcmHub.Domain.Ledger;

namespace JcmHub.Flows.Exchange;

/// <summary>A receipt as it came, and as it reads.</summary>
/// <param name="Receipt">What it says.</param>
/// <param name="Document">Its bytes; empty where our own check refused the record before it was sent.</param>
public sealed record SignedReceipt(Receipt Receipt, ReadOnlyMemory<byte> Document);
