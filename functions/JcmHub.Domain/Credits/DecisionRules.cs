using JcmHub.Domain.Parties;

namespace JcmHub.Domain.Credits;

/// <summary>What must hold before a decision on one project may come into force.</summary>
public static class DecisionRules
{
    /// <summary>
    /// The most lines (recipient and vintage) of one project: its blocks are notified, and Japan's part of them approved for transfer, in one
    /// ledger transaction each. That has 90 rows (D4); up to ten are for head, command, journal, decision, issuance, the report decided, and records.
    /// </summary>
    public const int MaximumLines = 80;

    /// <summary>The most tonnes of one project's decision. Records write numbers of 18 digits, and units are numbered through all decisions of a host.</summary>
    public const long MaximumTonnes = 999_999_999_999;

    /// <summary>The first year of the mechanism: its first document was signed on 8 January 2013, with Mongolia. Records know no year before.</summary>
    private const int FirstYear = 2013;

    /// <summary>Every rule that the decision breaks, with its place in the decision, and every fact that is not known.</summary>
    public static DecisionReview Review(DecisionCase of)
    {
        var review = new DecisionReview();
        CheckProject(of, review);
        CheckSize(of, review);
        CheckVintages(of, review);
        CheckFlow(of, review);
        CheckMinimumShare(of, review);
        HolderNames.Check(of, review);
        RegistrationRules.Check(of, review);
        EntityRules.Check(of, review);
        AuthorizationRules.Check(of, review);
        PartnerConditions.Check(of, review);
        return review;
    }

    private static void CheckProject(DecisionCase of, DecisionReview review)
    {
        if (of.Project.Status != "registered")
            review.Refuse("project-not-registered", "/project",
                $"{of.Project.Id} is not registered; its file says: {of.Project.Status}.", $"{of.Project.Id}は登録済みのプロジェクトではありません（{of.Project.Status}）。");
        else if (of.Project.RegisteredOn > of.Decision.DecidedOn)
            review.Refuse("project-not-registered", "/decidedOn",
                $"{of.Project.Id} was registered on {of.Project.RegisteredOn:yyyy-MM-dd}, after the decision.", $"{of.Project.Id}の登録日（{of.Project.RegisteredOn:yyyy-MM-dd}）が決定日より後です。");
    }

    private static void CheckSize(DecisionCase of, DecisionReview review)
    {
        if (of.Split.Lines.Count == 0)
            review.Refuse("nothing-to-issue", "/allocation/recipients",
                "The verified result is zero tonnes in every vintage; there is nothing to issue.", "検証済みの量がすべて零のため、発行するものがありません。");
        if (of.Total > MaximumTonnes)
            review.Refuse("amount-too-large", "/allocation/recipients",
                $"The verified result is {of.Total} t; a decision on one project is of at most {MaximumTonnes} t.", $"検証済みの量は{of.Total}トンで、一つの決定の上限{MaximumTonnes}トンを超えています。");
        if (of.Split.Lines.Count > MaximumLines)
            review.Refuse("decision-too-large", "/allocation/recipients",
                $"The allocation has {of.Split.Lines.Count} lines (recipient and vintage); one decision takes {MaximumLines}. Split it by monitoring period.",
                $"配分は{of.Split.Lines.Count}行ありますが、一つの決定で扱えるのは{MaximumLines}行までです。モニタリング期間で分割してください。");
    }

    private static void CheckVintages(DecisionCase of, DecisionReview review)
    {
        if (of.Split.Lines.FirstOrDefault(line => line.Vintage.Year < FirstYear) is { } early)
            review.Refuse("vintage-before-2013", "/monitoringPeriod",
                $"Reductions of {early.Vintage.Year} are of before the mechanism began, in {FirstYear}.", $"{early.Vintage.Year}年の排出削減量は、制度開始（{FirstYear}年）より前のものです。");
    }

    private static void CheckFlow(DecisionCase of, DecisionReview review)
    {
        var (host, day) = (of.Host, of.Decision.DecidedOn);
        if (host.IssuanceFlows.On(day) is not { } flow)
            review.Refuse("issuance-flow-unknown", "/decidedOn",
                $"No issuance flow is known for {host.Name} on {day:yyyy-MM-dd}.", $"{day:yyyy-MM-dd}時点の{host.Id}の発行手順が登録されていません。");
        else
        {
            review.Rely(flow, $"{host.Name}'s issuance flow {flow.Value}", $"{host.Id}の発行手順{flow.Value}");
            if (flow.Value == IssuanceFlow.A && (host.PendingAccount is null || host.TransferOutAccount is null))
                review.Refuse("party-accounts-unknown", "/party",
                    $"The accounts of {host.Name}'s registry for pending and transferred units are not known.", $"{host.Id}の登録簿の保留口座または国際移転口座が登録されていません。");
        }

        if (host.Registries.On(day) is { } registry)
            review.Rely(registry, $"What {host.Name} has for a registry ({(registry.Value == RegistryKind.None ? "none" : "one that takes records")})", $"{host.Id}の登録簿の有無");
        else
            review.Warn("party-registry-unknown", "/party",
                $"It is not known whether {host.Name} has a registry; its amount stays notified.", $"{host.Id}の登録簿の有無が確認できないため、配分量は通知のみとなります。");
    }

    /// <summary>Subsidised projects deliver at least one half to the Government of Japan (env.go.jp 103333; MOFA 2016).</summary>
    private static void CheckMinimumShare(DecisionCase of, DecisionReview review)
    {
        if (!of.Project.IsSubsidised)
            return;
        var government = of.Split.Lines.Where(line => line.Recipient.IsGovernmentOfJapan).Sum(line => line.Tonnes.Value);
        if (government < Allocation.SubsidisedMinimum.CeilingOf(of.Total))
            review.Refuse("minimum-share", "/allocation/recipients",
                $"The Government of Japan gets {government} of {of.Total} t; a subsidised project delivers at least half.",
                $"日本国政府への配分は{of.Total}トン中{government}トンですが、補助事業では半分以上が必要です。");
    }
}
