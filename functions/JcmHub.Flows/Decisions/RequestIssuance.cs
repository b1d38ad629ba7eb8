using JcmHub.Flows.Intake;

namespace JcmHub.Flows.Decisions;

/// <summary>The participants request the issuance of a verified report's credits.</summary>
public sealed class RequestIssuance(RuleBook rules, IReports reports, TimeProvider time)
{
    /// <summary>Records the request; the same again changes nothing. After a withdrawal there may be another.</summary>
    /// <returns>Refusals: the schema's codes (400), <c>report-unknown</c> (404), <c>day-in-future</c>, <c>dates-out-of-order</c> (422), <c>report-not-ready</c>, <c>issuance-already-requested</c>, <c>report-withdrawn</c>,
    /// <c>report-replaced</c> (409).</returns>
    public async Task<Outcome<ReportState>> RequestAsync(string reportId, ReadOnlyMemory<byte> document, CancellationToken cancellationToken)
    {
        var read = CycleDocument.Read(rules, DocumentSchemas.IssuanceRequest, document, "requestedOn", time);
        if (read.IsRefused)
            return read.Refusal;
        var requestedOn = read.Value.On;
        return await reports.ChangeAsync(reportId, state =>
            state.StandingRequest is { } standing ? standing.On == requestedOn ? state : ReportRefusals.DoneOtherwise("issuance-already-requested",
                $"The issuance of {reportId} was requested on {standing.On:yyyy-MM-dd}.", $"{reportId}の発行は{standing.On:yyyy-MM-dd}に申請済みです。")
            : ReportRefusals.Closed(state) is { } closed ? closed
            : state.Verification is not { IsVerified: true } ? ReportRefusals.NotReady(reportId, "it is not verified", "検証が済んでいません")
            : ReportRefusals.TooEarly("/requestedOn", requestedOn, state.Verification.On, "the verification", "検証") is { } early ? early
            : state with { IssuanceRequests = [.. state.IssuanceRequests, new IssuanceRequest(requestedOn)] }, cancellationToken);
    }
}
