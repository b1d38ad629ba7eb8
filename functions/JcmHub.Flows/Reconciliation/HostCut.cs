using JcmHub.Domain.Ledger;
using JcmHub.Domain.Parties;

namespace JcmHub.Flows.Reconciliation;

/// <summary>A host's ledger at the cut of a reconciliation (D4): its counters after the last entry then.</summary>
internal sealed record HostCut(PartyId Host, LedgerHead Head)
{
    /// <summary>Whether the counters could be read; where not, <see cref="Head"/> is empty.</summary>
    public bool IsReadable { get; init; } = true;

    /// <summary>Whether a registry, or the market, may hold something of this host: records went there, or nobody can say.</summary>
    public bool Concerns(Destination registry) =>
        IsReadable ? Head.StreamTails.ContainsKey(registry) : registry == Host || registry == PartyId.Japan || registry.Party is null;
}
