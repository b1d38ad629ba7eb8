using JcmHub.Domain.Calendar;
using JcmHub.Domain.Projects;

namespace JcmHub.Domain.Methodologies;

/// <summary>What a report says of itself beside its readings: enough to fetch the project and the methodologies.</summary>
public sealed record ReportHeader(ProjectId Project, IReadOnlyList<MethodologyReference> Methodologies, MonitoringPeriod Period)
{
    internal bool IsSameAs(ReportHeader other) =>
        Project == other.Project && Period == other.Period && Methodologies.SequenceEqual(other.Methodologies);
}
