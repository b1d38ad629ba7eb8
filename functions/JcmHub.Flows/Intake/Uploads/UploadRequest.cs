using JcmHub.Domain.Parties;
using JcmHub.Domain.Projects;

namespace JcmHub.Flows.Intake.Uploads;

/// <summary>Who asked for an upload address, kept until the upload comes: it is taken in that name.</summary>
public sealed record UploadRequest(string Subject, string Role, PartyId? Party, IReadOnlyList<ProjectId> Projects, DateTimeOffset AskedAt)
{
    /// <summary>What is kept of a caller.</summary>
    public static UploadRequest Of(Caller caller, DateTimeOffset now) =>
        new(caller.Subject, caller.Role, caller.Party, [.. caller.Projects.OrderBy(project => project.ToString(), StringComparer.Ordinal)], now);

    /// <summary>The caller who asked.</summary>
    public Caller ToCaller() => new(Subject, Role, Party) { Projects = Projects.ToHashSet() };
}
