using JcmHub.Domain.Credits;
using JcmHub.Domain.Methodologies;
using JcmHub.Domain.Parties;

namespace JcmHub.Domain.Ledger;

/// <summary>
/// An authorisation that comes after the decision: flow A issues in the host's registry first, and units that wait there for their
/// international transfer may still become ITMOs. What has left, or was issued in Japan's registry, was first transferred without an
/// authorisation and stays so (D9).
/// </summary>
public static class LateAuthorization
{
    /// <summary>Authorises what of a decision waits in the host's registry.</summary>
    /// <returns>
    /// The issuance with its authorisation; or <c>authorization-exists</c>, <c>article6-rules-not-agreed</c>, <c>japan-authorization-missing</c>,
    /// <c>vintage-before-2021</c>, <c>authorization-later</c>, <c>authorization-nothing</c>, <c>authorization-quantity</c>, and nothing is written.
    /// </returns>
    public static (Issuance Issuance, Finding? Error) Grant(
        Issuance issuance, Authorization authorization, IReadOnlyList<UnitBlock> blocks, Party host, Party japan, DateOnly today, LedgerEntry entry)
    {
        if (issuance.Decision.Authorization is { } before)
            return (issuance, before == authorization ? null : new Finding("authorization-exists", "/authorization",
                $"{issuance.Decision.Id} is authorised by {before.AuthorizationId}; a change is a correction of both governments.", $"{issuance.Decision.Id}は{before.AuthorizationId}により承認済みです。変更は両国政府の訂正によります。"));
        var waiting = blocks.Where(block => block.Registry == host.Id && block is { AccountType: AccountType.Pending, State: UnitState.Live, Authorization: null }).ToArray();
        if (Refusal(authorization, waiting, host, japan, today) is { } error)
            return (issuance, error);
        foreach (var block in waiting)
            entry.Replace(block, block with { Authorization = authorization.AuthorizationId });
        entry.Note($"{host.Id} authorised {waiting.Sum(block => block.Units.Count)} t of {issuance.Decision.Project} by {authorization.AuthorizationId} for {authorization.Purposes}");
        return (issuance with { Decision = issuance.Decision with { Authorization = authorization } }, null);
    }

    /// <summary>Why these units cannot be under such an authorisation; null where they can.</summary>
    internal static Finding? Refusal(Authorization authorization, UnitBlock[] waiting, Party host, Party japan, DateOnly today)
    {
        if (host.Article6RulesAgreed.On(authorization.AuthorizedOn)?.Value != Agreement.Yes)
            return new Finding("article6-rules-not-agreed", "/authorization",
                $"Rules for ITMOs are not known to be agreed with {host.Name} on {authorization.AuthorizedOn:yyyy-MM-dd}; without them there is no ITMO.", $"{host.Id}とのパリ協定6条に沿った規則の合意が確認できません。");
        if (japan.StandingAuthorizations.On(authorization.AuthorizedOn)?.Value != Agreement.Yes)
            return new Finding("japan-authorization-missing", "/authorization", "Japan's standing authorisation of the JCM is not in force on that day.", "日本国の包括的な承認が有効ではありません。");
        if (authorization.AuthorizedOn > today)
            return new Finding("authorization-later", "/authorization/authorizedOn", "The day of the authorisation has not come yet.", "承認日が到来していません。");
        if (waiting.Length == 0)
            return new Finding("authorization-nothing", "", "No units of this decision wait in the host's registry for their transfer.", "国際移転を待つ単位がありません。");
        if (waiting.Any(block => block.Vintage.Year < 2021))
            return new Finding("vintage-before-2021", "/authorization", "Reductions before 2021 cannot become ITMOs.", "2021年より前の排出削減量はITMOとして承認できません。");
        return authorization.Quantity.Value < waiting.Sum(block => block.Units.Count)
            ? new Finding("authorization-quantity", "/authorization/quantity", $"{authorization.Quantity} t are authorised, but {waiting.Sum(block => block.Units.Count)} t wait.", $"承認量は{authorization.Quantity}トンですが、{waiting.Sum(block => block.Units.Count)}トンが対象です。")
            : null;
    }
}
