using JcmHub.Domain.Parties;

namespace JcmHub.Domain.Adjustments;

/// <summary>
/// The quantitative side of a Party's emissions balance in tCO2eq (2/CMA.3 annex, para 8): to its emissions are added the ITMOs authorised and first
/// transferred, for the year in which the reduction occurred, and from them are subtracted the ITMOs used toward its NDC, for the year of use. An
/// acquisition adjusts nothing. The emissions themselves come from its inventory and are no part of this.
/// </summary>
public static class EmissionsBalance
{
    /// <summary>The adjustments of each calendar year in which there is one, in order.</summary>
    /// <param name="party">The Party.</param>
    /// <param name="adjustments">Facts of its ledger; those of other Parties count nothing.</param>
    /// <param name="uses">Facts of every ledger in which it may have used ITMOs; those of other Parties count nothing.</param>
    public static IReadOnlyList<BalanceYear> Of(PartyId party, IEnumerable<CorrespondingAdjustment> adjustments, IEnumerable<ItmoUse> uses)
    {
        var added = adjustments.Where(adjustment => adjustment.Party == party).Select(adjustment => (adjustment.Vintage.Year, Added: adjustment.Tonnes.Value, Used: 0L));
        var used = uses.Where(use => use.User == party).Select(use => (use.Year, Added: 0L, Used: use.Tonnes));
        return [.. added.Concat(used).GroupBy(each => each.Year).OrderBy(year => year.Key).Select(year => new BalanceYear(year.Key, year.Sum(each => each.Added), year.Sum(each => each.Used)))];
    }
}
