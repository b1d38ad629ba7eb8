namespace JcmHub.Flows.Exchange;

/// <summary>A record with its end: kept in a row of its own for ever, in place of the outbox row.</summary>
/// <param name="Record">The record as it was sent; its blocks only where it was refused.</param>
public sealed record DeliveredRecord(OutboxRecord Record)
{
    /// <summary>When it was sent for the last time; absent where it never left.</summary>
    public DateTimeOffset? SentAt { get; init; }

    /// <summary>When its destination took it.</summary>
    public DateTimeOffset? AcceptedAt { get; init; }

    /// <summary>When the receipt, or our own refusal, entered the ledger.</summary>
    public required DateTimeOffset ReceiptedAt { get; init; }

    /// <summary>The journal entry of that.</summary>
    public required long ReceiptEntry { get; init; }

    /// <summary>The receipt, byte for byte as it came; absent where our own check refused the record before it was sent.</summary>
    public string? Receipt { get; init; }

    /// <summary>The registry's detached signature over the receipt's canonical form.</summary>
    public string? ReceiptSignature { get; init; }

    /// <summary>Why it was refused; empty where it was applied.</summary>
    public IReadOnlyList<string> RefusalCodes { get; init; } = [];
}
