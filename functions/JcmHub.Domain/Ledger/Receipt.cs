using JcmHub.Domain.Calendar;

namespace JcmHub.Domain.Ledger;

/// <summary>A registry's answer to one record: applied or refused.</summary>
public sealed record Receipt(RecordId Record, string Digest, bool IsApplied, DateOnly AppliedOn)
{
    /// <summary>The address that its registry, host and stream number make.</summary>
    public RecordId Address { get; init; } = Record;

    /// <summary>What was issued or moved, under the registry's own numbers.</summary>
    public IReadOnlyList<ReceiptBlock> Blocks { get; init; } = [];

    /// <summary>Why it was refused.</summary>
    public IReadOnlyList<string> Codes { get; init; } = [];
}

/// <summary>One block of a receipt.</summary>
public sealed record ReceiptBlock(SerialRange Units, Vintage Vintage, string Account, SerialRange RegistrySerials)
{
    /// <summary>How many tonnes it says that they are.</summary>
    public long Tonnes { get; init; } = Units.Count;
}
