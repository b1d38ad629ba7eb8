namespace JcmHub.Domain.Parties;

/// <summary>A Party's nationally determined contribution.</summary>
/// <param name="Type">One target year or several.</param>
/// <param name="PeriodStart">First year of the implementation period.</param>
/// <param name="PeriodEnd">Last year of the implementation period.</param>
/// <param name="TargetYears">The years for which a target is set.</param>
public sealed record NdcTarget(NdcType Type, int PeriodStart, int PeriodEnd, IReadOnlyList<int> TargetYears);
