namespace JcmHub.Domain.Ledger;

/// <summary>What an issuance remembers of a record it caused.</summary>
public sealed record AnnouncedRecord(RecordId Id, RecordKind Kind, long Tonnes, IReadOnlyList<SerialRange> Units)
{
    /// <summary>The operation that asks for it, where it is not what the decision itself notified.</summary>
    public string? Operation { get; init; }

    /// <summary>Of an international transfer: the day on which the host approved it.</summary>
    public DateOnly? ApprovedOn { get; init; }

    /// <summary>Of an adjustment: the authorisation that it follows from.</summary>
    public string? Authorization { get; init; }

    /// <summary>Whether it asks for what its registry had not issued on a record before.</summary>
    public bool IsRest { get; init; }

    /// <summary>Refused, and some of what it asked for was asked for by a later record, or has lapsed: nothing waits for it any more.</summary>
    public bool IsClosed { get; init; }

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
