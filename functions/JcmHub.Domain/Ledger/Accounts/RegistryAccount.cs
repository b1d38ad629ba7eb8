namespace JcmHub.Domain.Ledger.Accounts;

/// <summary>An account as its registry keeps it; the hub holds a copy, so that it refuses a movement before it is sent.</summary>
/// <param name="Number">The registry's own number, such as <c>JP-GOV</c>.</param>
/// <param name="Type">Its kind.</param>
/// <param name="Holder">Whose it is.</param>
/// <param name="Country">The holder's country, ISO 3166-1 alpha-2.</param>
/// <param name="Status">Whether units may move.</param>
public sealed record RegistryAccount(string Number, AccountType Type, string Holder, string Country, AccountStatus Status);
