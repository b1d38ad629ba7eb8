using JcmHub.Domain.Credits;
using JcmHub.Domain.Ledger;
using JcmHub.Domain.Methodologies;
using JcmHub.Domain.Parties;
using JcmHub.Domain.Projects;
using JcmHub.Flows.Intake;
using JcmHub.Flows.Issuance;

namespace JcmHub.Flows.Decisions;

/// <summary>
/// Both governments decide on the same content (D9). The second approval brings the decision into force: amounts are notified,
/// blocks and the first record are written, all in the transaction that stores the approval. Nothing moves on one side's word.
/// </summary>
public sealed class DecideTogether(RuleBook rules, IssuancePolicy policy, IReports reports, Ledger ledger)
{
    /// <summary>Records the caller's government's approval of this decision.</summary>
    /// <returns>
    /// The decision with its approvals. Refusals: the schema's codes (400), <c>wrong-party</c> and <c>approver-of-other-side</c> (403), <c>project-unknown</c>, <c>party-unknown</c>,
    /// <c>decision-party</c>, <c>methodology-not-admitted</c>, the codes of <see cref="Allocation"/> and <see cref="DecisionRules"/> (422), <c>report-unknown</c> (404),
    /// <c>report-not-ready</c>, <c>report-already-decided</c>, <c>decision-in-force</c> (409).
    /// </returns>
    public async Task<Outcome<DecisionAnswer>> ApproveAsync(ReadOnlyMemory<byte> document, Caller caller, CancellationToken cancellationToken)
    {
        var malformed = rules.Schemas.Check(DocumentSchemas.JointCommitteeDecision, document);
        if (malformed.Count > 0)
            return Refusal.Of(RefusalKind.Malformed, malformed);
        var decision = DecisionDocument.Parse(document);
        if (caller.SideOf(decision.Party) is not { } side)
            return ReportRefusals.OtherSide($"decisions with {decision.Party}", $"{decision.Party}との合同委員会の決定");
        if (Known(decision, out var project, out var host) is { } unknown)
            return unknown;
        var ready = await ReadyReportAsync(decision, cancellationToken);
        if (ready.IsRefused)
            return ready.Refusal;
        var report = ready.Value;
        var (lines, errors) = decision.Allocation.Split(report.Result!.Vintages);
        if (errors.Count == 0)
            errors = [.. policy.Check(report.Result), .. DecisionRules.Check(decision, project!, host!, rules.Japan, lines)];
        if (errors.Count > 0)
            return Refusal.Of(RefusalKind.BreaksRule, errors);

        return await ledger.CommitAsync<DecisionAnswer>(decision.Party, caller.Author, (view, entry) =>
            ApproveAsync(view, entry, decision, report, lines, host!, side, caller.Subject, cancellationToken), cancellationToken);
    }

