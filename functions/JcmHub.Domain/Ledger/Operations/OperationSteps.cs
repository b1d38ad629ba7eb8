using System.Globalization;
using JcmHub.Domain.Eligibility;
using JcmHub.Domain.Methodologies;

namespace JcmHub.Domain.Ledger.Operations;

/// <summary>
/// What an operation does to the ledger, part by part: reserves its units, tells the registry, and on the receipt moves or frees them.
/// Every part conserves by itself, so a process may die between any two; the units stay this operation's all along (D4).
/// </summary>
public static class OperationSteps
{
    /// <summary>Reserves what fits into one part; with the last, announces the record.</summary>
    /// <param name="operation">In state <see cref="OperationState.Reserving"/>.</param>
    /// <param name="blocks">The blocks that hold its units from <see cref="Operation.Done"/> on, at least as many as fit.</param>
    /// <param name="entry">The entry to write.</param>
    /// <param name="reserved">Its units that earlier parts reserved, for the record.</param>
    public static Operation Reserve(Operation operation, IReadOnlyList<UnitBlock> blocks, LedgerEntry entry, IReadOnlyList<UnitBlock> reserved)
    {
        var done = operation.Done;
        var present = blocks.ToDictionary(block => block.Units.Last);
        var keys = present.Keys.Order().ToList();
        var now = new List<UnitBlock>();
        for (; done < operation.Units.Count && entry.BlockRows < LedgerEntry.MostRows; done++)
        {
            var units = operation.Units[done];
            var at = keys.BinarySearch(units.Last);
            var whole = present[keys[at < 0 ? ~at : at]];
            now.Add(Reserve(whole, units, operation, entry, rest =>
            {
                // Another range of this part may lie in the same block.
                present[rest.Units.Last] = rest;
                if (keys.BinarySearch(rest.Units.Last) is < 0 and var index)
                    keys.Insert(~index, rest.Units.Last);
            }));
        }

        if (done < operation.Units.Count)
        {
            entry.Note($"{operation.Request.Kind} {operation.Request.Id}: part {operation.Parts} reserves {now.Sum(block => block.Units.Count)} t of {operation.Request.Project}");
            return operation with { Done = done, Parts = operation.Parts + 1 };
        }

        var request = operation.Request;
        if (request.Kind == OperationKind.InternationalTransfer)
        {
            entry.Note($"{request.Kind} {request.Id}: {request.Tonnes} t of {request.Project} from {request.FromAccount} in {request.Registry} to {request.ToAccount} in {request.AcquiringParty}, reserved for the host's approval");
            return operation with { State = OperationState.Approving, Done = 0, Parts = operation.Parts + 1 };
        }

        var record = entry.Announce(request.Registry, RecordKindOf(operation), new OperationContent(operation, [.. reserved, .. now]), operation.Units);
        entry.Note($"{request.Kind} {request.Id}: {request.Tonnes} t of {request.Project} from {request.FromAccount} to {request.ToAccount} in {request.Registry}{Use(request)}, reserved and sent{(request.Reason is null ? "" : $" ({request.Reason})")}");
        return operation with { State = OperationState.Pending, Done = 0, Parts = operation.Parts + 1, Record = record.Id };
    }

