using JcmHub.Domain.Ledger;
using JcmHub.Domain.Ledger.Operations;
using JcmHub.Domain.Parties;
using JcmHub.Flows.GxEts;
using JcmHub.Flows.Issuance;

namespace JcmHub.Flows.UnitOperations;

/// <summary>
/// Writes an operation's parts, one transaction each, until there is none left (D4). Its row says how far it is, so whoever calls next,
/// the caller again or the sweep, goes on where a dead process left it.
/// </summary>
public sealed class OperationParts(RuleBook rules, Ledger ledger, TellMarket market)
{
    /// <summary>The key of an operation's row.</summary>
    internal static string Key(string operation) => "operation|" + operation;

    /// <summary>The key of an operation's id whatever its case: ids that differ in case alone are one.</summary>
    internal static string SpellingKey(string operation) => "spelling|" + operation.ToUpperInvariant();

    /// <summary>Why an operation may not have its id: another has it in other letters; null where none has.</summary>
    internal static async Task<Refusal?> RespelledAsync(LedgerView view, string operation, CancellationToken cancellationToken) =>
        await view.FindAsync<string>(SpellingKey(operation), cancellationToken) is { Value: var other } && other != operation
            ? new Refusal(RefusalKind.Conflict, "names-same",
                $"The operation {operation} is {other} in other letters; give it an id of its own.", $"操作番号{operation}は{other}と大文字・小文字のみが異なります。別の番号を付けてください。")
            : null;

    /// <summary>The key that marks an operation whose parts are not all written.</summary>
    internal static string UnfinishedKey(string operation) => Unfinished + operation;

    private const string Unfinished = "unfinished|";

    /// <summary>Goes on with every operation of a host that is not finished.</summary>
    public async Task ContinueAllAsync(PartyId host, CancellationToken cancellationToken)
    {
        var ids = new List<string>();
        await foreach (var row in ledger.View(host).RangeAsync(Unfinished, cancellationToken))
            ids.Add(row.Key[Unfinished.Length..]);
        foreach (var id in ids)
            await ContinueAsync(host, id, cancellationToken);
    }

    /// <summary>Writes the parts that an operation still lacks.</summary>
    /// <returns>The operation, finished; or why the next part could not be written now.</returns>
    public async Task<Outcome<Operation>> ContinueAsync(PartyId host, string id, CancellationToken cancellationToken)
    {
        while (true)
        {
            var (_, operation) = (await ledger.View(host).FindAsync<Operation>(Key(id), cancellationToken))!.Value;
            if (!operation.IsUnfinished)
                return operation;
            var written = await ledger.CommitAsync<Operation>(host, operation.RequestedBy, (view, entry) => NextAsync(view, entry, id, cancellationToken), cancellationToken);
            if (written.IsRefused)
                return written;
        }
    }

    /// <summary>The units that unfinished operations of a registry have claimed and not reserved yet.</summary>
    internal static async Task<IReadOnlyList<SerialRange>> ClaimedAsync(LedgerView view, PartyId registry, CancellationToken cancellationToken)
    {
        var claimed = new List<SerialRange>();
        await foreach (var row in view.RangeAsync(Unfinished, cancellationToken))
        {
            if (await view.FindAsync<Operation>(Key(row.Key[Unfinished.Length..]), cancellationToken) is { Value: var operation } && operation.Request.Registry == registry)
                claimed.AddRange(operation.Planned);
        }

        return claimed;
    }

    /// <summary>The rows of an operation that a part has left as it is now.</summary>
    internal static IEnumerable<RowWrite> Rows(StoredRow? before, Operation operation, bool wasUnfinished)
    {
        var id = operation.Request.Key;
        yield return RowWrite.Replace(before, Key(id), LedgerJson.Write(operation));
        if (before is null)
            yield return RowWrite.Add(SpellingKey(id), LedgerJson.Write(id));
        if (operation.IsUnfinished && !wasUnfinished)
            yield return RowWrite.Add(UnfinishedKey(id), ReadOnlyMemory<byte>.Empty);
        else if (!operation.IsUnfinished && wasUnfinished)
            yield return RowWrite.Delete(UnfinishedKey(id));
    }

