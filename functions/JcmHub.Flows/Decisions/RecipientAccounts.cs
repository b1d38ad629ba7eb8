using JcmHub.Domain.Credits;
using JcmHub.Domain.Ledger;
using JcmHub.Domain.Ledger.Accounts;
using JcmHub.Domain.Ledger.Operations;
using JcmHub.Domain.Methodologies;
using JcmHub.Domain.Parties;
using JcmHub.Flows.UnitOperations;

namespace JcmHub.Flows.Decisions;

/// <summary>
/// Holds the accounts of an allocation against the registries' lists: units that no account can take would be first transferred by one
/// registry and refused by the other. A registry that has told of no accounts leaves it unknown, which is a warning.
/// </summary>
public sealed class RecipientAccounts(IAccounts accounts)
{
    /// <summary>Checks every recipient of a project.</summary>
    /// <param name="reviewed">The project.</param>
    /// <param name="known">Accounts read before, which repeat from project to project.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>
    /// Errors <c>account-unknown</c>, also for an account of the other side's registry, <c>account-restricted</c>, <c>account-suspended</c>,
    /// <c>account-closed</c>, <c>account-type</c>; warning <c>accounts-unknown</c>.
    /// </returns>
    internal async Task<(IReadOnlyList<Finding> Errors, IReadOnlyList<Finding> Warnings)> CheckAsync(
        ReviewedProject reviewed, Dictionary<(PartyId, string?), RegistryAccount?> known, CancellationToken cancellationToken)
    {
        var (decision, host) = (reviewed.Decision, reviewed.Host);
        var (errors, unknown) = (new List<Finding>(), new SortedSet<string>(StringComparer.Ordinal));
        for (var i = 0; i < decision.Allocation.Recipients.Count; i++)
        {
            var recipient = decision.Allocation.Recipients[i];
            var (registry, other) = recipient.Side == Side.Japan ? (PartyId.Japan, host.Id) : (host.Id, PartyId.Japan);
            var pointer = $"/allocation/recipients/{i}/account";
            var account = await FindAsync(registry, recipient.Account, known, cancellationToken);
            if (account is null && await FindAsync(other, recipient.Account, known, cancellationToken) is not null)
                errors.Add(new Finding("account-unknown", pointer,
                    $"The account {recipient.Account} is of {other}'s registry, not of {registry}'s.", $"口座{recipient.Account}は{registry}ではなく{other}の登録簿の口座です。"));
            else if (account is null && await FindAsync(registry, null, known, cancellationToken) is null)
            {
                // What stays notified for want of a registry is in no account.
                if (registry == PartyId.Japan || host.HasRegistryOn(decision.DecidedOn))
                    unknown.Add(registry.Code);
            }
            else
                errors.AddRange(OperationRules.CheckRecipient(
                    account, recipient.Account, TypeOf(recipient), pointer, registry));
        }

        return (errors, [.. unknown.Select(registry => new Finding("accounts-unknown", "/allocation/recipients",
            $"{registry}'s registry has told of no accounts; whether the recipients' accounts can take units was not checked.", $"{registry}の登録簿の口座一覧がないため、受領者の口座は確認していません。"))]);
    }

    /// <summary>
    /// Why Japan's registry would not take an issuance's units any more; null where it would, as far as is known. Before they leave the host's
    /// registry, that is: an account that was open at the decision may be closed since.
    /// </summary>
    internal async Task<Refusal?> ShutAsync(Domain.Ledger.Issuance issuance, CancellationToken cancellationToken)
    {
        var errors = new List<Finding>();
        foreach (var recipient in issuance.Lines.Select(line => line.Allocation.Recipient).Where(recipient => recipient.Side == Side.Japan).Distinct())
        {
            if (await accounts.FindAsync(PartyId.Japan, recipient.Account, cancellationToken) is { } account)
                errors.AddRange(OperationRules.CheckRecipient(account, recipient.Account, TypeOf(recipient), "", PartyId.Japan));
        }

        return errors.Count == 0 ? null : Refusal.Of(RefusalKind.BreaksRule, errors);
    }

    /// <summary>The same of the account into which a transfer abroad is asked for.</summary>
    internal async Task<Refusal?> ShutAsync(PartyId registry, RegistryAccount to, CancellationToken cancellationToken) =>
        await accounts.FindAsync(registry, to.Number, cancellationToken) is { } account
            && OperationRules.CheckRecipient(account, to.Number, to.Type, "", registry) is { Count: > 0 } errors
            ? Refusal.Of(RefusalKind.BreaksRule, errors)
            : null;

    private static AccountType TypeOf(Recipient recipient) =>
        recipient.Kind == HolderKind.Government ? AccountType.GovernmentHolding : AccountType.EntityHolding;

    /// <summary>An account, or where none is named any account of the list; each is read once.</summary>
    private async Task<RegistryAccount?> FindAsync(
        PartyId registry, string? number, Dictionary<(PartyId, string?), RegistryAccount?> known, CancellationToken cancellationToken)
    {
        if (!known.TryGetValue((registry, number), out var account))
            known[(registry, number)] = account = number is null
                ? await AnyAsync(registry, cancellationToken)
                : await accounts.FindAsync(registry, number, cancellationToken);
        return account;
    }

    private async Task<RegistryAccount?> AnyAsync(PartyId registry, CancellationToken cancellationToken)
    {
        await foreach (var account in accounts.ListAsync(registry, cancellationToken))
            return account;
        return null;
    }
}
