using JcmHub.Domain.Credits;
using JcmHub.Domain.Identifiers;
using JcmHub.Domain.Ledger.Operations;
using JcmHub.Domain.Methodologies;
using JcmHub.Domain.Parties;

namespace JcmHub.Domain.Ledger;

/// <summary>
/// An authorisation that comes after the decision, by the host; Japan's is its standing one. It may cover what waits in the host's registry for
/// its international transfer (flow A), what Japan's registry issued without one (flow B), and what the host's side holds, which may then be
/// transferred. Units in Japan's registry are first transferred on the day on which they are both issued there and authorised: our reading of
/// D9; units in the host's so where its definition for other purposes is the authorisation or the issuance. What left the host's registry without an authorisation was first transferred then and stays so.
/// </summary>
public static class LateAuthorization
{
    /// <summary>Authorises units of a decision that are not authorised; those that an operation or a correction holds are left out.</summary>
    /// <param name="issuance">The decision's issuance.</param>
    /// <param name="authorization">The authorisation; the same one again covers what it does not yet, within its quantity.</param>
    /// <param name="account">Only what this account holds; where absent, Japan's side's units in either registry.</param>
    /// <param name="blocks">The decision's blocks.</param>
    /// <param name="host">The host, with the rules that hold for the project.</param>
    /// <param name="japan">Japan.</param>
    /// <param name="latest">The last day that has begun anywhere.</param>
    /// <param name="entry">The entry to write.</param>
    /// <returns>
    /// The issuance with its authorisation, the same where it changes nothing; or <c>authorization-exists</c>, <c>article6-rules-not-agreed</c>,
    /// <c>japan-authorization-missing</c>, <c>vintage-before-2021</c>, <c>authorization-later</c>, <c>authorization-nothing</c>,
    /// <c>authorization-quantity</c>, <c>authorization-too-fragmented</c>, <c>names-same</c>, and nothing may be written.
    /// </returns>
    public static (Issuance Issuance, Finding? Error) Grant(
        Issuance issuance, Authorization authorization, string? account, IReadOnlyList<UnitBlock> blocks, Party host, Party japan, DateOnly latest, LedgerEntry entry)
    {
        var known = issuance.AllAuthorizations.FirstOrDefault(each => each.AuthorizationId == authorization.AuthorizationId);
        authorization = known is null ? AuthorizationRules.Defined(authorization, host) : authorization with { FirstTransferDefOimp = authorization.FirstTransferDefOimp ?? known.FirstTransferDefOimp };
        if (known is not null && known != authorization)
            return (issuance, new Finding("authorization-exists", "/authorization",
                $"{authorization.AuthorizationId} authorised units of {issuance.Decision.Id} with other content; a change is a correction of both governments.", $"{authorization.AuthorizationId}は異なる内容で登録済みです。変更は両国政府の訂正によります。"));
        if (Respelled(issuance, authorization) is { } respelled)
            return (issuance, respelled);
        var free = blocks.Where(block => block is { State: UnitState.Live, Authorization: null, FirstTransferredOn: null }
            && (account is null ? IsForJapan(block, host) : block.Account == account && MayBeAuthorised(block))).ToArray();
        if (free.Length == 0 && known is not null)
            return (issuance, null);
        var covered = blocks.Where(block => block.Authorization == authorization.AuthorizationId && block.State is not (UnitState.Out or UnitState.Lapsed)).Sum(block => block.Units.Count);
        if (Refusal(authorization, free, covered, host, japan, latest) is { } error)
            return (issuance, error);
        var granted = known is null ? issuance with { LaterAuthorizations = [.. issuance.LaterAuthorizations, authorization] } : issuance;
        entry.Note($"{host.Id} authorised {free.Sum(block => block.Units.Count)} t of {issuance.Decision.Project} by {authorization.AuthorizationId} for {authorization.Purposes}");
        foreach (var issued in free.GroupBy(block => issuance.IssuedBy(block).Id))
            granted = Authorise(granted, [.. issued], authorization, host, entry);
        var rows = entry.BlockRows + entry.Adjustments.Count + entry.Records.Count + free.Count(block => block.Registry == PartyId.Japan && block.AccountType == AccountType.EntityHolding);
        return rows <= LedgerEntry.MostRows
            ? (granted, null)
            : (issuance, new Finding("authorization-too-fragmented", "/account", "These units lie in too many blocks for one authorisation; name one account at a time.", "単位が多数のブロックに分かれています。口座を指定して分割してください。"));
    }

    /// <summary>Another authorisation of these units whose id differs only in case or space: to people the two are one.</summary>
    private static Finding? Respelled(Issuance issuance, Authorization authorization)
    {
        var names = new NameRegister();
        foreach (var each in issuance.AllAuthorizations) names.Introduce(each.AuthorizationId);
        return NameFindings.Judge(names, authorization.AuthorizationId, "/authorization/authorizationId")?.Finding;
    }

    /// <summary>
    /// Units that a registry issued before: now they are both there and authorised. In Japan's registry that is their first transfer, in the host's
    /// where its definition for other purposes is the authorisation or the issuance.
    /// </summary>
    private static Issuance Authorise(Issuance issuance, UnitBlock[] blocks, Authorization authorization, Party host, LedgerEntry entry)
    {
        var (issued, isInJapan) = (issuance.IssuedBy(blocks[0]), blocks[0].Registry == PartyId.Japan);
        DateOnly? day = (isInJapan ? authorization.Oimp is not { OnlyByUse: true } : authorization.Oimp is { ByIssuedAndAuthorised: true })
            ? FirstTransfer.Later(issued.AppliedOn!.Value, authorization.AuthorizedOn) : null;
        UnitBlock[] authorised = [.. blocks.Select(block => block.Under(authorization) with { FirstTransferredOn = day })];
        foreach (var (before, after) in blocks.Zip(authorised))
            entry.Replace(before, after);
        return day is null ? issuance : FirstTransfer.Oblige(issuance, authorised, host, issued.Id, entry, isInternational: isInJapan);
    }

    private static bool IsForJapan(UnitBlock block, Party host) =>
        block.Registry == host.Id ? block.AccountType == AccountType.Pending : OperationRules.IsHolding(block.AccountType);

    /// <summary>What was retired or cancelled is used up; what is out has left.</summary>
    private static bool MayBeAuthorised(UnitBlock block) => block.AccountType == AccountType.Pending || OperationRules.IsHolding(block.AccountType);

    /// <summary>Why these units cannot come under such an authorisation, beside those that it covers; null where they can.</summary>
    internal static Finding? Refusal(Authorization authorization, UnitBlock[] free, long covered, Party host, Party japan, DateOnly latest)
    {
        if (AuthorizationRules.WhyNotOnItsDay(authorization, host, japan, latest).FirstOrDefault() is { } impossible)
            return impossible;
        if (free.Length == 0)
            return new Finding("authorization-nothing", "", "There are no units of this decision that can still be authorised so: all are authorised, first transferred, used, or held by an operation.", "承認の対象となる単位がありません。");
        if (free.Any(block => block.Vintage.Year < AuthorizationRules.FirstVintage))
            return new Finding("vintage-before-2021", "/authorization", "Reductions before 2021 cannot become ITMOs.", "2021年より前の排出削減量はITMOとして承認できません。");
        var tonnes = covered + free.Sum(block => block.Units.Count);
        return authorization.Quantity.Value < tonnes
            ? new Finding("authorization-quantity", "/authorization/quantity", $"{authorization.Quantity} t are authorised, but it would cover {tonnes} t.", $"承認量は{authorization.Quantity}トンですが、{tonnes}トンが対象です。")
            : null;
    }
}
