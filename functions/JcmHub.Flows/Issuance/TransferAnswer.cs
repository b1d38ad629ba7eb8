namespace JcmHub.Flows.Issuance;

/// <summary>An approved international transfer.</summary>
public sealed record TransferAnswer(string Decision, DateOnly ApprovedOn);
