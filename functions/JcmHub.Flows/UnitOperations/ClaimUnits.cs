using JcmHub.Domain.Ledger;
using JcmHub.Domain.Ledger.Operations;
using JcmHub.Domain.Methodologies;
using JcmHub.Domain.Parties;
using JcmHub.Flows.Issuance;
using JcmHub.Flows.Reconciliation;

namespace JcmHub.Flows.UnitOperations;

/// <summary>Checks an operation against accounts, holds and holdings, and claims its units: the first part of it.</summary>
public sealed class ClaimUnits(RuleBook rules, IAccounts accounts, DisputedUnits disputed, TimeProvider time)
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
        var held = await view.BlocksOfAccountAsync(request.Registry, request.FromAccount, cancellationToken);
        var claimed = await OperationParts.ClaimedAsync(view, request.Registry, cancellationToken);
        // Blocks that the last reconciliation found inconsistent cannot move until a later one agrees (domain reference 7.6); the others do.
        var differing = await disputed.OfAsync(request.Registry, cancellationToken);
        var reconciling = held.Where(block => block.RegistrySerials is { } serials && differing.Any(range => range.Overlaps(serials))).Select(block => block.Units).ToArray();
        var (units, error) = UnitSelection.Choose(request, held, [.. claimed, .. reconciling]);
        if (error is not null && reconciling.Length > 0 && UnitSelection.Choose(request, held, claimed).Error is null)
            return new Refusal(RefusalKind.BreaksRule, "units-reconciling",
                $"The last reconciliation with {request.Registry}'s registry differs about some of these units.", $"{request.Registry}の登録簿との直近の照合で、これらの単位の一部に不一致があります。");
        if (error is not null)
            return Refusal.Of(RefusalKind.BreaksRule, error);
        var blocks = held.Where(block => units.Any(range => range.Overlaps(block.Units))).ToArray();
        var (misuse, warnings) = await CheckUseAsync(view, request, blocks, cancellationToken);
        if (misuse.Count > 0)
            return Refusal.Of(RefusalKind.BreaksRule, misuse);

        var claim = new Operation
        {
            Request = request, InputHash = inputHash, RequestedBy = author, RequestedAt = entry.Time, To = to!, Units = units, State = OperationState.Reserving, Warnings = warnings,
        };
        return OperationSteps.Reserve(claim, blocks, entry, []);
    }

    private async Task<(IReadOnlyList<Finding> Errors, IReadOnlyList<Finding> Warnings)> CheckUseAsync(
        LedgerView view, OperationRequest request, IReadOnlyList<UnitBlock> blocks, CancellationToken cancellationToken)
    {
        if (request.Purpose != UsePurpose.Ndc)
            return ([], []);
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
