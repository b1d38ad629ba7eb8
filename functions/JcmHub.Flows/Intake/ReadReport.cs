using System.Text.Json.Nodes;
using JcmHub.Domain.Ledger;
using JcmHub.Domain.Ledger.Operations;
using JcmHub.Flows.Issuance;
using JcmHub.Flows.UnitOperations;

namespace JcmHub.Flows.Intake;

/// <summary>A report's whole way so far, from upload to the last receipt, in one document.</summary>
public sealed class ReadReport(RuleBook rules, IReports reports, Ledger ledger, TimeProvider time)
{
    /// <summary>The state of a report.</summary>
    /// <returns>Refusal <c>report-unknown</c> (404).</returns>
    public async Task<Outcome<JsonObject>> ReadAsync(string reportId, CancellationToken cancellationToken) =>
        await reports.FindAsync(reportId, cancellationToken) is var (state, _)
            ? await ReadAsync(state, cancellationToken)
            : ReportRefusals.Unknown(reportId);

    /// <summary>The state of a report of which the part before the decision has just been read.</summary>
    public async Task<Outcome<JsonObject>> ReadAsync(ReportState state, CancellationToken cancellationToken)
    {
        // Without both completeness checks there is no decision, and the ledger need not be asked.
        var view = ledger.View(state.Host);
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        if (state.CompletenessCheckedOn.Count < 2 || await view.DecisionOfAsync(state.Id, cancellationToken) is not { } decisionId)
            return ReportDocument.Write(state, null, null, [], rules, today);
        var (_, issuance) = (await view.IssuanceAsync(decisionId, cancellationToken))!.Value;
        var decision = await view.DecisionAsync(issuance.Decision.PartOf, cancellationToken);
        // The parts of a decision are seen when all of them are in.
        if (decision is { Value.IsInForce: false })
            return ReportDocument.Write(state, null, null, [], rules, today);
        var blocks = await view.BlocksAsync(issuance, cancellationToken);
        var document = ReportDocument.Write(state, issuance, decision?.Value, blocks, rules, today);
        EndFacts.Put(document["facts"]!.AsObject(), await EndsAsync(view, blocks, cancellationToken));
        return document;
    }

    /// <summary>The operations by which units came to their end, and how many of these tonnes each retired or cancelled.</summary>
    private static async Task<IReadOnlyList<(Operation Operation, long Tonnes)>> EndsAsync(
        LedgerView view, IEnumerable<UnitBlock> blocks, CancellationToken cancellationToken)
    {
        var ends = new List<(Operation, long)>();
        foreach (var ended in blocks.Where(block => block.AccountType is AccountType.Retirement or AccountType.Cancellation && block.Operation is not null).GroupBy(block => block.Operation!))
            ends.Add(((await view.FindAsync<Operation>(OperationParts.Key(ended.Key), cancellationToken))!.Value.Value, ended.Sum(block => block.Units.Count)));
        return ends;
    }

    /// <summary>The calculation trace of a report.</summary>
    /// <returns>Refusals <c>report-unknown</c> (404) and <c>report-not-ready</c> (409) while it is not computed.</returns>
    public async Task<Outcome<ReadOnlyMemory<byte>>> TraceAsync(string reportId, CancellationToken cancellationToken)
    {
        if (await reports.FindAsync(reportId, cancellationToken) is not var (state, _))
            return ReportRefusals.Unknown(reportId);
        if (state.Result is not { Errors.Count: 0 } result)
            return ReportRefusals.NotReady(reportId, "it has no computed result", "算定結果がありません");
        return await reports.ReadTraceAsync(result.TraceBlob, cancellationToken);
    }
}
