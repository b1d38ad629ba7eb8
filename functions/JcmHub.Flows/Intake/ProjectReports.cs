using JcmHub.Domain.Calendar;
using JcmHub.Domain.Projects;

namespace JcmHub.Flows.Intake;

/// <summary>
/// The reports of one project with their periods: two reports for overlapping periods would count a tonne twice. A project that was
/// filed again under a new reference is one project, so its claims stand together (<see cref="RuleBook.ReferencesOf"/>).
/// </summary>
public sealed record ProjectReports(IReadOnlyList<ReportClaim> Claims)
{
    /// <summary>A project without reports.</summary>
    public static ProjectReports None { get; } = new([]);

    /// <summary>The reports with this content, oldest first: one, or several where those before were withdrawn.</summary>
    public IReadOnlyList<ReportClaim> WithContent(string contentHash) => [.. Claims.Where(claim => claim.ContentHash == contentHash)];

    /// <summary>The reports whose period has a day in common; those that were replaced claim nothing any more.</summary>
    public IEnumerable<ReportClaim> Overlapping(MonitoringPeriod period) => Claims.Where(claim => !claim.IsReplaced && claim.Period.Overlaps(period));

    /// <summary>The report of a project for exactly this period; null where there is none.</summary>
    public ReportClaim? Of(ProjectId project, MonitoringPeriod period) =>
        Claims.FirstOrDefault(claim => !claim.IsReplaced && claim.Period == period && claim.ReportId.StartsWith($"{project}-", StringComparison.Ordinal));

    /// <summary>With a new report's claim, which takes the place of another's where one is named.</summary>
    public ProjectReports With(ReportClaim claim, string? replaced) =>
        new([.. Claims.Select(other => other.ReportId == replaced ? other with { IsReplaced = true } : other), claim]);
}

/// <summary>A report's claim on a period.</summary>
public sealed record ReportClaim(string ReportId, string ContentHash, MonitoringPeriod Period)
{
    /// <summary>Another report took its place: its content is known, its period is free.</summary>
    public bool IsReplaced { get; init; }
}
