using JcmHub.Domain.Parties;

namespace JcmHub.Domain.Ledger.Corrections;

/// <summary>Units offered toward a duty to replace: a cancellation in one of the two registries that names the duty.</summary>
/// <param name="Operation">The cancellation's key.</param>
/// <param name="Registry">The Party whose registry cancels.</param>
/// <param name="Tonnes">How many.</param>
/// <param name="AppliedOn">The registry's day of cancelling; none before its receipt.</param>
public sealed record Replacement(string Operation, PartyId Registry, long Tonnes, DateOnly? AppliedOn = null);
