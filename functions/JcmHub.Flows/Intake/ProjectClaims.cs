using JcmHub.Domain.Projects;

namespace JcmHub.Flows.Intake;

/// <summary>A project's claims to be written.</summary>
/// <param name="Project">The reference under which they stand.</param>
/// <param name="Reports">The claims as they are to be.</param>
/// <param name="Version">The version that was read; null where there were none.</param>
public sealed record ProjectClaims(ProjectId Project, ProjectReports Reports, string? Version);
