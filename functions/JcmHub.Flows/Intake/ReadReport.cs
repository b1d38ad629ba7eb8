using System.Text.Json.Nodes;
using JcmHub.Flows.Issuance;

namespace JcmHub.Flows.Intake;

/// <summary>A report's whole way so far, from upload to the last receipt, in one document.</summary>
public sealed class ReadReport(RuleBook rules, IReports reports, Ledger ledger)
{
    /// <summary>The state of a report.</summary>
    /// <returns>Refusal <c>report-unknown</c> (404).</returns>
    public async Task<Outcome<JsonObject>> ReadAsync(string reportId, CancellationToken cancellationToken)
    {
        if (!ReportState.TryHostOf(reportId, out var host) || await reports.FindAsync(reportId, cancellationToken) is not var (state, _))
            return ReportRefusals.Unknown(reportId);
        var view = ledger.View(host);
        if (await view.DecisionOfAsync(reportId, cancellationToken) is not { } decisionId)
            return ReportDocument.Write(state, null, [], new Dictionary<Domain.Ledger.RecordId, string>(), rules);
        var (_, issuance) = (await view.IssuanceAsync(decisionId, cancellationToken))!.Value;
        var blocks = await view.BlocksAsync(issuance, cancellationToken);
        var digests = new Dictionary<Domain.Ledger.RecordId, string>();
        foreach (var record in issuance.Records)
            digests[record.Id] = (await view.FindAsync<Exchange.OutboxRecord>(LedgerKeys.Outbox(record.Id), cancellationToken))!.Value.Value.Digest;
        return ReportDocument.Write(state, issuance, blocks, digests, rules);
    }

    /// <summary>The calculation trace of a report.</summary>
    /// <returns>Refusals <c>report-unknown</c> (404) and <c>report-not-ready</c> (409) while it is not computed.</returns>
    public async Task<Outcome<ReadOnlyMemory<byte>>> TraceAsync(string reportId, CancellationToken cancellationToken)
    {
        if (!ReportState.TryHostOf(reportId, out _) || await reports.FindAsync(reportId, cancellationToken) is not var (state, _))
            return ReportRefusals.Unknown(reportId);
        if (state.Result is not { Errors.Count: 0 } result)
            return ReportRefusals.NotReady(reportId, "it has no computed result", "算定結果がありません");
        return await reports.ReadTraceAsync(result.TraceBlob, cancellationToken);
    }
}
