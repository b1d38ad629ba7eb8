using JcmHub.Domain.Comparison;
using JcmHub.Domain.Parties;

namespace JcmHub.Flows.Reconciliation;

/// <summary>What the hub has in a registry, in order of the registry's numbers, and what is in flight there.</summary>
internal sealed record HubHoldings(IReadOnlyList<HeldRange> Ranges, IReadOnlyList<PendingEffect> InFlight)
{
    /// <summary>Of the market: what it has because it refused the withdrawal.</summary>
    public IReadOnlyList<HeldRange> NotWithdrawn { get; init; } = [];

    /// <summary>The adjustments that the registry has receipted.</summary>
    public IReadOnlyList<BookedAdjustment> Booked { get; init; } = [];

    /// <summary>Those whose records it has passed, and whose receipts are not in the ledger yet.</summary>
    public IReadOnlyList<BookedAdjustment> AdjustmentsInFlight { get; init; } = [];

    /// <summary>Hosts whose part could not be read: nothing of theirs is here.</summary>
    public IReadOnlyList<PartyId> LeftOut { get; init; } = [];
}
