using JcmHub.Domain.Adjustments;
using JcmHub.Domain.Methodologies;

namespace JcmHub.Domain.Ledger.Journal;

/// <summary>
/// An entry that breaks a rule of what the ledger says about units that are themselves in order, so that a later entry can repair it:
/// <c>journal-adjustment</c>. A journal with one that is not repaired does not hold.
/// </summary>
/// <param name="Number">Its number.</param>
/// <param name="Hash">Its hash.</param>
/// <param name="Failure">The rule that it breaks.</param>
public sealed record BrokenEntry(long Number, string Hash, Finding Failure)
{
    /// <summary>The adjustments that it touched, as they were before it; null for those that it made.</summary>
    public required IReadOnlyDictionary<string, CorrespondingAdjustment?> Before { get; init; }

    /// <summary>The same, as it left them.</summary>
    public required IReadOnlyList<CorrespondingAdjustment> Written { get; init; }

    /// <summary>First transfers in it that its adjustments do not make good; below zero where they make good too much.</summary>
    public required IReadOnlyList<UnadjustedTonnes> Unadjusted { get; init; }

    /// <summary>The approvals of a repair so far: of each side the last one.</summary>
    public IReadOnlyList<EntryRepair> Approvals { get; init; } = [];

    /// <summary>The other side's approval of the same content; null where there is none.</summary>
    public EntryRepair? Counterpart(EntryRepair repair) => Approvals.FirstOrDefault(each => each.Side != repair.Side && each.IsOfSameContent(repair));
}
