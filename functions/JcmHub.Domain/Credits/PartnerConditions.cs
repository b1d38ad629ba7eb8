using JcmHub.Domain.Parties;
using JcmHub.Domain.Quantities;

namespace JcmHub.Domain.Credits;

/// <summary>The partner's own conditions as of the decision's day: positive list, cap on the transferred share, retained share, fee.</summary>
internal static class PartnerConditions
{
    public static void Check(DecisionCase of, DecisionReview review)
    {
        var day = of.Decision.DecidedOn;
        var methodologies = of.Project.Methodologies.Select(methodology => methodology.Id).ToArray();
        List<string> unknown = [];
        if (of.Host.PositiveLists.On(day) is { } list)
            CheckList(of, list, methodologies, review);
        else
            unknown.Add("positive list");
        if (of.Host.TransferCaps.On(day) is { } cap)
            CheckCap(of, cap, methodologies, review);
        else
            unknown.Add("cap on the transferred share");
        if (of.Host.RetainedShares.On(day) is { } retained)
            CheckRetained(of, retained, methodologies, review);
        else
            unknown.Add("minimum retained share");
        if (of.Host.TransferFees.On(day) is { } fee)
            StateFee(of, fee, review);
        else
            unknown.Add("transfer fee");
        if (unknown.Count > 0)
            review.Warn("partner-conditions-unknown", "/party",
                $"Of {of.Host.Name} no rule is known on {day:yyyy-MM-dd} for: {string.Join(", ", unknown)}.",
                $"{day:yyyy-MM-dd}時点の{of.Host.Id}の条件のうち、次の規則は確認できません：{string.Join("、", unknown)}。");
    }

    private static void CheckList(DecisionCase of, DatedRule<PositiveList> list, string[] methodologies, DecisionReview review)
    {
        var names = string.Join(", ", methodologies);
        switch (list.Value.Of(methodologies))
        {
            case Admission.Excluded:
                review.Break(list, "not-on-positive-list", "/project",
                    $"{of.Host.Name} does not let credits of {names} go abroad.", $"{of.Host.Id}のポジティブリストでは、{names}のクレジットの移転は認められていません。");
                break;
            case Admission.CaseByCase:
                review.Warn("positive-list-case-by-case", "/project",
                    $"{of.Host.Name} decides case by case on {names}; its approval of this decision is that word.", $"{of.Host.Id}は{names}を個別に判断します。この決定への承認がその判断となります。");
                break;
            default:
                review.Rely(list, $"That {names} is on {of.Host.Name}'s positive list", $"{of.Host.Id}のポジティブリストへの{names}の掲載");
                break;
        }
    }

    private static void CheckCap(DecisionCase of, DatedRule<ShareLimit> cap, string[] methodologies, DecisionReview review)
    {
        var tonnes = of.TonnesOf(Side.Japan);
        if (cap.Value.Binds(methodologies) && tonnes > cap.Value.Share.FloorOf(of.Total))
            review.Break(cap, "transfer-cap", "/allocation/recipients",
                $"{tonnes} of {of.Total} t go to Japan's side; {of.Host.Name} lets at most {cap.Value.Share} go.",
                $"日本側への配分は{of.Total}トン中{tonnes}トンですが、{of.Host.Id}の上限は{cap.Value.Share}です。");
    }

    private static void CheckRetained(DecisionCase of, DatedRule<ShareLimit> retained, string[] methodologies, DecisionReview review)
    {
        var tonnes = of.TonnesOf(Side.Partner);
        if (retained.Value.Binds(methodologies) && tonnes < retained.Value.Share.CeilingOf(of.Total))
            review.Break(retained, "retained-share", "/allocation/recipients",
                $"{tonnes} of {of.Total} t stay with {of.Host.Name}'s side; at least {retained.Value.Share} must.",
                $"{of.Host.Id}側への配分は{of.Total}トン中{tonnes}トンですが、{retained.Value.Share}以上が必要です。");
    }

    /// <summary>A fee that we are not sure of is stated, with a warning; no step waits for it.</summary>
    private static void StateFee(DecisionCase of, DatedRule<TransferFee> fee, DecisionReview review)
    {
        var tonnes = of.TonnesOf(Side.Japan);
        if (tonnes == 0)
            return;
        review.Rely(fee, $"The transfer fee of {of.Host.Name}", $"{of.Host.Id}の移転手数料");
        var charged = fee.IsSure ? fee.Value : fee.Value with { PaidBefore = null };
        var statement = new FeeStatement(of.Host.Id, of.Project.Id, new WholeTonnes(tonnes), charged, fee.Source, fee.From, of.Decision.DecidedOn);
        if (statement.Amount is null)
            review.Warn("fee-basis-unknown", "/party",
                $"{of.Host.Name} charges a percentage of the price of a tonne, and no source states that price; the amount is not known.",
                $"{of.Host.Id}の手数料は価格に対する割合ですが、基準となる価格が確認できないため、金額は不明です。");
        review.State(statement);
    }
}
