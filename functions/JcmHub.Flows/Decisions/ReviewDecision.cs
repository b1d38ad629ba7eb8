using JcmHub.Domain.Credits;
using JcmHub.Domain.Methodologies;
using JcmHub.Domain.Parties;
using JcmHub.Domain.Projects;
using JcmHub.Flows.Intake;

namespace JcmHub.Flows.Decisions;

/// <summary>Holds a decision against its reports, the projects' files and the rules of both Parties, as of the decision's day.</summary>
public sealed class ReviewDecision(RuleBook rules, IssuancePolicy policy, IReports reports, RecipientAccounts recipients)
{
    /// <summary>Reviews every project of the decision.</summary>
    /// <returns>
    /// Refusals with every error found: <c>project-unknown</c>, <c>party-unknown</c>, <c>decision-party</c>, <c>decision-project-twice</c>,
    /// <c>decision-too-large</c>, <c>methodology-not-admitted</c>, <c>dates-out-of-order</c>, the codes of <see cref="RecipientAccounts"/>, <see cref="Allocation"/> and <see cref="DecisionRules"/> (422),
    /// <c>report-unknown</c> (404), <c>report-not-ready</c> (409).
    /// </returns>
    internal async Task<Outcome<ReviewedDecision>> ReviewAsync(JointDecision decision, CancellationToken cancellationToken)
    {
        if (Unknown(decision) is { } unknown)
            return unknown;
        decision = decision with { Projects = [.. decision.Projects.Select(Defined)] };
        var projects = new List<ReviewedProject>();
        var known = new Dictionary<(PartyId, string?), Domain.Ledger.Accounts.RegistryAccount?>();
        var (errors, warnings, fees) = (new List<Finding>(), new List<Finding>(), new List<FeeStatement>());
        for (var i = 0; i < decision.Projects.Count; i++)
        {
            var ready = await ReadyReportAsync(decision.Projects[i], cancellationToken);
            if (ready.IsRefused)
                return ready.Refusal;
            var project = rules.Project(decision.Projects[i].Project)!;
            var reviewed = Split(decision.Projects[i], project, ready.Value);
            projects.Add(reviewed);
            var found = reviewed.Split.Errors.Count > 0 ? null : Review(reviewed, project);
            var accounts = await recipients.CheckAsync(reviewed, known, cancellationToken);
            var place = decision.Projects.Count == 1 ? string.Empty : $"/projects/{i}";
            errors.AddRange(reviewed.Split.Errors.Concat(policy.Check(ready.Value.Result!)).Concat(BeforeMonitoringEnds(reviewed)).Concat(accounts.Errors).Concat(found?.Errors ?? []).Select(error => In(place, error)));
            warnings.AddRange((found?.Warnings ?? []).Concat(StepsOutOfOrder(reviewed)).Concat(accounts.Warnings).Concat(LookAlikes(project)).Select(warning => In(place, warning)));
            fees.AddRange(found?.Fees ?? []);
        }

        return errors.Count > 0 ? Refusal.Of(RefusalKind.BreaksRule, errors) : new ReviewedDecision(decision, projects, warnings, fees);
    }

    /// <summary>With the definition of first transfer that an authorisation for other purposes leaves to the host's usual one.</summary>
    private Decision Defined(Decision decision) => decision.Authorization is { } authorization
        ? decision with { Authorization = AuthorizationRules.Defined(authorization, rules.HostOf(decision.Project)) }
        : decision;

    private ReviewedProject Split(Decision decision, Project project, ReportState report) =>
        new(decision, report, rules.HostOf(project)!, decision.Allocation.For(project).Split(report.Result!.Vintages));

    private DecisionReview Review(ReviewedProject reviewed, Project project) => DecisionRules.Review(new DecisionCase
    {
        Decision = reviewed.Decision,
        Project = project,
        Host = reviewed.Host,
        Japan = rules.Japan,
        Verified = reviewed.Report.Result!.Vintages,
        Split = reviewed.Split,
        VerifiedBy = (reviewed.Report.Verification!.ThirdPartyEntity, reviewed.Report.Verification.On),
        SectoralScopes = [.. reviewed.Report.Result.Methodologies
            .Select(pin => rules.Methodology(pin.Id, pin.Version)?.SectoralScope).OfType<int>().Distinct().Order()],
        Entity = rules.Entity,
    });

