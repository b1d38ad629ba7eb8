using System.Text.Json.Nodes;
using JcmHub.Domain.Adjustments;
using JcmHub.Domain.Ledger;
using JcmHub.Domain.Parties;
using JcmHub.Flows.Decisions;
using JcmHub.Flows.Intake;
using JcmHub.Flows.Issuance;

namespace JcmHub.Flows.Article6;

/// <summary>
/// Takes a corresponding adjustment on its way: the host's government says when it reported and applied it, a reviewer when the
/// review ended. No step is left out or taken back, and after the review it is final (2/CMA.3 annex, para 12).
/// </summary>
public sealed class AdvanceAdjustment(RuleBook rules, Ledger ledger, TimeProvider time)
{
    /// <summary>Records a step; the same step again changes nothing.</summary>
    /// <returns>
    /// Refusals: the schema's codes (400), <c>role-not-allowed</c>, <c>wrong-party</c> (403), <c>adjustment-unknown</c> (404),
    /// <c>adjustment-order</c>, <c>adjustment-day</c> (409), <c>day-in-future</c> (422).
    /// </returns>
    public async Task<Outcome<JsonObject>> AdvanceAsync(
        string party, string adjustmentId, ReadOnlyMemory<byte> document, Caller caller, CancellationToken cancellationToken)
    {
        var read = CycleDocument.Read(rules, DocumentSchemas.AdjustmentStep, document, "on", time);
        if (read.IsRefused)
            return read.Refusal;
        var (root, day) = (read.Value.Root, read.Value.On);
        var (state, evidence) = (Enum.Parse<AdjustmentState>(root.Text("state"), ignoreCase: true), root.Text("evidence"));
        if (!PartyId.TryParse(party, out var host) || rules.Party(host) is null)
            return Unknown(adjustmentId);
        if (NotCallers(state, host, caller) is { } refusal)
            return refusal;

        var done = await ledger.CommitAsync<CorrespondingAdjustment>(host, caller.Author, async (view, entry) =>
        {
            if (await view.FindAsync<CorrespondingAdjustment>(LedgerKeys.Adjustment(adjustmentId), cancellationToken) is not { Value: var adjustment })
                return LedgerStep<CorrespondingAdjustment>.WithoutEntry(Unknown(adjustmentId));
            if (adjustment.On(state) == day)
                return LedgerStep<CorrespondingAdjustment>.WithoutEntry(adjustment);
            var (advanced, error) = adjustment.Advance(state, day);
            if (error is not null)
                return LedgerStep<CorrespondingAdjustment>.WithoutEntry(Refusal.Of(RefusalKind.Conflict, error));
            entry.Replace(adjustment, advanced);
            entry.Note($"adjustment {adjustmentId} {root.Text("state")} on {day:yyyy-MM-dd}: {evidence}");
            var (row, issuance) = (await view.IssuanceAsync(adjustment.Decision, cancellationToken))!.Value;
            return new LedgerStep<CorrespondingAdjustment>
            {
                Answer = advanced,
                CommandId = $"adjustment-{adjustmentId}-{root.Text("state")}",
                InputHash = read.Value.Hash,
                Rows = [RowWrite.Replace(row, LedgerKeys.Issuance(adjustment.Decision), LedgerJson.Write(issuance.With(advanced)))],
            };
        }, cancellationToken);
        return done.IsRefused ? done.Refusal : ReportDocument.Adjustment(done.Value);
    }

    /// <summary>The host reports and applies, someone else reviews.</summary>
    private static Refusal? NotCallers(AdjustmentState state, PartyId host, Caller caller)
    {
        if (caller.Role != (state == AdjustmentState.Reviewed ? "reviewer" : "government"))
            return new Refusal(RefusalKind.Forbidden, "role-not-allowed",
                $"The role {caller.Role} may not do this: the host's government reports and applies, a reviewer reviews.",
                $"役割{caller.Role}ではこの操作を行えません。報告・適用はホスト国政府、審査は審査者が行います。");
        return state == AdjustmentState.Reviewed || caller.Party == host
            ? null
            : ReportRefusals.OtherSide($"adjustments of {host}", $"{host}の相当調整");
    }

    private static Refusal Unknown(string adjustmentId) => new(RefusalKind.NotFound, "adjustment-unknown",
        $"No adjustment {adjustmentId} is known here.", $"相当調整{adjustmentId}は登録されていません。");
}
