using JcmHub.Domain.Ledger;
using JcmHub.Domain.Ledger.Operations;
using JcmHub.Domain.Methodologies;
using JcmHub.Domain.Parties;
using JcmHub.Flows.Decisions;
using JcmHub.Flows.Issuance;
using JcmHub.Flows.Reconciliation;

namespace JcmHub.Flows.UnitOperations;

/// <summary>Checks an operation against accounts, holds and holdings, and claims its units: the first part of it.</summary>
public sealed class ClaimUnits(RuleBook rules, IAccounts accounts, TimeProvider time)
{
    /// <summary>Claims units into the entry.</summary>
    /// <returns>
    /// The operation, its first part written; refusals: the codes of <see cref="OperationRules"/> and <see cref="UnitSelection"/>, <c>units-reconciling</c> (422).
    /// </returns>
    public async Task<Outcome<Operation>> ClaimAsync(
        LedgerView view, LedgerEntry entry, OperationRequest request, string inputHash, Author author, CancellationToken cancellationToken)
    {
        var from = await accounts.FindAsync(request.Registry, request.FromAccount, cancellationToken);
        var to = await accounts.FindAsync(request.AcquiringParty ?? request.Registry, request.ToAccount, cancellationToken);
        var errors = OperationRules.CheckAccounts(request, from, to);
        if (errors.Count > 0)
            return Refusal.Of(RefusalKind.BreaksRule, errors);
        var held = await view.BlocksOfAccountAsync(request.Registry, request.FromAccount, cancellationToken);
        var claimed = await OperationParts.ClaimedAsync(view, request.Registry, cancellationToken);
        // Blocks that the last reconciliation found inconsistent cannot move until a later one agrees (domain reference 7.6); the others do.
        var disputes = await view.DisputesAsync(entry.Head, request.Registry, cancellationToken);
        var reconciling = held.Where(disputes.Hold).Select(block => block.Units).ToArray();
        var (units, error) = UnitSelection.Choose(request, held, [.. claimed, .. reconciling]);
        if (error is not null && reconciling.Length > 0 && UnitSelection.Choose(request, held, claimed).Error is null)
            return HeldBlocks.Refusal(request.Registry);
        if (error is not null)
            return Refusal.Of(RefusalKind.BreaksRule, error);
        var blocks = held.Where(block => units.Any(range => range.Overlaps(block.Units))).ToArray();
        var (misuse, warnings) = request.AcquiringParty is null
            ? await CheckUseAsync(view, request, blocks, cancellationToken)
            : await CheckTransferAsync(view, request, blocks, cancellationToken);
        if (misuse.Count > 0)
            return Refusal.Of(misuse[0].Code == "fee-not-paid" ? RefusalKind.Conflict : RefusalKind.BreaksRule, misuse);

        var claim = new Operation
        {
            Request = request, InputHash = inputHash, RequestedBy = author, RequestedAt = entry.Time, To = to!, Units = units, State = OperationState.Reserving, Warnings = warnings,
            OutAccount = request.AcquiringParty is null ? null : rules.Party(request.Host)!.TransferOutAccount,
            // A government that asks has approved.
            ApprovedOn = request.AcquiringParty is not null && author.Role == "government" ? Today : null,
        };
        return OperationSteps.Reserve(claim, blocks, entry, []);
    }

    private async Task<(IReadOnlyList<Finding> Errors, IReadOnlyList<Finding> Warnings)> CheckUseAsync(
        LedgerView view, OperationRequest request, UnitBlock[] blocks, CancellationToken cancellationToken)
    {
        if (request.Purpose is null)
            return ([], []);
        var purposes = new Dictionary<UnitBlock, string?>();
        foreach (var decision in blocks.GroupBy(block => block.Decision))
        {
            var issuance = (await view.IssuanceAsync(decision.Key, cancellationToken))?.Value;
            foreach (var block in decision)
                purposes[block] = issuance?.AuthorizationOf(block)?.Purposes;
        }

        return OperationRules.CheckUse(request, rules.Party(request.Registry)!, Today, blocks, purposes.GetValueOrDefault);
    }

    /// <summary>International transfer: units of one decision and authorisation, within what the host lets go, its fee paid where one is due before.</summary>
    private async Task<(IReadOnlyList<Finding> Errors, IReadOnlyList<Finding> Warnings)> CheckTransferAsync(
        LedgerView view, OperationRequest request, UnitBlock[] blocks, CancellationToken cancellationToken)
    {
        var (_, issuance) = (await view.IssuanceAsync(blocks[0].Decision, cancellationToken))!.Value;
        if (await view.DecisionAsync(issuance.Decision.PartOf, cancellationToken) is { Value: var decision } && decision.AwaitsPaymentBefore(FeeStep.Transfer)
            && DecisionRefusals.FeeNotPaid(decision.Decision.Id) is var unpaid)
            return ([new Finding(unpaid.Code, "", unpaid.Detail, unpaid.DetailJa)], []);
        var all = await view.BlocksAsync(issuance, cancellationToken);
        var others = await TransferLimits.OthersAsync(view, all, except: null, cancellationToken);
        return InternationalTransfers.Check(issuance, blocks, request.Tonnes, all, others, rules.HostOf(request.Project), rules.MethodologiesOf(request.Project), Today);
    }

    private DateOnly Today => DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
}
