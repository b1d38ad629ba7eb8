namespace JcmHub.Domain.Ledger;

/// <summary>What an issuance remembers of a record it caused.</summary>
public sealed record AnnouncedRecord(RecordId Id, RecordKind Kind, long Tonnes, IReadOnlyList<SerialRange> Units)
{
    /// <summary>The operation that asks for it, where it is not what the decision itself notified.</summary>
    public string? Operation { get; init; }

    /// <summary>International transfer: the day on which the host approved it.</summary>
    public DateOnly? ApprovedOn { get; init; }

    /// <summary>Where it stands.</summary>
    public RecordState State { get; init; }

    /// <summary>The digest that its receipt names: that of the record as it was sent.</summary>
    public string? Digest { get; init; }

    /// <summary>The day on which its destination applied it, by its receipt.</summary>
    public DateOnly? AppliedOn { get; init; }

    /// <summary>When its receipt entered the ledger.</summary>
    public DateTimeOffset? ReceiptedAt { get; init; }

    /// <summary>Why it was refused.</summary>
    public IReadOnlyList<string> RefusalCodes { get; init; } = [];
}
