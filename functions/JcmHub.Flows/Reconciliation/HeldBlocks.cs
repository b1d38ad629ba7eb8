using JcmHub.Domain.Ledger;
using JcmHub.Domain.Parties;
using JcmHub.Flows.Issuance;

namespace JcmHub.Flows.Reconciliation;

/// <summary>Blocks that the last reconciliation found inconsistent cannot move until a later one agrees (domain reference 7.6); the others do.</summary>
internal static class HeldBlocks
{
    /// <summary>Says that some of what is to move is held: <c>units-reconciling</c> (422).</summary>
    public static Refusal Refusal(PartyId registry) => new(RefusalKind.BreaksRule, "units-reconciling",
        $"The last reconciliation with {registry}'s registry differs about some of these units.", $"{registry}の登録簿との直近の照合で、これらの単位の一部に不一致があります。");

    /// <summary>Why blocks of a registry cannot move now; null where none of them is held.</summary>
    public static async Task<Refusal?> WhyNotAsync(LedgerView view, LedgerHead head, PartyId registry, IEnumerable<UnitBlock> blocks, CancellationToken cancellationToken)
    {
        var disputes = await view.DisputesAsync(head, registry, cancellationToken);
        return blocks.Any(disputes.Hold) ? Refusal(registry) : null;
    }
}
