using JcmHub.Domain.Adjustments;
using JcmHub.Domain.Credits;

namespace JcmHub.Domain.Ledger.Journal;

/// <summary>
/// One side's approval of the repair of an entry that breaks a rule. The entry that bears it changes nothing else. When operators of both
/// sides, two persons, have approved the same content, the repair is in force with the second approval's entry.
/// </summary>
public sealed record EntryRepair
{
    /// <summary>The number of the entry that breaks the rule.</summary>
    public required long Entry { get; init; }

    /// <summary>The hash of that entry.</summary>
    public required string Hash { get; init; }

    /// <summary>The code with which it fails.</summary>
    public required string Code { get; init; }

    /// <summary>The hash of the approved document, its explanation included.</summary>
    public required string ContentHash { get; init; }

    /// <summary>What the entry touched, as it is right from the repair on.</summary>
    public required IReadOnlyList<CorrespondingAdjustment> Adjustments { get; init; }

    /// <summary>The side that approves.</summary>
    public required Side Side { get; init; }

    /// <summary>The person who approves for that side: the author of the entry.</summary>
    public required string ApprovedBy { get; init; }

    /// <summary>Whether the other approval is of the same content.</summary>
    public bool IsOfSameContent(EntryRepair other) =>
        Entry == other.Entry && Hash == other.Hash && Code == other.Code && ContentHash == other.ContentHash && Adjustments.SequenceEqual(other.Adjustments);
}
