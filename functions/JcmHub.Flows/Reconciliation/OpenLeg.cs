using JcmHub.Domain.Comparison;
using JcmHub.Domain.Parties;

namespace JcmHub.Flows.Reconciliation;

/// <summary>
/// Tonnes that are notified and not issued. Months are normal (domain reference 4.2), and a Party without a registry never issues:
/// an open leg has an age and is never a difference.
/// </summary>
internal sealed record OpenLeg(PartyId Registry, HoldingCell Cell, long Tonnes, string Decision, DateTimeOffset NotifiedAt);
