using JcmHub.Domain.Calendar;
using JcmHub.Domain.Methodologies;
using JcmHub.Domain.Projects;
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

    /// <summary>The largest report at all, in bytes: 2 GB, what a function's five minutes are surely enough for.</summary>
    public const long MaximumUploadBytes = 2L << 30;

    private const int MaximumKeyLength = 255;

    /// <summary>Accepts a report, or answers again what was answered to the same bytes before.</summary>
    /// <param name="body">The report's bytes; they are read once, judged, computed and staged while they pass.</param>
    /// <param name="maximumBytes">How many bytes this way takes.</param>
    /// <param name="caller">Who submits it.</param>
    /// <param name="idempotencyKey">The caller's key for this request, if it gave one.</param>
    /// <param name="cancellationToken">Gives up; nothing is stored then.</param>
    /// <returns>
    /// Refusals: the schema's codes and the methodology's codes with every error (400, 422), <c>project-unknown</c>,
    /// <c>methodology-unknown</c>, <c>report-too-large</c> (413), <c>idempotency-key-invalid</c> (400),
    /// <c>idempotency-key-reused</c> (422), <c>project-withdrawn</c>, <c>period-not-over</c>, <c>replaces-unknown</c> (422),
    /// <c>project-not-yours</c> and <c>wrong-party</c> (403), <c>report-overlaps</c>, <c>replaces-not-free</c> (409),
    /// <c>reports-busy</c> (503).
    /// </returns>
    public async Task<Outcome<Submission>> SubmitAsync(
        Stream body, long maximumBytes, Caller caller, string? idempotencyKey, CancellationToken cancellationToken)
    {
        var staged = reports.Stage();
        var accepted = await AcceptAsync(staged, body, maximumBytes, caller, idempotencyKey, cancellationToken);
        // Only what no report names is removed: while reports are busy, a transaction of ours may still be on its way.
        if (accepted.IsRefused ? accepted.Refusal.Kind != RefusalKind.Busy : accepted.Value.Blob != staged.Blob)
            await staged.DiscardAsync(cancellationToken);
        if (accepted.IsRefused)
            return accepted.Refusal;
        var (state, isReplay) = (accepted.Value, accepted.Value.Blob != staged.Blob);
        // Announced again too where it is not computed yet, because the process may have died before it could announce.
        if (state.Result is null)
            await queue.AnnounceAsync(state.Id, cancellationToken);
        return new Submission(state.Id, state.ContentHash, isReplay);
    }

    /// <summary>The report with these bytes: this one, or the one that was first.</summary>
    private async Task<Outcome<ReportState>> AcceptAsync(
        IStagedReport staged, Stream body, long maximumBytes, Caller caller, string? idempotencyKey, CancellationToken cancellationToken)
    {
        await using var arriving = new ArrivingReport(body, staged, maximumBytes);
        var computed = await ReportComputation.ComputeAsync(arriving, again => KeepAndOpenAsync(staged, again), rules, cancellationToken);
        if (arriving.IsTooLarge)
            return ReportRefusals.TooLarge(maximumBytes);
        if (computed.Errors.Count > 0)
            return Refusal.Of(computed.IsMalformed ? RefusalKind.Malformed : RefusalKind.BreaksRule, computed.Errors);

        if (ReportRefusals.NotOfCaller(computed.Header!.Project, caller) is { } foreign)
            return foreign;

        var hash = arriving.ContentHash;
        if (idempotencyKey is not null && await ReusedAsync(idempotencyKey, caller, hash, cancellationToken) is { } reused)
            return reused;
        var (project, period) = (computed.Header.Project, computed.Header.Period);
        if (rules.Project(project)!.Status == "withdrawn")
            return Refusal.Of(RefusalKind.BreaksRule, Withdrawn(project));
        var today = rules.Project(project)!.LocalDays.DayOf(time.GetUtcNow());
        if (!period.IsOver(today))
            return Refusal.Of(RefusalKind.BreaksRule, NotOver(period, today));
        var references = rules.ReferencesOf(project);
        for (var attempt = 0; attempt < 20; attempt++)
        {
            var (claims, version) = await reports.ProjectAsync(references[0], cancellationToken);
            var sent = claims.WithContent(hash);
            // The bytes of a report that is withdrawn are a new report, judged as any other bytes would be.
            if (sent.Count > 0 && (await reports.FindAsync(sent[^1].ReportId, cancellationToken))!.Value.State is { Withdrawn: null } known)
                return known;
            var overlapping = claims.Overlapping(period).ToList();
            foreach (var later in references.Skip(1))
                overlapping.AddRange((await reports.ProjectAsync(later, cancellationToken)).Reports.Overlapping(period));
            var replaced = await ReplacedAsync(computed.Replaces, references, cancellationToken);
            if (replaced.IsRefused)
                return replaced.Refusal;
            if (overlapping.FirstOrDefault(other => other.ReportId != replaced.Value.Report?.Id) is { } taken)
                return Refusal.Of(RefusalKind.Conflict, Overlaps(taken));

            await staged.KeepAsync(cancellationToken);
            var state = new ReportState
            {
                Id = ReportState.IdOf(project, hash, sent.Count),
                Project = project,
                Period = period,
                ContentHash = hash,
                Blob = staged.Blob,
                SubmittedBy = caller.Subject,
                SubmittedAt = time.GetUtcNow(),
                Replaces = replaced.Value.Report?.Id,
            };
            var claimed = claims.With(new ReportClaim(state.Id, hash, period), state.Replaces);
            if (await reports.AddAsync(state, new ProjectClaims(references[0], claimed, version), replaced.Value, cancellationToken))
                return state;
        }

        return new Refusal(RefusalKind.Busy, "reports-busy",
            $"Too many reports of {project} arrive at this moment; send the same again.",
            $"{project}への提出が混み合っています。同じ要求を再送してください。");
    }

    /// <summary>The returned or withdrawn report of this project whose place the new one takes; nothing where it names none.</summary>
    private async Task<Outcome<ReplacedReport>> ReplacedAsync(string? reportId, IReadOnlyList<ProjectId> references, CancellationToken cancellationToken)
    {
        if (reportId is null)
            return new ReplacedReport(null, string.Empty);
        if (await reports.FindAsync(reportId, cancellationToken) is not var (report, version) || !references.Contains(report.Project))
            return Refusal.Of(RefusalKind.BreaksRule, new Finding("replaces-unknown", "/replaces",
                $"No report {reportId} of this project is known here.", $"このプロジェクトに報告{reportId}は登録されていません。"));
        var isOpen = report.Withdrawn is null && report.Verification is not { IsVerified: false };
        return isOpen || report.ReplacedBy is not null
            ? Refusal.Of(RefusalKind.Conflict, new Finding("replaces-not-free", "/replaces",
                $"The report {reportId} is neither returned nor withdrawn, or was replaced already; it keeps its period.",
                $"報告{reportId}は差戻しも取下げもされていないか、既に差し替えられています。"))
            : new ReplacedReport(report, version);
    }

    private static Finding Withdrawn(ProjectId project) => new("project-withdrawn", "/project",
        $"{project} was withdrawn; a project that was filed again is reported under its new reference.",
        $"{project}は取り下げられています。再申請されたプロジェクトは新しい番号で報告してください。");

    /// <summary>Nobody has measured what is still to come: a report is of a period that has ended where the project is.</summary>
    private static Finding NotOver(MonitoringPeriod period, DateOnly today) => new("period-not-over", "/monitoringPeriod/to",
        $"The monitoring period ends on {period.To:yyyy-MM-dd}, and in the project's local time it is {today:yyyy-MM-dd}; it can be reported from the day after its end on.",
        $"モニタリング期間は{period.To:yyyy-MM-dd}に終了しますが、プロジェクトの現地日付は{today:yyyy-MM-dd}です。終了の翌日以降に提出してください。");

    /// <summary>The staged bytes once more, for a report whose header comes after its readings.</summary>
    private async Task<Stream> KeepAndOpenAsync(IStagedReport staged, CancellationToken cancellationToken)
    {
        await staged.KeepAsync(cancellationToken);
        return await reports.OpenRawAsync(staged.Blob, cancellationToken);
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