    /// <summary>The registry has answered: moves or frees what fits into one part.</summary>
    /// <param name="operation">Pending or settling.</param>
    /// <param name="reserved">Its units, reserved.</param>
    /// <param name="entry">The entry to write.</param>
    public static Operation Settle(Operation operation, IReadOnlyList<UnitBlock> reserved, LedgerEntry entry)
    {
        var done = operation.Done;
        var to = operation.To;
        var mine = reserved.ToDictionary(block => block.Units);
        // What is retired or cancelled keeps the name of its last operation: who asks when, and toward what, reads that one's row.
        var last = to.Type is AccountType.Retirement or AccountType.Cancellation ? operation.Request.Key : null;
        var otherRows = 0;
        var obliged = new HashSet<(string? Decision, int Year, string? Authorization)>();
        for (; done < operation.Units.Count && entry.BlockRows + otherRows < LedgerEntry.MostRows; done++)
        {
            var block = mine[operation.Units[done]];
            otherRows += EligibleCredits.MostRecords(block, to.Type);
            // A first transfer brings its adjustment and record, and the decision's row.
            if (operation.IsFirstTransferOf(block) && obliged.Add((block.Decision, block.Vintage.Year, block.Authorization)))
                otherRows += 3;
            entry.Replace(block, operation.IsApplied == true ? Moved(operation, block, last) : block with { State = UnitState.Live, Operation = null, MovesTo = null });
        }

        var isDone = done == operation.Units.Count;
        var outcome = operation.IsApplied == true ? OperationState.Completed : OperationState.Refused;
        entry.Note(operation.IsApplied == true
            ? $"{operation.Request.Kind} {operation.Request.Id}: {operation.Request.Registry} did it{Use(operation.Request)} on {operation.AppliedOn:yyyy-MM-dd}{(isDone ? "" : $", part {operation.Parts}")}"
            : $"{operation.Request.Kind} {operation.Request.Id}: {(operation.Record is null ? $"the government of {operation.Request.Host}" : operation.Request.Registry)} refused it ({string.Join(", ", operation.RefusalCodes)}); its units are free again");
        return operation with { State = isDone ? outcome : OperationState.Settling, Done = isDone ? operation.Units.Count : done, Parts = operation.Parts + 1 };
    }

    private static UnitBlock Moved(Operation operation, UnitBlock block, string? last) => block with
    {
        State = UnitState.Live, Operation = last, MovesTo = null, Account = operation.To.Number, AccountType = operation.To.Type, Holder = operation.To.Holder,
        Use = operation.Use,
        FirstTransferredOn = operation.IsFirstTransferOf(block) ? operation.AppliedOn : block.FirstTransferredOn,
    };

    /// <summary>What the operation's record asks its registry for: all of its units in the receiving account, or in that for units that leave; not before it was requested, or approved.</summary>
    public static RecordDemand Demand(Operation operation, IReadOnlyList<UnitBlock> reserved) => new(
        RecordKindOf(operation), reserved, operation.ApprovedOn ?? DateOnly.FromDateTime(operation.RequestedAt.UtcDateTime), operation.OutAccount ?? operation.To.Number);

    /// <summary>Takes up the registry's receipt, which was held against the record's demand before.</summary>
    public static Operation Receipted(Operation operation, Receipt receipt, DateTimeOffset time) => operation with
    {
        State = OperationState.Settling, Done = 0, IsApplied = receipt.IsApplied, AppliedOn = receipt.AppliedOn, ReceiptedAt = time, RefusalCodes = receipt.Codes,
    };

    private static RecordKind RecordKindOf(Operation operation) => operation.Request.Kind switch
    {
        OperationKind.Retirement => RecordKind.Retirement,
        OperationKind.Cancellation => RecordKind.Cancellation,
        OperationKind.InternationalTransfer => RecordKind.InternationalTransfer,
        _ => RecordKind.Transfer,
    };

    /// <summary>Toward what, and for which year: whoever reads the journal can tell one use from another.</summary>
    private static string Use(OperationRequest request) => request is { Purpose: { } purpose, UseYear: { } year }
        ? string.Create(CultureInfo.InvariantCulture, $" for {purpose.ToString().ToUpperInvariant()}, year of use {year}")
        : "";

    private static UnitBlock Reserve(UnitBlock whole, SerialRange units, Operation operation, LedgerEntry entry, Action<UnitBlock> keep)
    {
        var parts = new List<UnitBlock>(3);
        var rest = whole;
        if (units.Last < whole.Units.Last)
        {
            (rest, var after) = rest.Split(whole.Units.Last - units.Last);
            parts.Add(after);
        }

        if (units.First > whole.Units.First)
        {
            (var before, rest) = rest.Split(units.Count);
            parts.Insert(0, before);
        }

        var mine = rest with
        {
            State = UnitState.Reserved,
            Operation = operation.Request.Key,
            MovesTo = operation.Request.Kind == OperationKind.InternationalTransfer ? null : operation.To.Number,
        };
        entry.Replace(whole, [.. parts.Append(mine).OrderBy(part => part.Units.First)]);
        foreach (var part in parts)
            keep(entry.AsWritten(part));
        return entry.AsWritten(mine);
    }
}