    private Refusal? Unknown(JointDecision decision)
    {
        var errors = new List<Finding>();
        if (rules.Party(decision.Party) is null)
            errors.Add(new Finding("party-unknown", "/party", $"No rules of {decision.Party} are known here.", $"{decision.Party}の規則が登録されていません。"));
        for (var i = 0; i < decision.Projects.Count; i++)
        {
            var id = decision.Projects[i].Project;
            var place = decision.Projects.Count == 1 ? string.Empty : $"/projects/{i}";
            if (rules.Project(id) is null)
                errors.Add(new Finding("project-unknown", $"{place}/project", $"No project {id} is known here.", $"プロジェクト{id}は登録されていません。"));
            if (id.Party != decision.Party.Code)
                errors.Add(new Finding("decision-party", $"{place}/party", $"{id} is not a project of {decision.Party}.", $"{id}は{decision.Party}のプロジェクトではありません。"));
            if (decision.Projects.Take(i).Any(earlier => earlier.Project == id))
                errors.Add(new Finding("decision-project-twice", $"{place}/project", $"{id} is decided twice in one decision.", $"一つの決定に{id}が重複しています。"));
        }

        // Whose matter a decision is, is read from its id: it must be the host's.
        if (!DecisionRefusals.TryHostOf(decision.Id, out var host) || host != decision.Party)
            errors.Add(new Finding("decision-party", "/decisionId",
                $"The id {decision.Id} does not begin with {decision.Party}-.", $"決定番号{decision.Id}が{decision.Party}-で始まっていません。"));
        return errors.Count > 0 ? Refusal.Of(RefusalKind.BreaksRule, errors) : null;
    }

    /// <summary>The report of exactly the decision's period, once it has been verified, requested and found complete by both sides.</summary>
    private async Task<Outcome<ReportState>> ReadyReportAsync(Decision decision, CancellationToken cancellationToken)
    {
        ReportClaim? claim = null;
        foreach (var reference in rules.ReferencesOf(decision.Project))
            claim ??= (await reports.ProjectAsync(reference, cancellationToken)).Reports.Of(decision.Project, decision.Period);
        if (claim is null || await reports.FindAsync(claim.ReportId, cancellationToken) is not var (report, _))
            return new Refusal(RefusalKind.NotFound, "report-unknown",
                $"No report of {decision.Project} covers exactly {decision.Period}.", $"{decision.Project}には、期間{decision.Period}の報告がありません。");
        return ReportRefusals.Closed(report) is { } closed ? closed
            : report.Verification is not { IsVerified: true } ? ReportRefusals.NotReady(report.Id, "it is not verified", "検証が済んでいません")
            : report.IssuanceRequestedOn is null ? ReportRefusals.NotReady(report.Id, "its issuance was not requested", "発行が申請されていません")
            : report.CompletenessCheckedOn.Count < 2 ? ReportRefusals.NotReady(report.Id, "both secretariats have not found it complete", "両国の事務局による確認が済んでいません")
            : report;
    }

    /// <summary>What was not measured yet cannot be decided on.</summary>
    private static IEnumerable<Finding> BeforeMonitoringEnds(ReviewedProject reviewed) =>
        OutOfOrder(reviewed, ("the end of monitoring", "モニタリング終了", reviewed.Report.Period.To));

    /// <summary>
    /// A decision follows the verification, the request and both checks. Where a decision of the past is entered together with steps that were
    /// taken later here, both governments are told, and decide: an earlier day lends the decision no other facts, only its day's rules.
    /// </summary>
    private static IEnumerable<Finding> StepsOutOfOrder(ReviewedProject reviewed) => OutOfOrder(reviewed,
        ("the verification", "検証", reviewed.Report.Verification!.On),
        ("the issuance request", "発行申請", reviewed.Report.IssuanceRequestedOn!.Value),
        ("the completeness checks", "書類確認", reviewed.Report.CompletenessCheckedOn.Values.Max()));

    private static IEnumerable<Finding> OutOfOrder(ReviewedProject reviewed, params (string What, string WhatJa, DateOnly Day)[] before) =>
        before.Where(step => step.Day > reviewed.Decision.DecidedOn).Select(step => new Finding("dates-out-of-order", "/decidedOn",
            $"{reviewed.Report.Id}: the decision ({reviewed.Decision.DecidedOn:yyyy-MM-dd}) is before {step.What} ({step.Day:yyyy-MM-dd}).",
            $"{reviewed.Report.Id}：決定日（{reviewed.Decision.DecidedOn:yyyy-MM-dd}）が{step.WhatJa}（{step.Day:yyyy-MM-dd}）より前です。"));

    private IEnumerable<Finding> LookAlikes(Project project) => rules.LookAlikesOf(project).Select(other => new Finding("project-look-alike", "/project",
        $"{other} has the same title and participants; if it is the same project under another reference, say so in the files.",
        $"{other}は同じ名称・参加者のプロジェクトです。同一プロジェクトの場合は、プロジェクトファイルに記載してください。"));

    /// <summary>Of several projects, what is said of one stands at its place; the host and the day are common.</summary>
    private static Finding In(string place, Finding finding) =>
        finding.Pointer is "/party" or "/decidedOn" ? finding : finding with { Pointer = place + finding.Pointer };
}
