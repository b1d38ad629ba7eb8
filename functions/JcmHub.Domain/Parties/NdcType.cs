namespace JcmHub.Domain.Parties;

/// <summary>For how many years an NDC sets a target (2/CMA.3 annex, para 7).</summary>
public enum NdcType
{
    /// <summary>One target year.</summary>
    SingleYear,

    /// <summary>A target for several years.</summary>
    MultiYear,
}
