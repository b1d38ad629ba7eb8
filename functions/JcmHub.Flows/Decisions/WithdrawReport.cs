using System.Globalization;
using JcmHub.Domain.Ledger;
using JcmHub.Flows.Intake;
using JcmHub.Flows.Issuance;

namespace JcmHub.Flows.Decisions;

/// <summary>
/// The participants withdraw a report or its issuance request, before it is decided. The host's ledger is asked first, because there
/// a withdrawal and a decision meet; the report's own state follows, and a withdrawal sent again completes what a dead process left.
/// </summary>
public sealed class WithdrawReport(RuleBook rules, IReports reports, NotifyDecision notify, TimeProvider time)
{
    /// <summary>Records the withdrawal; the same again changes nothing.</summary>
    /// <returns>
    /// Refusals: the schema's codes (400), <c>report-unknown</c> (404), <c>day-in-future</c>, <c>dates-out-of-order</c> (422), <c>report-not-ready</c> where no request stands, <c>already-withdrawn</c>,
    /// <c>report-replaced</c>, <c>report-already-decided</c> (409).
    /// </returns>
    public async Task<Outcome<ReportState>> WithdrawAsync(
        string reportId, ReadOnlyMemory<byte> document, Caller caller, CancellationToken cancellationToken)
    {
        var read = CycleDocument.Read(rules, DocumentSchemas.Withdrawal, document, "withdrawnOn", time);
        if (read.IsRefused)
            return read.Refusal;
        var isWhole = read.Value.Root.GetProperty("what").ValueEquals("report");
        var said = new WithdrawalNotice(read.Value.On, read.Value.Root.TryGetProperty("reason", out var reason) ? reason.GetString() : null);
        if (await reports.FindAsync(reportId, cancellationToken) is not var (report, _))
            return ReportRefusals.Unknown(reportId);
        if ((isWhole ? report.Withdrawn : report.IssuanceRequests is [.., var last] ? last.Withdrawn : null) is { } before)
            return before == said ? report : ReportRefusals.DoneOtherwise("already-withdrawn",
                $"It was withdrawn on {before.On:yyyy-MM-dd} with other content.", $"{before.On:yyyy-MM-dd}に、異なる内容で既に取り下げられています。");
        if (report.ReplacedBy is not null)
            return ReportRefusals.Closed(report)!;
        if (!isWhole && report.StandingRequest is null)
            return ReportRefusals.NotReady(reportId, "its issuance was not requested", "発行が申請されていません");
        if (!isWhole && ReportRefusals.TooEarly("/withdrawnOn", said.On, report.StandingRequest!.On, "the issuance request", "発行申請") is { } early)
            return early;

        var withdrawn = await notify.CommitAsync<Withdrawal>(report.Host, caller.Author, (view, entry) =>
            WithdrawAsync(view, entry, report, isWhole, said, cancellationToken), cancellationToken);
        if (withdrawn.IsRefused)
            return withdrawn.Refusal;
        return await reports.ChangeAsync(reportId, state => Withdrawn(state, isWhole, report.IssuanceRequests.Count, said), cancellationToken);
    }

    private static async Task<LedgerStep<Withdrawal>> WithdrawAsync(
        LedgerView view, LedgerEntry entry, ReportState report, bool isWhole, WithdrawalNotice said, CancellationToken cancellationToken)
    {
        if (await view.DecisionOfAsync(report.Id, cancellationToken) is { } decision)
            return LedgerStep<Withdrawal>.WithoutEntry(DecisionRefusals.AlreadyDecided(report.Id, decision));
        var stored = await view.FindAsync<Withdrawal>(LedgerKeys.Withdrawal(report.Id), cancellationToken);
        var before = stored?.Value ?? new Withdrawal(false, 0);
        var after = new Withdrawal(before.IsWhole || isWhole, Math.Max(before.Requests, report.IssuanceRequests.Count));
        if (after == before)
            return LedgerStep<Withdrawal>.WithoutEntry(before);
        entry.Note($"{(isWhole ? "report" : "issuance request")} withdrawn: {report.Id}{(said.Reason is { } reason ? $" ({reason})" : "")}");
        return new LedgerStep<Withdrawal>
        {
            Answer = after,
            CommandId = string.Create(CultureInfo.InvariantCulture, $"withdraw-{report.Id}-{after.IsWhole}-{after.Requests}"),
            InputHash = report.Id,
            Rows = [RowWrite.Replace(stored?.Row, LedgerKeys.Withdrawal(report.Id), LedgerJson.Write(after))],
        };
    }

    private static Outcome<ReportState> Withdrawn(ReportState state, bool isWhole, int requests, WithdrawalNotice said)
    {
        if (isWhole)
            state = state with { Withdrawn = state.Withdrawn ?? said };
        // A request made meanwhile is another one.
        return state.StandingRequest is { } request && state.IssuanceRequests.Count == requests
            ? state with { IssuanceRequests = [.. state.IssuanceRequests.SkipLast(1), request with { Withdrawn = said }] }
            : state;
    }
}
