using System.Text.Json;
using JcmHub.Domain.Ledger;
using JcmHub.Domain.Parties;
using JcmHub.Flows.Decisions;
using JcmHub.Flows.Intake;
using JcmHub.Flows.Reconciliation;

namespace JcmHub.Flows.Issuance;

/// <summary>Flow A: the host approves the international transfer of what its registry issued for Japan's side (D9).</summary>
public sealed class ApproveTransfer(RuleBook rules, Ledger ledger, RecipientAccounts recipients, TimeProvider time)
{
    /// <summary>Approves the transfer of a decision's units; the same approval again changes nothing.</summary>
    /// <returns>
    /// Refusals: the schema's codes (400), <c>day-in-future</c>, <c>dates-out-of-order</c>, those of <see cref="RecipientAccounts"/>, <c>units-reconciling</c> (422), <c>decision-unknown</c> (404), <c>wrong-party</c> (403), <c>transfer-not-issued</c>,
    /// <c>transfer-nothing</c>, <c>transfer-already-approved</c>, <c>fee-not-paid</c> (409).
    /// </returns>
    public async Task<Outcome<TransferAnswer>> ApproveAsync(
        string decisionId, ReadOnlyMemory<byte> document, Caller caller, CancellationToken cancellationToken)
    {
        var read = CycleDocument.Read(rules, DocumentSchemas.TransferApproval, document, "approvedOn", time);
        if (read.IsRefused)
            return read.Refusal;
        if (decisionId.Length < 2 || !PartyId.TryParse(decisionId[..2], out var hostId) || rules.Party(hostId) is not { } host)
            return DecisionRefusals.Unknown(decisionId);
        if (caller.Party != hostId)
            return ReportRefusals.OtherSide($"transfers from {hostId}", $"{hostId}からの国際移転");

        if (read.Value.Root.TryGetProperty("outcome", out var outcome) && outcome.GetString() == "rejected")
            return new Refusal(RefusalKind.BreaksRule, "transfer-decided", "Both governments decided this transfer; a change is a correction of both.", "この国際移転は両国政府の決定によるものです。変更は両国政府の訂正によります。");
        var approvedOn = read.Value.On;
        return await ledger.CommitAsync<TransferAnswer>(hostId, caller.Author, (view, entry) =>
            ApproveAsync(view, entry, decisionId, host, approvedOn, cancellationToken), cancellationToken);
    }

    private async Task<LedgerStep<TransferAnswer>> ApproveAsync(
        LedgerView view, LedgerEntry entry, string decisionId, Party host, DateOnly approvedOn, CancellationToken cancellationToken)
    {
        if (await view.IssuanceAsync(decisionId, cancellationToken) is not var (row, issuance))
            return LedgerStep<TransferAnswer>.WithoutEntry(DecisionRefusals.Unknown(decisionId));
        var blocks = await view.BlocksAsync(issuance, cancellationToken);
        // What a correction had stopped, or was issued later, waits for an approval of its own.
        if (issuance.TransferApprovedOn is { } before && !blocks.Any(block => HostIssuesFirst.IsWaiting(block, host)))
            return LedgerStep<TransferAnswer>.WithoutEntry(before == approvedOn
                ? new TransferAnswer(decisionId, before)
                : new Refusal(RefusalKind.Conflict, "transfer-already-approved",
                    $"The transfer of {decisionId} was approved on {before:yyyy-MM-dd}.", $"{decisionId}の国際移転は{before:yyyy-MM-dd}に承認済みです。"));

        if (ReportRefusals.TooEarly("/approvedOn", approvedOn, issuance.Decision.DecidedOn, "the decision", "決定") is { } early)
            return LedgerStep<TransferAnswer>.WithoutEntry(early);
        if (await view.DecisionAsync(issuance.Decision.PartOf, cancellationToken) is { Value: var decision } && decision.AwaitsPaymentBefore(FeeStep.Transfer))
            return LedgerStep<TransferAnswer>.WithoutEntry(DecisionRefusals.FeeNotPaid(decision.Decision.Id));
        if (await recipients.ShutAsync(issuance, cancellationToken) is { } shut)
            return LedgerStep<TransferAnswer>.WithoutEntry(shut);
        if (await HeldBlocks.WhyNotAsync(view, entry.Head, host.Id, blocks.Where(block => HostIssuesFirst.IsWaiting(block, host)), cancellationToken) is { } held)
            return LedgerStep<TransferAnswer>.WithoutEntry(held);
        var (approved, error) = HostIssuesFirst.ApproveTransfer(issuance, blocks, host, approvedOn, entry);
        if (error is not null)
            return LedgerStep<TransferAnswer>.WithoutEntry(Refusal.Of(RefusalKind.Conflict, error));
        return new LedgerStep<TransferAnswer>
        {
            Answer = new TransferAnswer(decisionId, approvedOn),
            CommandId = $"approve-transfer-{decisionId}-{entry.Head.LastEntry}",
            InputHash = ContentHash.Of(System.Text.Encoding.UTF8.GetBytes($"{decisionId} {approvedOn:O}")),
            Rows = [RowWrite.Replace(row, LedgerKeys.Issuance(decisionId), LedgerJson.Write(approved))],
        };
    }
}
