namespace JcmHub.Domain.Parties;

/// <summary>How a Party applies corresponding adjustments throughout its NDC period (2/CMA.3 annex, para 7); it declares it in its initial report.</summary>
public enum AdjustmentMethod
{
    /// <summary>A multi-year trajectory, trajectories or budget; adjusted annually and cumulatively.</summary>
    Trajectory,

    /// <summary>The average of the transfers so far, indicative each year and applied in the target year.</summary>
    Averaging,
}
