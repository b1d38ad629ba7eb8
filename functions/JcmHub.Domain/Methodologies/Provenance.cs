namespace JcmHub.Domain.Methodologies;

/// <summary>Where a value comes from and how sure we are of it.</summary>
public sealed record Provenance(string Source, Certainty Certainty);
