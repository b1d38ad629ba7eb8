namespace JcmHub.JsonSchema.Checks;

/// <summary>One message in both languages.</summary>
internal readonly record struct Phrase(string En, string Ja);
