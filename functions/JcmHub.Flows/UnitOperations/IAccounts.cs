using JcmHub.Domain.Ledger.Accounts;
using JcmHub.Domain.Parties;

namespace JcmHub.Flows.UnitOperations;

/// <summary>The registries' accounts, as each registry told last.</summary>
public interface IAccounts
{
    /// <summary>One account; null where its registry has told of none.</summary>
    Task<RegistryAccount?> FindAsync(PartyId registry, string number, CancellationToken cancellationToken);

    /// <summary>Every account of a registry.</summary>
    IAsyncEnumerable<RegistryAccount> ListAsync(PartyId registry, CancellationToken cancellationToken);

    /// <summary>
    /// Replaces what is known of a registry's accounts by its list as of an instant. An older list changes nothing. One that was broken off
    /// is made whole by the same call again; until then each account is as of one of the two lists.
    /// </summary>
    /// <returns>False where a newer list is known.</returns>
    Task<bool> ReplaceAsync(PartyId registry, DateTimeOffset asOf, IReadOnlyList<RegistryAccount> accounts, CancellationToken cancellationToken);
}
