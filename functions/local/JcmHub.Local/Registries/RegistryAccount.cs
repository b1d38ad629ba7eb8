namespace JcmHub.Local.Registries;

/// <summary>An account that a simulated registry keeps.</summary>
/// <param name="Account">Its identifier, such as TH-GOV.</param>
/// <param name="AccountType">government-holding, entity-holding, retirement, cancellation, pending or international-transfer-out.</param>
public sealed record RegistryAccount(string Account, string AccountType);
