using System.Text.Json;
using JcmHub.Flows.Intake;

namespace JcmHub.Flows.Decisions;

/// <summary>The participants request the issuance of a verified report's credits.</summary>
public sealed class RequestIssuance(RuleBook rules, IReports reports)
{
    /// <summary>Records the request; a second one changes nothing, unless the first was withdrawn.</summary>
    /// <returns>Refusals: the schema's codes (400), <c>report-unknown</c> (404), <c>report-not-ready</c>, <c>report-withdrawn</c>,
    /// <c>report-replaced</c> (409).</returns>
    public async Task<Outcome<ReportState>> RequestAsync(string reportId, ReadOnlyMemory<byte> document, CancellationToken cancellationToken)
    {
        var malformed = rules.Schemas.Check(DocumentSchemas.IssuanceRequest, document);
        if (malformed.Count > 0)
            return Refusal.Of(RefusalKind.Malformed, malformed);
        using var json = JsonDocument.Parse(document);
        var requestedOn = json.RootElement.Day("requestedOn");
        return await reports.ChangeAsync(reportId, state =>
            state.StandingRequest is not null ? state
            : ReportRefusals.Closed(state) is { } closed ? closed
            : state.Verification is not { IsVerified: true } ? ReportRefusals.NotReady(reportId, "it is not verified", "検証が済んでいません")
            : state with { IssuanceRequests = [.. state.IssuanceRequests, new IssuanceRequest(requestedOn)] }, cancellationToken);
    }
}
