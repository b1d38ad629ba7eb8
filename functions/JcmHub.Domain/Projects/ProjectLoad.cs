using JcmHub.Domain.Methodologies;

namespace JcmHub.Domain.Projects;

/// <summary>A project, or every reason why its file is none.</summary>
public sealed record ProjectLoad(Project? Project, IReadOnlyList<LoadError> Errors);
