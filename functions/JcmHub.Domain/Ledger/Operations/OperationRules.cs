using System.Globalization;
using JcmHub.Domain.Ledger.Accounts;
using JcmHub.Domain.Methodologies;
using JcmHub.Domain.Parties;

namespace JcmHub.Domain.Ledger.Operations;

/// <summary>
/// What is checked of an operation before its registry hears of it, after the checks of the emissions-trading registries (domain reference 7.5).
/// </summary>
public static class OperationRules
{
    /// <summary>The largest number of fragments in one operation: they are one record, which the registry takes whole or not at all.</summary>
    public const int MaximumFragments = 1000;

    /// <summary>Checks the accounts.</summary>
    /// <returns>
    /// <c>account-same</c>, <c>account-unknown</c>, <c>account-restricted</c>, <c>account-suspended</c>, <c>account-closed</c>, <c>account-type</c>.
    /// </returns>
    public static IReadOnlyList<Finding> CheckAccounts(OperationRequest request, RegistryAccount? from, RegistryAccount? to)
    {
        var errors = new List<Finding>();
        if (request.FromAccount == request.ToAccount)
            errors.Add(new Finding("account-same", "/toAccount", "The acquiring account is the transferring one.", "移転元と移転先の口座が同じです。"));
        Check(from, request.FromAccount, "/fromAccount", request.Registry, errors);
        Check(to, request.ToAccount, "/toAccount", request.Registry, errors);
        if (from is not null && !IsHolding(from.Type))
            errors.Add(Type("/fromAccount", from, "a holding account", "保有口座"));
        var fits = to is null || request.Kind switch
        {
            OperationKind.Retirement => to.Type == AccountType.Retirement,
            OperationKind.Cancellation => to.Type == AccountType.Cancellation,
            _ => IsHolding(to.Type),
        };
        if (!fits)
        {
            var (wanted, wantedJa) = request.Kind switch
            {
                OperationKind.Retirement => ("a retirement account", "無効化口座"),
                OperationKind.Cancellation => ("a cancellation account", "取消口座"),
                _ => ("a holding account", "保有口座"),
            };
            errors.Add(Type("/toAccount", to!, wanted, wantedJa));
        }

        return errors;
    }

    /// <summary>
    /// A use toward an NDC lies in the NDC implementation period in which the reduction occurred (2/CMA.3 annex, para 8(b)), and only authorised,
    /// first transferred units are ITMOs that can be used so.
    /// </summary>
    /// <returns><c>units-not-authorised</c>, <c>units-not-transferred</c>, <c>ndc-period-unknown</c>, <c>use-outside-ndc-period</c>.</returns>
    public static IReadOnlyList<Finding> CheckUse(OperationRequest request, Party user, DateOnly day, IReadOnlyList<UnitBlock> units, Func<UnitBlock, bool> mayServeNdc)
    {
        if (request is not { Kind: OperationKind.Retirement, Purpose: UsePurpose.Ndc, UseYear: { } year })
            return [];
        var errors = new List<Finding>();
        if (units.Any(block => block.Authorization is null || !mayServeNdc(block)))
            errors.Add(new Finding("units-not-authorised", "/purpose", "Some of these units are not authorised for use toward an NDC.", "NDCへの使用が承認されていない単位が含まれています。"));
        // A host's own units, in its own registry, need no international transfer.
        if (request.Registry != request.Host && units.Any(block => block.FirstTransferredOn is null))
            errors.Add(new Finding("units-not-transferred", "/purpose", "Some of these units were never first transferred.", "初回移転が済んでいない単位が含まれています。"));
        if (user.Ndcs.On(day)?.Value is not { } ndc)
            errors.Add(new Finding("ndc-period-unknown", "/useYear", $"No NDC implementation period of {user.Id} is known, so a use toward it cannot be judged.", $"{user.Id}のNDC実施期間が登録されていません。"));
        else if (year < ndc.PeriodStart || year > ndc.PeriodEnd || units.Any(block => block.Vintage.Year < ndc.PeriodStart || block.Vintage.Year > ndc.PeriodEnd))
            errors.Add(new Finding("use-outside-ndc-period", "/useYear",
                string.Create(CultureInfo.InvariantCulture, $"Year of use {year} and every vintage must lie in {user.Id}'s NDC period {ndc.PeriodStart}-{ndc.PeriodEnd}."),
                string.Create(CultureInfo.InvariantCulture, $"使用年{year}と全てのビンテージは{user.Id}のNDC実施期間{ndc.PeriodStart}〜{ndc.PeriodEnd}内でなければなりません。")));
        return errors;
    }

    /// <summary>Whether units can be moved out of such an account by their holder.</summary>
    public static bool IsHolding(AccountType type) => type is AccountType.GovernmentHolding or AccountType.EntityHolding;

    /// <summary>Checks that an account can take a recipient's units.</summary>
    /// <returns><c>account-unknown</c>, <c>account-restricted</c>, <c>account-suspended</c>, <c>account-closed</c>, <c>account-type</c>.</returns>
    public static IReadOnlyList<Finding> CheckRecipient(RegistryAccount? account, string number, AccountType type, string pointer, PartyId registry)
    {
        var errors = new List<Finding>();
        Check(account, number, pointer, registry, errors);
        if (account is not null && account.Type != type)
            errors.Add(type == AccountType.GovernmentHolding ? Type(pointer, account, "a government's holding account", "政府保有口座") : Type(pointer, account, "an entity's holding account", "事業者保有口座"));
        return errors;
    }

    private static void Check(RegistryAccount? account, string number, string pointer, PartyId registry, List<Finding> errors)
    {
        if (account is null)
            errors.Add(new Finding("account-unknown", pointer, $"{registry}'s registry has told of no account {number}.", $"{registry}の登録簿に口座{number}は登録されていません。"));
        else if (account.Status != AccountStatus.Open)
        {
            var (code, ja) = account.Status switch
            {
                AccountStatus.Restricted => ("account-restricted", "制限中"),
                AccountStatus.Suspended => ("account-suspended", "停止中"),
                _ => ("account-closed", "閉鎖済み"),
            };
            errors.Add(new Finding(code, pointer, $"The account {number} is {account.Status.ToString().ToLowerInvariant()}.", $"口座{number}は{ja}です。"));
        }
    }

    private static Finding Type(string pointer, RegistryAccount account, string wanted, string wantedJa) =>
        new("account-type", pointer, $"The account {account.Number} is not {wanted}.", $"口座{account.Number}は{wantedJa}ではありません。");
}
