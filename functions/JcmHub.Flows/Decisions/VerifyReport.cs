using JcmHub.Domain.Credits;
using JcmHub.Domain.Methodologies;
using JcmHub.Flows.Intake;

namespace JcmHub.Flows.Decisions;

/// <summary>A third-party entity states that a report is verified, or returns it with findings; once these are answered it states anew.</summary>
public sealed class VerifyReport(RuleBook rules, IReports reports, TimeProvider time)
{
    /// <summary>Records the statement; the same statement again changes nothing.</summary>
    /// <returns>
    /// Refusals: the schema's codes (400), <c>report-unknown</c> (404), <c>entity-not-yours</c> and <c>verifier-is-submitter</c> (403), <c>report-not-ready</c>,
    /// <c>already-verified</c>, <c>report-withdrawn</c> and <c>report-replaced</c> (409), <c>day-in-future</c>, <c>dates-out-of-order</c>, <c>verification-content</c>, <c>verification-tonnes</c> and <c>third-party-entity-country</c> (422).
    /// </returns>
    public async Task<Outcome<ReportState>> VerifyAsync(
        string reportId, ReadOnlyMemory<byte> document, Caller caller, CancellationToken cancellationToken)
    {
        var read = CycleDocument.Read(rules, DocumentSchemas.VerificationStatement, document, "verifiedOn", time);
        if (read.IsRefused)
            return read.Refusal;
        var statement = VerificationStatement.Parse(read.Value);
        var entity = statement.Verification.ThirdPartyEntity;
        if (!caller.Entities.Contains(entity))
            return Refusal.Of(RefusalKind.Forbidden, new Finding("entity-not-yours", "/thirdPartyEntity",
                $"The token does not name {entity} among the bearer's entities.", $"アクセストークンに{entity}の記載がありません。"));

        return await reports.ChangeAsync(reportId, state =>
        {
            if (state.Statements.Any(before => before.DocumentHash == statement.Verification.DocumentHash))
                return state;
            if (ReportRefusals.Closed(state) is { } closed)
                return closed;
            if (state.Verification is { IsVerified: true } verified)
                return new Refusal(RefusalKind.Conflict, "already-verified",
                    $"{verified.ThirdPartyEntity} already verified {reportId}.", $"{reportId}には既に{verified.ThirdPartyEntity}の検証結果があります。");
            if (state.Verification is { Answer: null })
                return ReportRefusals.NotReady(reportId, "the findings of the last statement are not answered", "前回の指摘への回答がありません");
            if (state.SubmittedBy == caller.Subject)
                return new Refusal(RefusalKind.Forbidden, "verifier-is-submitter",
                    "Who submitted a report cannot verify it.", "報告の提出者は検証を行えません。");
            if (state.Result is not { Errors.Count: 0 } result)
                return ReportRefusals.NotReady(reportId, "it has no computed result", "算定結果がありません");
            if (ReportRefusals.TooEarly("/verifiedOn", read.Value.On, state.Period.To, "the end of the monitoring period", "モニタリング期間の終了") is { } early)
                return early;
            if (state.Verification?.Answer is { } answer && ReportRefusals.TooEarly("/verifiedOn", read.Value.On, answer.On, "the answer to the findings", "指摘への回答") is { } unread)
                return unread;
            var errors = Compare(state, result, statement);
            return errors.Count > 0
                ? Refusal.Of(RefusalKind.BreaksRule, errors)
                : state with { Statements = [.. state.Statements, statement.Verification with { VerifiedBy = caller.Subject }] };
        }, cancellationToken);
    }

    private static List<Finding> Compare(ReportState state, ComputedResult result, VerificationStatement statement)
    {
        var errors = new List<Finding>();
        if (statement.ContentHash != state.ContentHash)
            errors.Add(new Finding("verification-content", "/contentHash",
                $"The statement is about {statement.ContentHash}; the report is {state.ContentHash}.", "検証の対象が提出された報告と一致しません。"));
        if (statement.Verification.ThirdPartyEntity[4..6] != state.Host.Code)
            errors.Add(new Finding("third-party-entity-country", "/thirdPartyEntity",
                $"{statement.Verification.ThirdPartyEntity} is not designated for {state.Host}.", $"{statement.Verification.ThirdPartyEntity}は{state.Host}の第三者機関ではありません。"));
        if (statement.Verification.IsVerified && !statement.Vintages.SequenceEqual(result.Vintages))
            errors.Add(new Finding("verification-tonnes", "/vintages",
                $"Verified are {Text(statement.Vintages)}; computed are {Text(result.Vintages)}.",
                $"検証された量（{Text(statement.Vintages)}）が算定結果（{Text(result.Vintages)}）と一致しません。"));
        return errors;
    }

    private static string Text(IEnumerable<VintageTonnes> vintages) =>
        string.Join(", ", vintages.Select(vintage => $"{vintage.Vintage.Year}: {vintage.Tonnes} t"));
}
