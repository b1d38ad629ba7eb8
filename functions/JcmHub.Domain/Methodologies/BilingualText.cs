namespace JcmHub.Domain.Methodologies;

/// <summary>A text that partners read, in English and Japanese.</summary>
public sealed record BilingualText(string En, string Ja);
