namespace JcmHub.Domain.Methodologies;

/// <summary>How a reading falls to a vintage (design D11).</summary>
public enum VintageRule
{
    /// <summary>By the local days that it covers, which all lie in one year: a reading may not cross a year's end.</summary>
    LocalDay,

    /// <summary>A reading over a year's end is divided by time.</summary>
    ProRata,

    /// <summary>A growing season belongs to the year of its last day.</summary>
    HarvestDate,
}
