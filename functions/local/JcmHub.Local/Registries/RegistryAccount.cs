namespace JcmHub.Local.Registries;

/// <summary>An account that a simulated registry keeps.</summary>
/// <param name="Account">Its identifier, such as TH-GOV.</param>
/// <param name="AccountType">government-holding, entity-holding, retirement, cancellation, pending or international-transfer-out.</param>
/// <param name="Holder">Whose it is; where absent, named like the account.</param>
/// <param name="Country">The holder's country; where absent, the registry's.</param>
public sealed record RegistryAccount(string Account, string AccountType, string? Holder = null, string? Country = null);
