using JcmHub.Domain.Methodologies;
using JcmHub.Domain.Parties;
using JcmHub.Domain.Projects;

namespace JcmHub.Domain.Credits;

/// <summary>What must hold before a decision may come into force.</summary>
public static class DecisionRules
{
    /// <summary>What fits into one ledger transaction of 90 rows, whatever the flow makes of each line (D4).</summary>
    public const int MaximumLines = 20;

    /// <summary>Every rule that the decision breaks, with its place in the decision.</summary>
    public static IReadOnlyList<Finding> Check(
        Decision decision, Project project, Party host, Party japan, IReadOnlyList<AllocationLine> lines)
    {
        var errors = new List<Finding>();
        CheckFlow(decision, host, errors);
        if (lines.Count > MaximumLines)
            errors.Add(new Finding("decision-too-large", "/allocation/recipients",
                $"The allocation has {lines.Count} lines (recipient and vintage); one decision takes {MaximumLines}. Split it by monitoring period.",
                $"配分は{lines.Count}行ありますが、一つの決定で扱えるのは{MaximumLines}行までです。モニタリング期間で分割してください。"));
        CheckMinimumShare(project, lines, errors);
        CheckAuthorization(decision, host, japan, lines, errors);
        return errors;
    }

    private static void CheckFlow(Decision decision, Party host, List<Finding> errors)
    {
        var flow = host.IssuanceFlows.On(decision.DecidedOn);
        if (flow is null)
            errors.Add(new Finding("issuance-flow-unknown", "/decidedOn",
                $"No issuance flow is known for {host.Name} on {decision.DecidedOn:yyyy-MM-dd}.",
                $"{decision.DecidedOn:yyyy-MM-dd}時点の{host.Id}の発行手順が登録されていません。"));
        else if (flow.Value == IssuanceFlow.A && (host.PendingAccount is null || host.TransferOutAccount is null))
            errors.Add(new Finding("party-accounts-unknown", "/party",
                $"The accounts of {host.Name}'s registry for pending and transferred units are not known.",
                $"{host.Id}の登録簿の保留口座または国際移転口座が登録されていません。"));
    }

    /// <summary>Subsidised projects deliver at least one half to the Government of Japan (env.go.jp 103333; MOFA 2016).</summary>
    private static void CheckMinimumShare(Project project, IReadOnlyList<AllocationLine> lines, List<Finding> errors)
    {
        if (!project.IsSubsidised)
            return;
        var total = lines.Sum(line => line.Tonnes.Value);
        var government = lines
            .Where(line => line.Recipient.IsGovernmentOfJapan)
            .Sum(line => line.Tonnes.Value);
        if (government < total - government)
            errors.Add(new Finding("minimum-share", "/allocation/recipients",
                $"The Government of Japan gets {government} of {total} t; a subsidised project delivers at least half.",
                $"日本国政府への配分は{total}トン中{government}トンですが、補助事業では半分以上が必要です。"));
    }

    private static void CheckAuthorization(
        Decision decision, Party host, Party japan, IReadOnlyList<AllocationLine> lines, List<Finding> errors)
    {
        if (decision.Authorization is not { } authorization)
            return;
        if (host.Article6RulesAgreed.On(decision.DecidedOn)?.Value is not Agreement.Yes)
            errors.Add(new Finding("article6-rules-not-agreed", "/authorization",
                $"Rules for ITMOs are not known to be agreed with {host.Name} on {decision.DecidedOn:yyyy-MM-dd}; without them there is no ITMO.",
                $"{decision.DecidedOn:yyyy-MM-dd}時点で{host.Id}とのパリ協定6条に沿った規則の合意が確認できません。"));
        if (japan.StandingAuthorizations.On(decision.DecidedOn)?.Value is not Agreement.Yes)
            errors.Add(new Finding("japan-authorization-missing", "/authorization",
                $"Japan's standing authorisation of the JCM is not in force on {decision.DecidedOn:yyyy-MM-dd}.",
                $"{decision.DecidedOn:yyyy-MM-dd}時点で日本国の包括的な承認が有効ではありません。"));
        var japanSide = lines.Where(line => line.Recipient.Side == Side.Japan).Sum(line => line.Tonnes.Value);
        if (authorization.Quantity.Value < japanSide)
            errors.Add(new Finding("authorization-quantity", "/authorization/quantity",
                $"{authorization.Quantity.Value} t are authorised, but Japan's side gets {japanSide} t.",
                $"承認量は{authorization.Quantity.Value}トンですが、日本側への配分は{japanSide}トンです。"));
    }
}
