using JcmHub.Domain.Credits;
using JcmHub.Domain.Methodologies;
using JcmHub.Domain.Parties;
using JcmHub.Flows.Intake;

namespace JcmHub.Flows.Decisions;

/// <summary>A decision that breaks no rule, with everything that bringing it into force needs.</summary>
internal sealed record ReviewedDecision(
    JointDecision Decision, IReadOnlyList<ReviewedProject> Projects, IReadOnlyList<Finding> Warnings, IReadOnlyList<FeeStatement> Fees)
{
    /// <summary>The reports as this decision would decide on them.</summary>
    public IReadOnlyList<DecidedReport> Reports { get; } = [.. Projects.Select(project => DecidedReport.Of(project.Report, project.Decision, project.Split))];
}

/// <summary>One project of it.</summary>
internal sealed record ReviewedProject(Decision Decision, ReportState Report, Party Host, AllocationSplit Split);
