using System.Text.Json;
using JcmHub.Flows.Intake;

namespace JcmHub.Flows.Decisions;

/// <summary>The participants answer the findings with which a third-party entity returned their report.</summary>
public sealed class AnswerFindings(RuleBook rules, IReports reports)
{
    /// <summary>Records the answer; the same answer again changes nothing.</summary>
    /// <returns>
    /// Refusals: the schema's codes (400), <c>report-unknown</c> (404), <c>report-not-ready</c> where nothing waits for an answer,
    /// <c>report-withdrawn</c>, <c>report-replaced</c> (409).
    /// </returns>
    public async Task<Outcome<ReportState>> AnswerAsync(
        string reportId, ReadOnlyMemory<byte> document, Caller caller, CancellationToken cancellationToken)
    {
        var malformed = rules.Schemas.Check(DocumentSchemas.FindingsAnswer, document);
        if (malformed.Count > 0)
            return Refusal.Of(RefusalKind.Malformed, malformed);
        using var json = JsonDocument.Parse(document);
        var answer = new FindingsAnswer(
            json.RootElement.Day("answeredOn"), caller.Subject,
            [.. json.RootElement.Items("answers").Select(item => item.GetString()!)], ContentHash.Of(document.Span));
        return await reports.ChangeAsync(reportId, state =>
        {
            if (state.Statements.Any(statement => statement.Answer?.DocumentHash == answer.DocumentHash))
                return state;
            if (ReportRefusals.Closed(state) is { } closed)
                return closed;
            if (state.Verification is not { IsVerified: false, Answer: null } returned)
                return ReportRefusals.NotReady(reportId, "no findings wait for an answer", "回答を待つ指摘がありません");
            return state with { Statements = [.. state.Statements.SkipLast(1), returned with { Answer = answer }] };
        }, cancellationToken);
    }
}
