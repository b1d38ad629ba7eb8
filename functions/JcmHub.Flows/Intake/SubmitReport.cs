using JcmHub.Domain.Methodologies;
using JcmHub.Flows.Computation;

namespace JcmHub.Flows.Intake;

/// <summary>
/// A monitoring report arrives: checked whole, stored once per content, its period claimed, announced for computation.
/// Nothing is stored of a report that is refused.
/// </summary>
public sealed class SubmitReport(RuleBook rules, IReports reports, IReportQueue queue, TimeProvider time)
{
    /// <summary>The largest report that this way takes, in bytes: 64 MB (D14).</summary>
    public const int MaximumBytes = 64 * 1024 * 1024;

    private const int MaximumKeyLength = 255;

    /// <summary>Accepts a report, or answers again what was answered to the same bytes before.</summary>
    /// <returns>
    /// Refusals: the schema's codes and the methodology's codes with every error (400, 422), <c>project-unknown</c>,
    /// <c>methodology-unknown</c>, <c>idempotency-key-invalid</c> (400), <c>idempotency-key-reused</c> (422), <c>project-not-yours</c> and <c>wrong-party</c> (403), <c>report-overlaps</c> (409),
    /// <c>reports-busy</c> (503).
    /// </returns>
    public async Task<Outcome<Submission>> SubmitAsync(
        ReadOnlyMemory<byte> document, Caller caller, string? idempotencyKey, CancellationToken cancellationToken)
    {
        var hash = ContentHash.Of(document.Span);
        var malformed = rules.Schemas.Check(DocumentSchemas.MonitoringReport, document);
        if (malformed.Count > 0)
            return Refusal.Of(RefusalKind.Malformed, malformed);
        var computed = ReportComputation.Compute(document, rules);
        if (computed.Errors.Count > 0)
            return Refusal.Of(RefusalKind.BreaksRule, computed.Errors);
        if (ReportRefusals.NotOfCaller(computed.Report!.Project, caller) is { } foreign)
            return foreign;

        if (idempotencyKey is not null && await ReusedAsync(idempotencyKey, caller, hash, cancellationToken) is { } reused)
            return reused;
        var report = computed.Report!;
        string? blob = null;
        for (var attempt = 0; attempt < 20; attempt++)
        {
            var (claims, version) = await reports.ProjectAsync(report.Project, cancellationToken);
            if (claims.WithContent(hash) is { } known)
                return await AgainAsync(known, cancellationToken);
            if (claims.Overlapping(report.Period) is { } other)
                return Refusal.Of(RefusalKind.Conflict, Overlaps(other));

            blob ??= await reports.StoreRawAsync(document, cancellationToken);
            var state = new ReportState
            {
                Id = ReportState.IdOf(report.Project, hash),
                Project = report.Project,
                Period = report.Period,
                ContentHash = hash,
                Blob = blob,
                SubmittedBy = caller.Subject,
                SubmittedAt = time.GetUtcNow(),
            };
            var claimed = new ProjectReports([.. claims.Claims, new ReportClaim(state.Id, hash, report.Period)]);
            if (!await reports.AddAsync(state, claimed, version, cancellationToken))
                continue;
            await queue.AnnounceAsync(state.Id, cancellationToken);
            return new Submission(state.Id, hash, IsReplay: false);
        }

        return new Refusal(RefusalKind.Busy, "reports-busy",
            $"Too many reports of {report.Project} arrive at this moment; send the same again.",
            $"{report.Project}への提出が混み合っています。同じ要求を再送してください。");
    }

    /// <summary>The first answer again; announced again too, because the process may have died before it could announce.</summary>
    private async Task<Outcome<Submission>> AgainAsync(ReportClaim known, CancellationToken cancellationToken)
    {
        if (await reports.FindAsync(known.ReportId, cancellationToken) is { State.Result: null })
            await queue.AnnounceAsync(known.ReportId, cancellationToken);
        return new Submission(known.ReportId, known.ContentHash, IsReplay: true);
    }

    /// <summary>An idempotency key belongs to the content that it first came with (IETF draft-ietf-httpapi-idempotency-key-header).</summary>
    private async Task<Refusal?> ReusedAsync(string key, Caller caller, string hash, CancellationToken cancellationToken)
    {
        if (key.Length is < 1 or > MaximumKeyLength)
            return new Refusal(RefusalKind.Malformed, "idempotency-key-invalid",
                $"An Idempotency-Key has 1 to {MaximumKeyLength} characters.", $"Idempotency-Keyは1文字以上{MaximumKeyLength}文字以下です。");
        return await reports.BindKeyAsync(caller.Subject, key, hash, cancellationToken) == hash ? null
            : new Refusal(RefusalKind.BreaksRule, "idempotency-key-reused",
                "This Idempotency-Key came with another report before.", "このIdempotency-Keyは別の報告で使用済みです。");
    }

    private static Finding Overlaps(ReportClaim other) =>
        new("report-overlaps", "/monitoringPeriod",
            $"The report {other.ReportId} already covers {other.Period.From:yyyy-MM-dd} to {other.Period.To:yyyy-MM-dd} of this project; a day may be reported once.",
            $"この期間は既に報告{other.ReportId}（{other.Period.From:yyyy-MM-dd}から{other.Period.To:yyyy-MM-dd}まで）に含まれています。");
}
