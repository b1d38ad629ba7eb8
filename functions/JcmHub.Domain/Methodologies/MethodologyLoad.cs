namespace JcmHub.Domain.Methodologies;

/// <summary>A methodology, or every reason why its file is none.</summary>
public sealed record MethodologyLoad(Methodology? Methodology, IReadOnlyList<LoadError> Errors);
