using JcmHub.Domain.Projects;
using JcmHub.Domain.Quantities;

namespace JcmHub.Domain.Credits;

/// <summary>What was fixed when the project was registered: the crediting period, and under the new rules the percentages (domain reference 1.2).</summary>
internal static class RegistrationRules
{
    public static void Check(DecisionCase of, DecisionReview review)
    {
        CheckCreditingPeriod(of, review);
        CheckShares(of, review);
    }

    private static void CheckCreditingPeriod(DecisionCase of, DecisionReview review)
    {
        var period = of.Decision.Period;
        if (of.Project.CreditingPeriod is not { } crediting)
            review.Warn("crediting-period-unknown", "/monitoringPeriod",
                $"The file of {of.Project.Id} states no crediting period; whether {period} lies in it was not checked.",
                $"{of.Project.Id}のクレジット期間が登録されていないため、{period}が期間内かは確認していません。");
        else if (period.From < crediting.From || period.To > crediting.To)
            review.Refuse("outside-crediting-period", "/monitoringPeriod",
                $"The monitoring period {period} is not within the crediting period {crediting}.",
                $"モニタリング期間（{period}）がクレジット期間（{crediting}）に収まっていません。");
    }

    private static void CheckShares(DecisionCase of, DecisionReview review)
    {
        if (of.Project.FixedShares is not { } shares)
        {
            review.Warn("allocation-not-fixed", "/allocation",
                $"The file of {of.Project.Id} holds no percentages fixed at registration (under the old rules none were fixed); the allocation was not held against them.",
                $"{of.Project.Id}には登録時に確定した配分割合の記録がないため（旧規則では確定しません）、照合していません。");
            return;
        }

        if (Deviation(of, shares) is not var (deviation, deviationJa))
            return;
        var detail = $"The allocation is not as fixed at registration: {deviation}.";
        var detailJa = $"配分が登録時に確定した割合と異なります（{deviationJa}）。";
        if (of.Decision.Deviation is { } reason)
            review.Warn("allocation-not-as-registered", "/allocation", $"{detail} The decision says why: {reason}", $"{detailJa}理由：{reason}");
        else
            review.Refuse("allocation-not-as-registered", "/allocation", $"{detail} Say why in allocation.deviation.", $"{detailJa}allocation.deviationに理由を記載してください。");
    }

    /// <summary>The first holder whose tonnes are not its exact share up to the rounding to whole tonnes; null where all are.</summary>
    private static (string Text, string TextJa)? Deviation(DecisionCase of, IReadOnlyList<FixedShare> shares)
    {
        foreach (var total in of.Verified)
        {
            var tonnes = of.Split.Working.Where(part => part.Vintage == total.Vintage)
                .GroupBy(part => (part.Recipient.Side, part.Recipient.Holder))
                .ToDictionary(holder => holder.Key, holder => (Tonnes: holder.Sum(part => part.Tonnes.Value), TakesTheRest: holder.Any(part => part.Recipient.IsResidual)));
            if (tonnes.FirstOrDefault(given => given.Value.Tonnes > 0 && !shares.Any(share => (share.Side, share.Holder) == given.Key)) is { Key.Holder: { } stranger })
                return ($"{stranger} gets tonnes of {total.Vintage} and had no share", $"{stranger}には割合の定めがありませんが、{total.Vintage}年分が配分されています");
            foreach (var share in shares)
            {
                var given = tonnes.GetValueOrDefault((share.Side, share.Holder));
                var exact = share.Share.ToRational() * total.Tonnes.ToRational();
                // Whoever takes the rest may get the tonnes that the others' rounding leaves.
                if (Rational.Abs(Rational.FromInteger(given.Tonnes) - exact) >= (given.TakesTheRest ? shares.Count : 1))
                    return ($"{share.Holder} gets {given.Tonnes} of {total.Tonnes} t of {total.Vintage}; its share is {share.Share}",
                        $"{share.Holder}への{total.Vintage}年分の配分は{total.Tonnes}トン中{given.Tonnes}トンですが、割合は{share.Share}です");
            }
        }

        return null;
    }
}
