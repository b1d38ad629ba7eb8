using JcmHub.Domain.Ledger.Operations;

namespace JcmHub.Domain.Ledger;

/// <summary>A use of units, by the receipt of the registry that retired them.</summary>
/// <param name="Purpose">Toward what.</param>
/// <param name="Year">The calendar year of use.</param>
/// <param name="On">The registry's day of the retirement.</param>
public sealed record UnitUse(UsePurpose Purpose, int Year, DateOnly On);
