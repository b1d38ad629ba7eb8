using JcmHub.Domain.Calendar;
using JcmHub.Domain.Ledger;
using JcmHub.Domain.Ledger.Operations;
using JcmHub.Domain.Parties;

namespace JcmHub.Domain.Adjustments;

/// <summary>ITMOs that a Party used toward its nationally determined contribution (2/CMA.3 annex, para 8), by the receipt of the registry that retired them.</summary>
/// <param name="Host">The Party where the reduction occurred.</param>
/// <param name="User">The Party whose registry retired them.</param>
/// <param name="Vintage">The year of the reduction.</param>
/// <param name="Year">The calendar year of use, for which they are subtracted.</param>
/// <param name="Tonnes">How many; positive.</param>
public sealed record ItmoUse(PartyId Host, PartyId User, Vintage Vintage, int Year, long Tonnes)
{
    /// <summary>
    /// What a block is a use of; null where it is none. A host's own units that were never first transferred are no ITMOs: its emissions are lower by
    /// them already, and nothing is subtracted for them.
    /// </summary>
    /// <param name="block">The block.</param>
    /// <param name="host">In whose ledger it is.</param>
    /// <param name="use">Its use; of units retired before blocks kept it, that of the operation that retired them.</param>
    public static ItmoUse? Of(UnitBlock block, PartyId host, UnitUse? use) =>
        block is { AccountType: AccountType.Retirement, State: UnitState.Live or UnitState.Blocked, Authorization: not null, FirstTransferredOn: not null } && use is { Purpose: UsePurpose.Ndc }
            ? new ItmoUse(host, block.Registry, block.Vintage, use.Year, block.Units.Count)
            : null;
}
