using JcmHub.Domain.Parties;

namespace JcmHub.Domain.Credits;

/// <summary>The authorisation of ITMOs by both Parties (2/CMA.3 annex; domain reference 1.6).</summary>
internal static class AuthorizationRules
{
    /// <summary>The first vintage of the Paris Agreement's period (domain reference 1.5).</summary>
    public const int FirstVintage = 2021;

    public static void Check(DecisionCase of, DecisionReview review)
    {
        if (of.Decision.Authorization is not { } authorization)
            return;
        CheckAgreements(of, review);
        if (of.Verified.Any(vintage => vintage.Vintage.Year < FirstVintage && !vintage.Tonnes.IsZero))
            review.Refuse("vintage-before-2021", "/authorization",
                "Reductions before 2021 cannot become ITMOs.", "2021年より前の排出削減量はITMOとして承認できません。");
        if (authorization.AuthorizedOn > of.Decision.DecidedOn)
            review.Refuse("authorization-later", "/authorization/authorizedOn",
                $"The authorisation of {authorization.AuthorizedOn:yyyy-MM-dd} is later than the decision that carries it.", "承認日が決定日より後になっています。");
        if (authorization.Quantity.Value != of.TonnesOf(Side.Japan))
            review.Refuse("authorization-quantity", "/authorization/quantity",
                $"{authorization.Quantity.Value} t are authorised, but Japan's side gets {of.TonnesOf(Side.Japan)} t.",
                $"承認量は{authorization.Quantity.Value}トンですが、日本側への配分は{of.TonnesOf(Side.Japan)}トンです。");
    }

    private static void CheckAgreements(DecisionCase of, DecisionReview review)
    {
        var (host, day) = (of.Host, of.Decision.DecidedOn);
        if (host.Article6RulesAgreed.On(day) is { Value: Agreement.Yes } agreed)
            review.Rely(agreed, $"That rules for ITMOs are agreed with {host.Name}", $"{host.Id}とのパリ協定6条に沿った規則の合意");
        else
            review.Refuse("article6-rules-not-agreed", "/authorization",
                $"Rules for ITMOs are not known to be agreed with {host.Name} on {day:yyyy-MM-dd}; without them there is no ITMO.",
                $"{day:yyyy-MM-dd}時点で{host.Id}とのパリ協定6条に沿った規則の合意が確認できません。");
        if (of.Japan.StandingAuthorizations.On(day) is { Value: Agreement.Yes } standing)
            review.Rely(standing, "Japan's standing authorisation of the JCM", "日本国の包括的な承認");
        else
            review.Refuse("japan-authorization-missing", "/authorization",
                $"Japan's standing authorisation of the JCM is not in force on {day:yyyy-MM-dd}.",
                $"{day:yyyy-MM-dd}時点で日本国の包括的な承認が有効ではありません。");
    }
}
