using System.Globalization;
using JcmHub.Domain.Credits;
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
        var acquiring = request.AcquiringParty ?? request.Registry;
        if (acquiring == request.Registry && request.FromAccount == request.ToAccount)
            errors.Add(new Finding("account-same", "/toAccount", "The acquiring account is the transferring one.", "移転元と移転先の口座が同じです。"));
        Check(from, request.FromAccount, "/fromAccount", request.Registry, errors);
        Check(to, request.ToAccount, "/toAccount", acquiring, errors);
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
    /// A use needs the host's authorisation for its purpose, and the first transfer that obliges the host's adjustment, unless by the host's definition
    /// for other purposes it is the first transfer itself. It is of no year before the reduction or the transfer, and
    /// of none to come. Toward an NDC it lies in the implementation period in which the reduction occurred (2/CMA.3 annex, para 8(b)): a
    /// period that is not known for sure refuses nothing, it warns.
    /// </summary>
    /// <param name="request">What is asked for.</param>
    /// <param name="user">The using Party.</param>
    /// <param name="day">The day of asking.</param>
    /// <param name="units">The blocks.</param>
    /// <param name="purposesOf">The purposes for which a block is authorised, in the words of the nomenclature; null where it is not.</param>
    /// <returns>
    /// Errors <c>units-not-authorised</c>, <c>units-not-transferred</c>, <c>use-year-too-early</c>, <c>use-year-to-come</c>,
    /// <c>use-outside-ndc-period</c>; warnings <c>ndc-period-unknown</c>, <c>use-outside-ndc-period</c>, <c>rule-unsure</c>.
    /// </returns>
    public static (IReadOnlyList<Finding> Errors, IReadOnlyList<Finding> Warnings) CheckUse(
        OperationRequest request, Party user, DateOnly day, IReadOnlyList<UnitBlock> units, Func<UnitBlock, string?> purposesOf)
    {
        if (request is not { Kind: OperationKind.Retirement, Purpose: { } purpose, UseYear: { } year })
            return ([], []);
        var errors = new List<Finding>();
        var isForNdc = purpose == UsePurpose.Ndc;
        if (units.Any(block => !IsFor(purposesOf(block), isForNdc)))
            errors.Add(new Finding("units-not-authorised", "/purpose", $"Some of these units are not authorised for {(isForNdc ? "use toward an NDC" : "other purposes than NDCs")}.", "この用途への使用が承認されていない単位が含まれています。"));
        // Toward its own NDC, a host's own units in its own registry need no international transfer.
        if ((request.Registry != request.Host || !isForNdc) && units.Any(block => block.FirstTransferredOn is null && (isForNdc || block.Oimp is not { FirstTransfer: OimpFirstTransfer.UseOrCancellation })))
            errors.Add(new Finding("units-not-transferred", "/purpose", "Some of these units were never first transferred.", "初回移転が済んでいない単位が含まれています。"));
        if (units.Any(block => year < block.Vintage.Year || year < block.FirstTransferredOn?.Year))
            errors.Add(new Finding("use-year-too-early", "/useYear", "A use cannot be of a year before the reduction, or before the first transfer.", "使用年は、削減の年および初回移転の年より前にはできません。"));
        if (year > day.Year)
            errors.Add(new Finding("use-year-to-come", "/useYear", "A use cannot be of a year to come.", "使用年を将来の年にすることはできません。"));
        if (!isForNdc)
            return (errors, []);
        var (finding, refuses) = CheckPeriod(user, day, year, units);
        if (finding is null)
            return (errors, []);
        return refuses ? ([.. errors, finding], []) : (errors, [finding]);
    }

    /// <summary>The nomenclature's purposes: NDC, OIMP (IMP and OP are its kinds), or both.</summary>
    private static bool IsFor(string? purposes, bool isForNdc) => purposes is not null
        && (isForNdc ? purposes.StartsWith("NDC", StringComparison.Ordinal) : purposes.EndsWith("IMP", StringComparison.Ordinal) || purposes.EndsWith("OP", StringComparison.Ordinal));

    /// <summary>The period is that of the NDC in which the year of use lies; else the one of the day.</summary>
    private static (Finding? Finding, bool Refuses) CheckPeriod(Party user, DateOnly day, int year, IReadOnlyList<UnitBlock> units)
    {
        var rule = user.Ndcs.FirstOrDefault(each => each.Value.PeriodStart <= year && year <= each.Value.PeriodEnd) ?? user.Ndcs.On(day);
        if (rule is not { Value: var ndc })
            return (new Finding("ndc-period-unknown", "/useYear", $"No NDC implementation period of {user.Id} is known, so it is not known whether this use keeps to it.", $"{user.Id}のNDC実施期間が登録されていないため、使用年を確認できません。"), false);
        var period = string.Create(CultureInfo.InvariantCulture, $"{ndc.PeriodStart}-{ndc.PeriodEnd}");
        bool Outside(int calendarYear) => calendarYear < ndc.PeriodStart || calendarYear > ndc.PeriodEnd;
        if (Outside(year) || units.Any(block => Outside(block.Vintage.Year)))
            return (new Finding("use-outside-ndc-period", "/useYear",
                string.Create(CultureInfo.InvariantCulture, $"Year of use {year} and every vintage must lie in {user.Id}'s NDC period {period}.{rule.Caveat}"),
                string.Create(CultureInfo.InvariantCulture, $"使用年{year}と全てのビンテージは{user.Id}のNDC実施期間{period}内でなければなりません。{rule.Caveat}")), rule.IsSure);
        return (rule.IsSure ? null : new Finding("rule-unsure", "/useYear", $"{user.Id}'s NDC period {period} is not confirmed.{rule.Caveat}", $"{user.Id}のNDC実施期間{period}は確認されていません。{rule.Caveat}"), false);
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
