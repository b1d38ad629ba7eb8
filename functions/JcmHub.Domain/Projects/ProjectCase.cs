namespace JcmHub.Domain.Projects;

/// <summary>Which case of a methodology applies to the project, or to one of its points.</summary>
/// <param name="Index">The members that it is said of; empty for all.</param>
public sealed record ProjectCase(string? Methodology, string Case, IReadOnlyList<string> Index, string Is);
