using System.Text.Json.Nodes;
using JcmHub.Domain.Ledger.Operations;
using JcmHub.Domain.Parties;
using JcmHub.Flows.Decisions;
using JcmHub.Flows.Intake;
using JcmHub.Flows.Issuance;
using JcmHub.Flows.Reconciliation;

namespace JcmHub.Flows.UnitOperations;

/// <summary>The host's government approves an international transfer that its registry asks for, or rejects it: then the units are free again.</summary>
public sealed class ApproveOperation(RuleBook rules, Ledger ledger, OperationParts parts, RecipientAccounts recipients, TimeProvider time)
{
    /// <summary>Whether an address names an operation, such as <c>TH.sale-1</c>; else it is a decision's.</summary>
    public static bool IsOperation(string id) => id.Length > 3 && id[2] == '.';

    /// <summary>Approves or rejects; the same again changes nothing.</summary>
    /// <returns>
    /// The operation. Refusals: the schema's codes (400), <c>day-in-future</c>, those of <see cref="RecipientAccounts"/>, <c>transfer-cap</c>, <c>retained-share</c>, <c>units-reconciling</c> (422), <c>wrong-party</c> (403), <c>operation-unknown</c> (404), <c>transfer-already-approved</c>,
    /// <c>transfer-already-ended</c> (409), <c>ledger-busy</c> (503).
    /// </returns>
    public async Task<Outcome<JsonObject>> DecideAsync(string id, ReadOnlyMemory<byte> document, Caller caller, CancellationToken cancellationToken)
    {
        var read = CycleDocument.Read(rules, DocumentSchemas.TransferApproval, document, "approvedOn", time);
        if (read.IsRefused)
            return read.Refusal;
        if (!PartyId.TryParse(id[..2], out var host) || rules.Party(host) is null)
            return Unknown(id);
        if (caller.Party != host)
            return ReportRefusals.OtherSide($"transfers from {host}", $"{host}からの国際移転");
        var (day, isRejected) = (read.Value.On, read.Value.Root.TryGetProperty("outcome", out var outcome) && outcome.GetString() == "rejected");
        var decided = await ledger.CommitAsync<Operation>(host, caller.Author, async (view, entry) =>
        {
            if (await view.FindAsync<Operation>(OperationParts.Key(id), cancellationToken) is not var (row, operation) || operation.Request.AcquiringParty is null)
                return LedgerStep<Operation>.WithoutEntry(Unknown(id));
            var (next, refusal) = Decide(operation, day, isRejected);
            if (refusal is not null || ReferenceEquals(next, operation))
                return LedgerStep<Operation>.WithoutEntry(refusal is null ? operation : refusal);
            if (!isRejected && await recipients.ShutAsync(operation.Request.AcquiringParty!.Value, operation.To, cancellationToken) is { } shut)
                return LedgerStep<Operation>.WithoutEntry(shut);
            if (!isRejected && entry.Head.Disputed.Contains(operation.Request.Registry)
                && await HeldBlocks.WhyNotAsync(view, entry.Head, operation.Request.Registry, await OperationParts.BlocksAsync(view, operation, cancellationToken), cancellationToken) is { } held)
                return LedgerStep<Operation>.WithoutEntry(held);
            if (!isRejected)
            {
                // What the host lets go may have gone, or been approved, since this was asked for.
                var (errors, warnings) = await TransferLimits.AtApprovalAsync(rules, view, operation, day, cancellationToken);
                if (errors.Count > 0)
                    return LedgerStep<Operation>.WithoutEntry(Refusal.Of(RefusalKind.BreaksRule, [.. errors.Select(error => error with { Pointer = "" })]));
                next = next with { Warnings = warnings };
            }

            entry.Note($"the government of {host} {(isRejected ? "rejected" : "approved")} the international transfer {operation.Request.Id} on {day:yyyy-MM-dd}");
            return new LedgerStep<Operation>
            {
                Answer = next,
                CommandId = $"approve-operation-{id}",
                InputHash = read.Value.Hash,
                Rows = [.. OperationParts.Rows(row, next, operation.IsUnfinished)],
            };
        }, cancellationToken);
        if (decided.IsRefused)
            return decided.Refusal;
        // What is left of it is written by the sweep at the latest.
        var finished = await parts.ContinueAsync(host, id, cancellationToken);
        return OperationDocument.Write(finished.IsRefused ? decided.Value : finished.Value);
    }

    /// <summary>Before its units are all reserved the approval is kept, and its record goes out when they are; a rejection waits for them.</summary>
    private static (Operation Next, Refusal? Refusal) Decide(Operation operation, DateOnly day, bool isRejected)
    {
        if (isRejected && operation.RefusalCodes is [Rejected])
            return (operation, null);
        if (!isRejected && operation.ApprovedOn is { } before)
            return before == day ? (operation, null) : (operation, new Refusal(RefusalKind.Conflict, "transfer-already-approved",
                $"The transfer {operation.Request.Key} was approved on {before:yyyy-MM-dd}.", $"国際移転{operation.Request.Key}は{before:yyyy-MM-dd}に承認済みです。"));
        if (operation.State == OperationState.Reserving)
            return isRejected
                ? (operation, new Refusal(RefusalKind.Busy, "ledger-busy", "Its units are still being reserved; make the same call again.", "単位を確保中です。同じ要求を再送してください。"))
                : (operation with { ApprovedOn = day }, null);
        if (operation is not { State: OperationState.Approving, ApprovedOn: null })
            return (operation, new Refusal(RefusalKind.Conflict, "transfer-already-ended",
                $"The transfer {operation.Request.Key} does not wait for an approval: it is {JsonWords.Kebab(operation.State)}.", $"国際移転{operation.Request.Key}は承認待ちではありません。"));
        return (isRejected
            ? operation with { State = OperationState.Settling, IsApplied = false, RefusalCodes = [Rejected] }
            : operation with { ApprovedOn = day }, null);
    }

    private const string Rejected = "transfer-rejected";

    private static Refusal Unknown(string id) =>
        new(RefusalKind.NotFound, "operation-unknown", $"No international transfer {id} is known here.", $"国際移転{id}は登録されていません。");
}
