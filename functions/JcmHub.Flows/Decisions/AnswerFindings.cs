using JcmHub.Flows.Intake;

namespace JcmHub.Flows.Decisions;

/// <summary>The participants answer the findings with which a third-party entity returned their report.</summary>
public sealed class AnswerFindings(RuleBook rules, IReports reports, TimeProvider time)
{
    /// <summary>Records the answer; the same answer again changes nothing.</summary>
    /// <returns>
    /// Refusals: the schema's codes (400), <c>report-unknown</c> (404), <c>day-in-future</c>, <c>dates-out-of-order</c> (422), <c>report-not-ready</c> where nothing waits for an answer,
    /// <c>findings-already-answered</c>, <c>report-withdrawn</c>, <c>report-replaced</c> (409).
    /// </returns>
    public async Task<Outcome<ReportState>> AnswerAsync(
        string reportId, ReadOnlyMemory<byte> document, Caller caller, CancellationToken cancellationToken)
    {
        var read = CycleDocument.Read(rules, DocumentSchemas.FindingsAnswer, document, "answeredOn", time);
        if (read.IsRefused)
            return read.Refusal;
        var answer = new FindingsAnswer(
            read.Value.On, caller.Subject, [.. read.Value.Root.Items("answers").Select(item => item.GetString()!)], read.Value.Hash);
        return await reports.ChangeAsync(reportId, state =>
        {
            if (state.Statements.Any(statement => statement.Answer?.DocumentHash == answer.DocumentHash))
                return state;
            if (ReportRefusals.Closed(state) is { } closed)
                return closed;
            if (state.Verification?.Answer is not null)
                return ReportRefusals.DoneOtherwise("findings-already-answered", $"The findings on {reportId} were answered with other content.", $"{reportId}の指摘には、異なる内容で既に回答済みです。");
            if (state.Verification is not { IsVerified: false } returned)
                return ReportRefusals.NotReady(reportId, "no findings wait for an answer", "回答を待つ指摘がありません");
            if (ReportRefusals.TooEarly("/answeredOn", answer.On, returned.On, "the statement that it answers", "指摘") is { } early)
                return early;
            return state with { Statements = [.. state.Statements.SkipLast(1), returned with { Answer = answer }] };
        }, cancellationToken);
    }
}
