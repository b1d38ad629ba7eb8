using JcmHub.Domain.Ledger;
using JcmHub.Domain.Parties;

namespace JcmHub.Flows.Reconciliation;

/// <summary>A host's ledger at the cut of a reconciliation (D4): its counters after the last entry then.</summary>
internal sealed record HostCut(PartyId Host, LedgerHead Head);
