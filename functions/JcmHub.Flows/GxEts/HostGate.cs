using JcmHub.Domain.Eligibility;
using JcmHub.Domain.Ledger;
using JcmHub.Domain.Parties;
using JcmHub.Flows.Issuance;

namespace JcmHub.Flows.GxEts;

/// <summary>The gate to GX-ETS as it stands for one host's units: the market's rules, and what the last reconciliation holds.</summary>
internal static class HostGate
{
    /// <summary>Opens it.</summary>
    /// <param name="rules">The market's rules.</param>
    /// <param name="view">The host's ledger.</param>
    /// <param name="head">Its head; in an entry the entry's own, so that nothing comes between.</param>
    /// <param name="registry">The registry whose blocks are asked about.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async Task<EligibilityGate> OfAsync(RuleBook rules, LedgerView view, LedgerHead head, PartyId registry, CancellationToken cancellationToken) =>
        new(rules.GxEts, await view.DisputesAsync(head, registry, cancellationToken));
}
