using JcmHub.Domain.Ledger;
using JcmHub.Domain.Ledger.Operations;
using JcmHub.Domain.Methodologies;
using JcmHub.Flows.Issuance;

namespace JcmHub.Flows.UnitOperations;

/// <summary>What is held against the host's cap and retained share, read in the transaction that lets units go: what others have on their way counts.</summary>
internal static class TransferLimits
{
    /// <summary>The other transfers under way of units of the decision. All units of one are of one decision, and until they are gone some of them lie reserved.</summary>
    public static async Task<IReadOnlyList<Operation>> OthersAsync(LedgerView view, IReadOnlyList<UnitBlock> blocks, string? except, CancellationToken cancellationToken)
    {
        var others = new List<Operation>();
        // Units that move within their registry say where to; a correction's hold is no operation.
        foreach (var key in blocks.Where(block => block is { State: UnitState.Reserved, MovesTo: null } && block.Registry == view.Host).Select(block => block.Operation!).Distinct())
        {
            if (key != except && await view.FindAsync<Operation>(OperationParts.Key(key), cancellationToken) is { Value: var other })
                others.Add(other);
        }

        return others;
    }

    /// <summary>Holds a transfer against them again when the host approves it: beside it count what has gone, and what was approved before it.</summary>
    /// <returns>The findings of <see cref="InternationalTransfers.CheckLimits"/>.</returns>
    public static async Task<(IReadOnlyList<Finding> Errors, IReadOnlyList<Finding> Warnings)> AtApprovalAsync(
        RuleBook rules, LedgerView view, Operation operation, DateOnly day, CancellationToken cancellationToken)
    {
        var mine = await view.BlockOfAsync(view.Host, operation.Units[0].First, cancellationToken);
        var (_, issuance) = (await view.IssuanceAsync(mine!.Decision, cancellationToken))!.Value;
        var blocks = await view.BlocksAsync(issuance, cancellationToken);
        var others = await OthersAsync(view, blocks, operation.Request.Key, cancellationToken);
        return InternationalTransfers.CheckLimits(issuance, operation.Request.Tonnes, blocks, others.Where(other => other.ApprovedOn is not null),
            rules.HostOf(operation.Request.Project), rules.MethodologiesOf(operation.Request.Project), day);
    }
}
