using JcmHub.Domain.Comparison;
using JcmHub.Domain.Ledger;
using JcmHub.Domain.Methodologies;
using JcmHub.Domain.Parties;

namespace JcmHub.Flows.Reconciliation;

/// <summary>What came of comparing the hub with one registry, or with the market.</summary>
/// <param name="Registry">Which.</param>
internal sealed record RegistryPart(Destination Registry)
{
    /// <summary>Its snapshot; none where it could not be had or not be used.</summary>
    public RegistrySnapshot? Snapshot { get; init; }

    /// <summary>
    /// Where the hub asked for the snapshot: the last record of each host that the registry had receipted before. It cannot be behind that.
    /// </summary>
    public IReadOnlyDictionary<PartyId, long> ReceiptedBefore { get; init; } = new Dictionary<PartyId, long>();

    /// <summary>Why there is no comparison, or why hosts are left out of it.</summary>
    public IReadOnlyList<Finding> Errors { get; init; } = [];

    /// <summary>Hosts of which nothing is compared: their journals do not hold.</summary>
    public IReadOnlyList<PartyId> LeftOut { get; init; } = [];

    /// <summary>What the run before held here.</summary>
    public IReadOnlyList<HeldDispute> HeldBefore { get; init; } = [];

    /// <summary>The comparison; none where there was no snapshot.</summary>
    public HoldingsComparison? Comparison { get; init; }

    /// <summary>Its corresponding adjustments that differ; null where none were compared.</summary>
    public IReadOnlyList<AdjustmentDifference>? Adjustments { get; init; }

    /// <summary>Its numbers that two hosts' ledgers hold; found whether it could be asked or not.</summary>
    public IReadOnlyList<DoubledNumbers> Doubled { get; init; } = [];

    /// <summary>How much was found to differ: units, blocks of the snapshot that are none, adjustments, and numbers that serve twice.</summary>
    public int Differences => Doubled.Count + (Adjustments?.Count ?? 0) + (Comparison is null ? 0 : Comparison.Differences.Count + Snapshot!.Unreadable.Count);

    /// <summary>
    /// Units that cannot move until a run finds them in order: those that differ now, and those that the run before held and this one could not compare.
    /// </summary>
    public IEnumerable<HeldDispute> Held(string run)
    {
        foreach (var difference in Comparison?.Differences ?? [])
            yield return new HeldDispute(difference.Serials, (difference.HubCell ?? difference.Cell).Project, run);
        foreach (var (twice, _, _) in Doubled)
        {
            yield return new HeldDispute(twice.Numbers, twice.One.Block.Project, run);
            if (twice.Other.Block.Project != twice.One.Block.Project)
                yield return new HeldDispute(twice.Numbers, twice.Other.Block.Project, run);
        }

        foreach (var before in HeldBefore)
        {
            if (Comparison is null || LeftOut.Any(host => host.Code == before.Project.Party))
                yield return before;
        }
    }
}
