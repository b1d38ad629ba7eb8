using JcmHub.Domain.Credits;
using JcmHub.Flows.Intake;

namespace JcmHub.Flows.Decisions;

/// <summary>One side's secretariat (for Japan JCMA) finds an issuance request complete.</summary>
public sealed class CheckCompleteness(RuleBook rules, IReports reports, TimeProvider time)
{
    /// <summary>Records the check of the caller's side; the same again changes nothing.</summary>
    /// <returns>Refusals: the schema's codes (400), <c>report-unknown</c> (404), <c>wrong-party</c> (403), <c>day-in-future</c>, <c>dates-out-of-order</c> (422), <c>report-not-ready</c>,
    /// <c>completeness-already-checked</c>, <c>report-withdrawn</c>, <c>report-replaced</c> (409).</returns>
    public async Task<Outcome<ReportState>> CheckAsync(
        string reportId, ReadOnlyMemory<byte> document, Caller caller, CancellationToken cancellationToken)
    {
        var read = CycleDocument.Read(rules, DocumentSchemas.CompletenessCheck, document, "checkedOn", time);
        if (read.IsRefused)
            return read.Refusal;
        var checkedOn = read.Value.On;
        return await reports.ChangeAsync(reportId, state =>
        {
            if (caller.SideOf(state.Host) is not { } side)
                return ReportRefusals.OtherSide($"projects of {state.Host}", $"{state.Host}のプロジェクト");
            if (ReportRefusals.Closed(state) is { } closed)
                return closed;
            if (state.StandingRequest is not { } request)
                return ReportRefusals.NotReady(reportId, "its issuance was not requested", "発行が申請されていません");
            if (request.CompletenessCheckedOn.TryGetValue(side, out var before))
                return before == checkedOn ? state : ReportRefusals.DoneOtherwise("completeness-already-checked",
                    $"This side found the request of {reportId} complete on {before:yyyy-MM-dd}.", $"{reportId}の申請は{before:yyyy-MM-dd}に確認済みです。");
            if (ReportRefusals.TooEarly("/checkedOn", checkedOn, request.On, "the issuance request", "発行申請") is { } early)
                return early;
            request = request with { CompletenessCheckedOn = new Dictionary<Side, DateOnly>(request.CompletenessCheckedOn) { [side] = checkedOn } };
            return state with { IssuanceRequests = [.. state.IssuanceRequests.SkipLast(1), request] };
        }, cancellationToken);
    }
}
