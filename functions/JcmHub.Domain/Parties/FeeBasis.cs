namespace JcmHub.Domain.Parties;

/// <summary>What the rate of a fee is taken of.</summary>
public enum FeeBasis
{
    /// <summary>Money for one tonne.</summary>
    Tonne,

    /// <summary>Percent of the price of the tonnes.</summary>
    Price,

    /// <summary>Percent of the tonnes themselves: a share of units.</summary>
    Units,
}
