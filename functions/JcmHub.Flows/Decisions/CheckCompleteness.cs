using System.Text.Json;
using JcmHub.Domain.Credits;
using JcmHub.Flows.Intake;

namespace JcmHub.Flows.Decisions;

/// <summary>One side's secretariat (for Japan JCMA) finds an issuance request complete.</summary>
public sealed class CheckCompleteness(RuleBook rules, IReports reports)
{
    /// <summary>Records the check of the caller's side; a second one changes nothing.</summary>
    /// <returns>Refusals: the schema's codes (400), <c>report-unknown</c> (404), <c>wrong-party</c> (403), <c>report-not-ready</c>,
    /// <c>report-withdrawn</c>, <c>report-replaced</c> (409).</returns>
    public async Task<Outcome<ReportState>> CheckAsync(
        string reportId, ReadOnlyMemory<byte> document, Caller caller, CancellationToken cancellationToken)
    {
        var malformed = rules.Schemas.Check(DocumentSchemas.CompletenessCheck, document);
        if (malformed.Count > 0)
            return Refusal.Of(RefusalKind.Malformed, malformed);
        using var json = JsonDocument.Parse(document);
        var checkedOn = json.RootElement.Day("checkedOn");
        return await reports.ChangeAsync(reportId, state =>
        {
            if (caller.SideOf(state.Host) is not { } side)
                return ReportRefusals.OtherSide($"projects of {state.Host}", $"{state.Host}のプロジェクト");
            if (ReportRefusals.Closed(state) is { } closed)
                return closed;
            if (state.StandingRequest is not { } request)
                return ReportRefusals.NotReady(reportId, "its issuance was not requested", "発行が申請されていません");
            if (request.CompletenessCheckedOn.ContainsKey(side))
                return state;
            request = request with { CompletenessCheckedOn = new Dictionary<Side, DateOnly>(request.CompletenessCheckedOn) { [side] = checkedOn } };
            return state with { IssuanceRequests = [.. state.IssuanceRequests.SkipLast(1), request] };
        }, cancellationToken);
    }
}
