namespace JcmHub.Domain.Adjustments;

/// <summary>What corresponding adjustments do to a Party's emissions balance of one calendar year.</summary>
/// <param name="Year">The calendar year.</param>
/// <param name="Added">Tonnes authorised and first transferred, of this vintage.</param>
/// <param name="Used">Tonnes used toward its NDC, of this year of use.</param>
public sealed record BalanceYear(int Year, long Added, long Used)
{
    /// <summary>By how much the adjusted balance lies above the emissions; below where it is negative.</summary>
    public long Net => Added - Used;
}
