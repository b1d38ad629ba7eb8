using JcmHub.Domain.Projects;

namespace JcmHub.Flows.Intake.Uploads;

/// <summary>In whose name files are taken that were dropped into the inbox without an address of ours.</summary>
/// <param name="Submitter">The subject that stands for whoever may write into the container; null where dropped files are not taken.</param>
/// <param name="Projects">The projects for which it may hand in.</param>
public sealed record InboxPolicy(string? Submitter, IReadOnlySet<ProjectId> Projects)
{
    /// <summary>Who submits a dropped file; null where nobody may.</summary>
    public Caller? Caller => Submitter is { Length: > 0 } subject ? new Caller(subject, "participant", null) { Projects = Projects } : null;
}