    /// <summary>The blocks of an operation's units from a range on; those that are its own already, and those still to be reserved.</summary>
    internal static async Task<IReadOnlyList<UnitBlock>> BlocksAsync(LedgerView view, Operation operation, CancellationToken cancellationToken)
    {
        var blocks = new List<UnitBlock>();
        foreach (var run in Runs(operation.Units))
            blocks.AddRange(await view.BlocksAsync(operation.Request.Registry, run, cancellationToken));
        return blocks;
    }

    private async Task<LedgerStep<Operation>> NextAsync(LedgerView view, LedgerEntry entry, string id, CancellationToken cancellationToken)
    {
        var (row, operation) = (await view.FindAsync<Operation>(Key(id), cancellationToken))!.Value;
        if (!operation.IsUnfinished)
            return LedgerStep<Operation>.WithoutEntry(operation);
        var blocks = await BlocksAsync(view, operation, cancellationToken);
        var mine = blocks.Where(block => block.Operation == id).ToArray();
        var (next, rows) = operation.State switch
        {
            OperationState.Reserving => (OperationSteps.Reserve(operation, [.. blocks.Where(block => block.Operation is null)], entry, mine), []),
            OperationState.Approving => (InternationalTransfers.Send(operation, (await view.IssuanceAsync(mine[0].Decision, cancellationToken))!.Value.Value, mine, entry), []),
            _ => await SettleAsync(view, entry, operation, mine, cancellationToken),
        };
        return new LedgerStep<Operation>
        {
            Answer = next,
            CommandId = CommandId(operation),
            Part = operation.Parts,
            InputHash = operation.InputHash,
            Rows = [.. Rows(row, next, wasUnfinished: true), .. rows],
        };
    }

    /// <summary>The next part of what a registry's answer does, with rows beside the entry's own: of units first transferred by it, their issuances.</summary>
    internal async Task<(Operation Operation, IReadOnlyList<RowWrite> Rows)> SettleAsync(
        LedgerView view, LedgerEntry entry, Operation operation, IReadOnlyList<UnitBlock> reserved, CancellationToken cancellationToken)
    {
        if (operation is { Request.AcquiringParty: not null, IsApplied: true })
        {
            var (row, issuance) = (await view.IssuanceAsync(reserved[0].Decision, cancellationToken))!.Value;
            var (next, transferred) = InternationalTransfers.Settle(operation, issuance, reserved, rules.Party(view.Host)!, entry);
            return (next, [RowWrite.Replace(row, LedgerKeys.Issuance(issuance.Decision.Id), LedgerJson.Write(transferred))]);
        }

        var settled = OperationSteps.Settle(operation, reserved, entry);
        var rows = await ObligeAsync(view, entry, operation, reserved, cancellationToken);
        await market.TellAsync(view, entry, RecordCause.Operation(operation.Request.Key), cancellationToken);
        return (settled, rows);
    }

    /// <summary>A use or cancellation that the host counts as first transfer obliges its adjustment, in the part that books it.</summary>
    private async Task<IReadOnlyList<RowWrite>> ObligeAsync(
        LedgerView view, LedgerEntry entry, Operation operation, IReadOnlyList<UnitBlock> reserved, CancellationToken cancellationToken)
    {
        var rows = new List<RowWrite>();
        foreach (var decision in reserved.Where(operation.IsFirstTransferOf).Select(block => block.Decision).Distinct())
        {
            var (row, issuance) = (await view.IssuanceAsync(decision, cancellationToken))!.Value;
            var obliged = FirstTransfer.ObligeUsed(issuance, operation, reserved, rules.Party(view.Host)!, entry);
            if (!ReferenceEquals(obliged, issuance))
                rows.Add(RowWrite.Replace(row, LedgerKeys.Issuance(decision), LedgerJson.Write(obliged)));
        }

        return rows;
    }

    /// <summary>All parts of an operation are one command.</summary>
    internal static string CommandId(Operation operation) => $"operation-{operation.Request.Key}";

    /// <summary>Neighbouring ranges are read together; what lies far apart is read apart.</summary>
    private static IEnumerable<SerialRange> Runs(IReadOnlyList<SerialRange> units)
    {
        var run = units[0];
        foreach (var range in units.Skip(1))
        {
            if (range.First - run.Last <= NeighbourhoodTonnes)
                run = new SerialRange(run.First, range.Last);
            else
            {
                yield return run;
                run = range;
            }
        }

        yield return run;
    }

    /// <summary>Fragments are small and near each other where there are many of them.</summary>
    private const long NeighbourhoodTonnes = 10_000;
}
