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

    /// <summary>Why there is no comparison.</summary>
    public IReadOnlyList<Finding> Errors { get; init; } = [];

    /// <summary>The comparison; none where there was no snapshot.</summary>
    public HoldingsComparison? Comparison { get; init; }

    /// <summary>How much was found to differ: units, and blocks of the snapshot that are none.</summary>
    public int Differences => Comparison is null ? 0 : Comparison.Differences.Count + Snapshot!.Unreadable.Count;
}
