namespace JcmHub.Domain.Projects;

/// <summary>A project participant; side is <c>japan</c> or <c>partner</c>.</summary>
public sealed record Participant(string Side, string Name);
