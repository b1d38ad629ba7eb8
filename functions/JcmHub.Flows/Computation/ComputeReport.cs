using System.Buffers;
using System.Text.Json;
using JcmHub.Domain.Credits;
using JcmHub.Domain.Methodologies;
using JcmHub.Flows.Intake;

namespace JcmHub.Flows.Computation;

/// <summary>Computes a stored report: tonnes per vintage and the trace, once.</summary>
public sealed class ComputeReport(RuleBook rules, IReports reports, TimeProvider time)
{
    /// <summary>Computes the report; one that is computed stays as it is, so the message may come twice.</summary>
    /// <returns>The state after it. Refusals: <c>report-unknown</c> (404), <c>report-changed</c> (409) where the stored bytes are not those that arrived.</returns>
    public async Task<Outcome<ReportState>> ComputeAsync(string reportId, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (await reports.FindAsync(reportId, cancellationToken) is not var (state, version))
                return ReportRefusals.Unknown(reportId);
            if (state.Result is not null)
                return state;

            await using var stored = await reports.OpenRawAsync(state.Blob, cancellationToken);
            await using var report = new ArrivingReport(stored);
            var computed = await ReportComputation.ComputeAsync(report, again => reports.OpenRawAsync(state.Blob, again), rules, cancellationToken);
            await report.CopyToAsync(Stream.Null, cancellationToken);
            if (report.ContentHash != state.ContentHash)
                return new Refusal(RefusalKind.Conflict, "report-changed",
                    $"The stored bytes of {reportId} are not those that arrived.", $"{reportId}の保存内容が提出時と異なります。");
            var traceBlob = $"{reportId}.json";
            if (computed.Result is { } result)
                await reports.StoreTraceAsync(traceBlob, WriteTrace(result.Trace), cancellationToken);
            var next = state with { Result = Summary(computed, traceBlob) };
            if (await reports.CompleteAsync(next, version, cancellationToken))
                return next;
        }
    }

    private ComputedResult Summary(ReportComputation computed, string traceBlob) => new(
        time.GetUtcNow(),
        [.. (computed.Result?.Vintages ?? []).Select(vintage => new VintageTonnes(vintage.Vintage, vintage.Tonnes))],
        [.. computed.Methodologies.Select(methodology => new MethodologyPin(
            methodology.Id, methodology.Version, methodology.ContentHash, JsonWords.Kebab(methodology.Status)))],
        computed.Errors,
        computed.Result?.Warnings ?? [],
        traceBlob);

    private static ReadOnlyMemory<byte> WriteTrace(CalculationTrace trace)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true }))
            trace.WriteTo(writer);
        return buffer.WrittenMemory;
    }
}