    private static async Task<LedgerStep<DecisionAnswer>> ApproveAsync(
        LedgerView view, LedgerEntry entry, Decision decision, ReportState report, IReadOnlyList<AllocationLine> lines,
        Party host, Side side, string approver, CancellationToken cancellationToken)
    {
        var stored = await view.IssuanceAsync(decision.Id, cancellationToken);
        var issuance = stored?.Value ?? new Domain.Ledger.Issuance { Decision = decision, ReportId = report.Id };
        var sameContent = issuance.Decision.ContentHash == decision.ContentHash;
        if (issuance.IsInForce && !sameContent)
            return Refused(new Refusal(RefusalKind.Conflict, "decision-in-force",
                $"The decision {decision.Id} is in force with other content.", $"決定{decision.Id}は、異なる内容で既に発効しています。"));
        if (sameContent && issuance.Approvals.ContainsKey(side))
            return LedgerStep<DecisionAnswer>.WithoutEntry(DecisionAnswer.Of(issuance));
        if (issuance.Approvers.Any(other => other.Key != side && other.Value == approver))
            return Refused(new Refusal(RefusalKind.Forbidden, "approver-of-other-side",
                $"The same person already approved {decision.Id} for the other government.", $"決定{decision.Id}は、同じ人物が既に相手国政府として承認しています。"));
        if (await view.DecisionOfAsync(report.Id, cancellationToken) is { } other)
            return Refused(new Refusal(RefusalKind.Conflict, "report-already-decided",
                $"The report {report.Id} was already decided by {other}.", $"報告{report.Id}は既に{other}で決定されています。"));

        // Another content voids the approvals given to the one before.
        var approvals = sameContent ? issuance.Approvals : new Dictionary<Side, DateTimeOffset>();
        issuance = issuance with
        {
            Decision = decision,
            ReportId = report.Id,
            Approvals = new Dictionary<Side, DateTimeOffset>(approvals) { [side] = entry.Time },
            Approvers = new Dictionary<Side, string>(issuance.Approvers) { [side] = approver },
        };
        entry.Note($"{(side == Side.Japan ? PartyId.Japan : host.Id)} approved {decision.Id} with content {decision.ContentHash}");
        List<RowWrite> rows = [];
        if (issuance.Approvals.Count == 2)
        {
            issuance = host.IssuanceFlows.On(decision.DecidedOn)!.Value == IssuanceFlow.A
                ? HostIssuesFirst.Notify(issuance, lines, host, entry)
                : JapanIssuesFirst.Notify(issuance, lines, host, entry);
            rows.Add(RowWrite.Add(LedgerKeys.Decided(report.Id), LedgerJson.Write(decision.Id)));
        }

        rows.Add(RowWrite.Replace(stored?.Row, LedgerKeys.Issuance(decision.Id), LedgerJson.Write(issuance)));
        return new LedgerStep<DecisionAnswer>
        {
            Answer = DecisionAnswer.Of(issuance),
            // An approval may be given, voided and given again; the entry's number tells one from the other.
            CommandId = $"approve-{decision.Id}-{side}-{entry.Head.LastEntry}",
            InputHash = decision.ContentHash,
            Rows = rows,
        };
    }

    private Refusal? Known(Decision decision, out Project? project, out Party? host)
    {
        project = rules.Project(decision.Project);
        host = project is null ? rules.Party(decision.Party) : rules.HostOf(project);
        var errors = new List<Finding>();
        if (project is null)
            errors.Add(new Finding("project-unknown", "/project", $"No project {decision.Project} is known here.", $"プロジェクト{decision.Project}は登録されていません。"));
        if (host is null)
            errors.Add(new Finding("party-unknown", "/party", $"No rules of {decision.Party} are known here.", $"{decision.Party}の規則が登録されていません。"));
        if (decision.Project.Party != decision.Party.Code)
            errors.Add(new Finding("decision-party", "/party", $"{decision.Project} is not a project of {decision.Party}.", $"{decision.Project}は{decision.Party}のプロジェクトではありません。"));
        return errors.Count > 0 ? Refusal.Of(RefusalKind.BreaksRule, errors) : null;
    }

    /// <summary>The report of exactly the decision's period, once it has been verified, requested and found complete by both sides.</summary>
    private async Task<Outcome<ReportState>> ReadyReportAsync(Decision decision, CancellationToken cancellationToken)
    {
        var (claims, _) = await reports.ProjectAsync(decision.Project, cancellationToken);
        var claim = claims.Of(decision.Period);
        if (claim is null || await reports.FindAsync(claim.ReportId, cancellationToken) is not var (report, _))
            return new Refusal(RefusalKind.NotFound, "report-unknown",
                $"No report of {decision.Project} covers exactly {decision.Period}.", $"{decision.Project}には、期間{decision.Period}の報告がありません。");
        return report.Verification is not { IsVerified: true } ? ReportRefusals.NotReady(report.Id, "it is not verified", "検証が済んでいません")
            : report.IssuanceRequestedOn is null ? ReportRefusals.NotReady(report.Id, "its issuance was not requested", "発行が申請されていません")
            : report.CompletenessCheckedOn.Count < 2 ? ReportRefusals.NotReady(report.Id, "both secretariats have not found it complete", "両国の事務局による確認が済んでいません")
            : report;
    }

    private static LedgerStep<DecisionAnswer> Refused(Refusal refusal) => LedgerStep<DecisionAnswer>.WithoutEntry(refusal);
}
