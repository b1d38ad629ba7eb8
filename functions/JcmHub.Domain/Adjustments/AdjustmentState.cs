namespace JcmHub.Domain.Adjustments;

/// <summary>How far a corresponding adjustment has come (domain reference 5.1). After its review it is final (2/CMA.3 annex, para 12).</summary>
public enum AdjustmentState
{
    /// <summary>First transfer of what both Parties authorised has obliged it.</summary>
    Obliged,

    /// <summary>Reported in the Agreed Electronic Format.</summary>
    Reported,

    /// <summary>Applied to the emissions balance in the biennial transparency report.</summary>
    Applied,

    /// <summary>That report was reviewed.</summary>
    Reviewed,
}
