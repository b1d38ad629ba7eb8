using JcmHub.Domain.Adjustments;

namespace JcmHub.Domain.Ledger.Journal;

/// <summary>
/// What one entry changed, whole: with the entries before it, it gives the ledger's state with nothing else at hand.
/// Units come into being only as <see cref="Drawn"/>, and never cease to be.
/// </summary>
public sealed record LedgerChange
{
    /// <summary>The unit numbers that the entry drew: tonnes notified by a decision.</summary>
    public SerialRange? Drawn { get; init; }

    /// <summary>The blocks that are no more as they were.</summary>
    public IReadOnlyList<BlockKey> Replaced { get; init; } = [];

    /// <summary>Blocks as they are after the entry.</summary>
    public IReadOnlyList<UnitBlock> Blocks { get; init; } = [];

    /// <summary>Adjustments as they are after the entry.</summary>
    public IReadOnlyList<CorrespondingAdjustment> Adjustments { get; init; } = [];

    /// <summary>The approval of a decision that the entry stores; absent from any other entry.</summary>
    public IReadOnlyList<DecisionApproval>? Approvals { get; init; }

    /// <summary>Records put into the outbox.</summary>
    public IReadOnlyList<RecordDigest> Records { get; init; } = [];

    /// <summary>One side's approval of the repair of an earlier entry; absent in nearly every journal.</summary>
    public EntryRepair? Repair { get; init; }

    /// <summary>
    /// Void records, each in the place of one that an entry before announced and that could no longer be sent: the same number, another digest (D5).
    /// Absent where there is none, as in every entry of before there were any.
    /// </summary>
    public IReadOnlyList<RecordDigest>? Voided { get; init; }
}
