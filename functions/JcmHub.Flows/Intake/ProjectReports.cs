using JcmHub.Domain.Calendar;

namespace JcmHub.Flows.Intake;

/// <summary>The reports of one project with their periods: two reports for overlapping periods would count a tonne twice.</summary>
public sealed record ProjectReports(IReadOnlyList<ReportClaim> Claims)
{
    /// <summary>A project without reports.</summary>
    public static ProjectReports None { get; } = new([]);

    /// <summary>The report with this content; null where there is none.</summary>
    public ReportClaim? WithContent(string contentHash) => Claims.FirstOrDefault(claim => claim.ContentHash == contentHash);

    /// <summary>A report whose period has a day in common; null where there is none.</summary>
    public ReportClaim? Overlapping(MonitoringPeriod period) => Claims.Where(claim => claim.Period.Overlaps(period)).FirstOrDefault();

    /// <summary>The report of exactly this period; null where there is none.</summary>
    public ReportClaim? Of(MonitoringPeriod period) => Claims.FirstOrDefault(claim => claim.Period == period);
}

/// <summary>A report's claim on a period.</summary>
public sealed record ReportClaim(string ReportId, string ContentHash, MonitoringPeriod Period);
