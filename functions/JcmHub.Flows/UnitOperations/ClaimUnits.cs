using JcmHub.Domain.Ledger;
using JcmHub.Domain.Ledger.Operations;
using JcmHub.Domain.Methodologies;
using JcmHub.Domain.Parties;
using JcmHub.Flows.Issuance;

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
        var to = await accounts.FindAsync(request.Registry, request.ToAccount, cancellationToken);
        var errors = OperationRules.CheckAccounts(request, from, to);
        if (errors.Count > 0)
            return Refusal.Of(RefusalKind.BreaksRule, errors);
        if (await view.FindAsync<ReconciliationHold>(LedgerKeys.Hold(request.Registry), cancellationToken) is { Value: var hold } && hold.Covers(request.FromAccount, request.ToAccount))
            return new Refusal(RefusalKind.BreaksRule, "units-reconciling",
                $"A reconciliation with {request.Registry}'s registry holds these accounts: {hold.Reason}.", $"{request.Registry}の登録簿との照合のため、これらの口座は保留中です（{hold.Reason}）。");

        var held = await view.BlocksOfAccountAsync(request.Registry, request.FromAccount, cancellationToken);
        var (units, error) = UnitSelection.Choose(request, held, await OperationParts.ClaimedAsync(view, request.Registry, cancellationToken));
        if (error is not null)
            return Refusal.Of(RefusalKind.BreaksRule, error);
        var blocks = held.Where(block => units.Any(range => range.Overlaps(block.Units))).ToArray();
        var misuse = await CheckUseAsync(view, request, blocks, cancellationToken);
        if (misuse.Count > 0)
            return Refusal.Of(RefusalKind.BreaksRule, misuse);

        var claim = new Operation
        {
            Request = request, InputHash = inputHash, RequestedBy = author, RequestedAt = entry.Time, To = to!, Units = units, State = OperationState.Reserving,
        };
        return OperationSteps.Reserve(claim, blocks, entry, []);
    }

    private async Task<IReadOnlyList<Finding>> CheckUseAsync(
        LedgerView view, OperationRequest request, IReadOnlyList<UnitBlock> blocks, CancellationToken cancellationToken)
    {
        if (request.Purpose != UsePurpose.Ndc)
            return [];
        var forNdc = new HashSet<string>();
        foreach (var decision in blocks.Select(block => block.Decision).Distinct())
        {
            if (await view.IssuanceAsync(decision, cancellationToken) is { Value.Decision.Authorization: { } authorization }
                && authorization.Purposes.StartsWith("NDC", StringComparison.Ordinal))
                forNdc.Add(decision);
        }

        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        return OperationRules.CheckUse(request, rules.Party(request.Registry)!, today, blocks, block => forNdc.Contains(block.Decision));
    }
}
