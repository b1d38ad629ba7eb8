using JcmHub.Domain.Methodologies;
using JcmHub.Domain.Parties;

namespace JcmHub.Domain.Credits;

/// <summary>The authorisation of ITMOs by both Parties (2/CMA.3 annex; domain reference 1.6).</summary>
public static class AuthorizationRules
{
    /// <summary>The first vintage of the Paris Agreement's period (domain reference 1.5).</summary>
    public const int FirstVintage = 2021;

    internal static void Check(DecisionCase of, DecisionReview review)
    {
        if (of.Decision.Authorization is not { } authorization)
            return;
        foreach (var finding in WhyNotOnItsDay(authorization, of.Host, of.Japan, of.Decision.DecidedOn))
            review.Refuse(finding);
        RelyOnAgreements(of, authorization.AuthorizedOn, review);
        if (of.Verified.Any(vintage => vintage.Vintage.Year < FirstVintage && !vintage.Tonnes.IsZero))
            review.Refuse("vintage-before-2021", "/authorization",
                "Reductions before 2021 cannot become ITMOs.", "2021年より前の排出削減量はITMOとして承認できません。");
        if (authorization.Quantity.Value != of.TonnesOf(Side.Japan))
            review.Refuse("authorization-quantity", "/authorization/quantity",
                $"{authorization.Quantity.Value} t are authorised, but Japan's side gets {of.TonnesOf(Side.Japan)} t.",
                $"承認量は{authorization.Quantity.Value}トンですが、日本側への配分は{of.TonnesOf(Side.Japan)}トンです。");
    }

    /// <summary>
    /// Why an authorisation was not possible on its own day, whichever way it comes: with a decision, after it, or by a correction. The rules
    /// that hold are those of the day of the authorisation, for of that day the Agreed Electronic Format reports it.
    /// </summary>
    /// <param name="authorization">The authorisation.</param>
    /// <param name="host">The host, with the rules that hold for the project.</param>
    /// <param name="japan">Japan.</param>
    /// <param name="latest">The day of what brings it: the decision, the correction, or the last day that has begun.</param>
    /// <returns>
    /// <c>article6-rules-not-agreed</c>, <c>japan-authorization-missing</c>, <c>authorization-later</c>, <c>first-transfer-undefined</c>; none where it was possible.
    /// </returns>
    public static IEnumerable<Finding> WhyNotOnItsDay(Authorization authorization, Party host, Party japan, DateOnly latest)
    {
        var day = authorization.AuthorizedOn;
        if (host.Article6RulesAgreed.On(day)?.Value != Agreement.Yes)
            yield return new Finding("article6-rules-not-agreed", "/authorization",
                $"Rules for ITMOs are not known to be agreed with {host.Name} on {day:yyyy-MM-dd}, the day of the authorisation; without them there is no ITMO.",
                $"承認日{day:yyyy-MM-dd}の時点で{host.Id}とのパリ協定6条に沿った規則の合意が確認できません。");
        if (japan.StandingAuthorizations.On(day)?.Value != Agreement.Yes)
            yield return new Finding("japan-authorization-missing", "/authorization",
                $"Japan's standing authorisation of the JCM is not in force on {day:yyyy-MM-dd}, the day of the authorisation.",
                $"承認日{day:yyyy-MM-dd}の時点で日本国の包括的な承認が有効ではありません。");
        if (day > latest)
            yield return new Finding("authorization-later", "/authorization/authorizedOn",
                $"The authorisation of {day:yyyy-MM-dd} is later than {latest:yyyy-MM-dd}, the day of what brings it.",
                $"承認日{day:yyyy-MM-dd}が、承認の根拠となる日（{latest:yyyy-MM-dd}）より後になっています。");
        if (Undefined(authorization) is { } undefined)
            yield return undefined;
    }

    /// <summary>An authorisation for other purposes with the host's definition of their first transfer: its own, or the host's usual one as of its day.</summary>
    public static Authorization Defined(Authorization authorization, Party host) => authorization is { IsForOimp: true, FirstTransferDefOimp: null }
        ? authorization with { FirstTransferDefOimp = host.FirstTransferDefsOimp.On(authorization.AuthorizedOn)?.Value }
        : authorization;

    private static Finding? Undefined(Authorization authorization) => authorization is { IsForOimp: true, FirstTransferDefOimp: null }
        ? new Finding("first-transfer-undefined", "/authorization/firstTransferDefOimp",
            $"{authorization.AuthorizationId} is for {authorization.Purposes}, and says not what its first transfer is: authorisation, issuance, or use or cancellation (2/CMA.3 annex, para 2(b)).",
            $"{authorization.AuthorizationId}の用途は{authorization.Purposes}ですが、初回移転の定義（承認、発行、または使用・取消し）が示されていません。")
        : null;

    /// <summary>The rules by which it was possible, where we are not sure of them.</summary>
    private static void RelyOnAgreements(DecisionCase of, DateOnly day, DecisionReview review)
    {
        if (of.Host.Article6RulesAgreed.On(day) is { Value: Agreement.Yes } agreed)
            review.Rely(agreed, $"That rules for ITMOs are agreed with {of.Host.Name}", $"{of.Host.Id}とのパリ協定6条に沿った規則の合意");
        if (of.Japan.StandingAuthorizations.On(day) is { Value: Agreement.Yes } standing)
            review.Rely(standing, "Japan's standing authorisation of the JCM", "日本国の包括的な承認");
        if (of.Decision.Authorization is { IsForOimp: true } oimp && of.Host.FirstTransferDefsOimp.On(day) is { } usual && usual.Value == oimp.FirstTransferDefOimp)
            review.Rely(usual, $"{of.Host.Name}'s definition of first transfer for other purposes", $"その他の用途に関する{of.Host.Id}の初回移転の定義");
    }
}
