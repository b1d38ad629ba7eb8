using System.Text.Json.Nodes;
using JcmHub.Domain.Ledger;
using JcmHub.Flows.Issuance;

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
        var facts = document["facts"]!.AsObject();
        facts.Put("retired", await LastMovedAsync(view, blocks, AccountType.Retirement, cancellationToken));
        facts.Put("cancelled", await LastMovedAsync(view, blocks, AccountType.Cancellation, cancellationToken));
        return document;
    }

    /// <summary>The day on which units last came to an account of this kind, whose units move no more; null where none did.</summary>
    private static async Task<DateOnly?> LastMovedAsync(LedgerView view, IEnumerable<UnitBlock> blocks, AccountType type, CancellationToken cancellationToken)
    {
        var moved = blocks.Where(block => block.AccountType == type && block.IsLive).ToArray();
        return moved.Length == 0
            ? null
            : DateOnly.FromDateTime((await view.EntryAsync(moved.Max(block => block.Entry), cancellationToken))!.Time.UtcDateTime);
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
