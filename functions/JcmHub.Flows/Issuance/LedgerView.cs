using System.Runtime.CompilerServices;
using JcmHub.Domain.Comparison;
using JcmHub.Domain.Ledger;
using JcmHub.Domain.Ledger.Journal;
using JcmHub.Domain.Parties;
using JcmHub.Flows.Decisions;
using JcmHub.Flows.Exchange;
using JcmHub.Flows.Reconciliation;

namespace JcmHub.Flows.Issuance;

/// <summary>One host's ledger as it is read: issuances and blocks.</summary>
public sealed class LedgerView(ILedgerRows rows, PartyId host)
{
    /// <summary>The host Party.</summary>
    public PartyId Host { get; } = host;

    /// <summary>A row and what it holds; null where there is none.</summary>
    public async Task<(StoredRow Row, T Value)?> FindAsync<T>(string key, CancellationToken cancellationToken) =>
        await rows.FindAsync(Host, key, cancellationToken) is { } row ? (row, LedgerJson.Read<T>(row.Body)) : null;

    /// <summary>The counters; empty for a ledger without entries.</summary>
    public async Task<LedgerHead> HeadAsync(CancellationToken cancellationToken) =>
        await FindAsync<LedgerHead>(LedgerKeys.Head, cancellationToken) is { } head ? head.Value : LedgerHead.Empty;

    /// <summary>A decision with its approvals; null where none is known.</summary>
    public async Task<(StoredRow Row, DecisionState Value)?> DecisionAsync(string decisionId, CancellationToken cancellationToken) =>
        await FindAsync<DecisionState>(LedgerKeys.Decision(decisionId), cancellationToken);

    /// <summary>What was withdrawn of a report; null where nothing was.</summary>
    public async Task<Withdrawal?> WithdrawalOfAsync(string reportId, CancellationToken cancellationToken) =>
        await FindAsync<Withdrawal>(LedgerKeys.Withdrawal(reportId), cancellationToken) is { } row ? row.Value : null;

    /// <summary>An issuance by its decision; null where none is known.</summary>
    public async Task<(StoredRow Row, Domain.Ledger.Issuance Value)?> IssuanceAsync(string decisionId, CancellationToken cancellationToken) =>
        await FindAsync<Domain.Ledger.Issuance>(LedgerKeys.Issuance(decisionId), cancellationToken);

    /// <summary>The decision in force for a report; null where there is none.</summary>
    public async Task<string?> DecisionOfAsync(string reportId, CancellationToken cancellationToken) =>
        await FindAsync<string>(LedgerKeys.Decided(reportId), cancellationToken) is { } row ? row.Value : null;

    /// <summary>The blocks of an issuance in the host's registry and in Japan's.</summary>
    public async Task<IReadOnlyList<UnitBlock>> BlocksAsync(Domain.Ledger.Issuance issuance, CancellationToken cancellationToken)
    {
        if (issuance.Units is not { } units)
            return [];
        var blocks = new List<UnitBlock>();
        foreach (var registry in new[] { Host, PartyId.Japan })
        {
            // An issuance's units are drawn together, so its blocks are neighbours; none reaches beyond its last unit.
            var range = rows.RangeAsync(Host, LedgerKeys.Block(registry, units.First), LedgerKeys.Block(registry, units.Last), cancellationToken);
            await foreach (var row in range)
                blocks.Add(LedgerJson.Read<UnitBlock>(row.Body));
        }

        return blocks;
    }

    /// <summary>The blocks of a registry that hold units of a range, the one that only begins in it included.</summary>
    public async Task<IReadOnlyList<UnitBlock>> BlocksAsync(PartyId registry, SerialRange units, CancellationToken cancellationToken)
    {
        var blocks = new List<UnitBlock>();
        await foreach (var row in rows.RangeAsync(Host, LedgerKeys.Block(registry, units.First), LedgerKeys.After($"block|{registry}|"), cancellationToken))
        {
            var block = LedgerJson.Read<UnitBlock>(row.Body);
            if (block.Units.First > units.Last)
                break;
            blocks.Add(block);
        }

        return blocks;
    }

    /// <summary>The block of a registry that holds a unit, in one read; null where none does.</summary>
    public async Task<UnitBlock?> BlockOfAsync(PartyId registry, long unit, CancellationToken cancellationToken) =>
        await rows.FirstAsync(Host, LedgerKeys.Block(registry, unit), LedgerKeys.After($"block|{registry}|"), 1, cancellationToken) is [var row]
            && LedgerJson.Read<UnitBlock>(row.Body) is var block && block.Units.First <= unit
            ? block
            : null;

    /// <summary>Whether a block of a registry ends, or ever ended, with a unit: blocks are split and never joined, so one does for ever.</summary>
    public async Task<bool> HasBlockAsync(PartyId registry, long lastUnit, CancellationToken cancellationToken) =>
        await rows.FindAsync(Host, LedgerKeys.Block(registry, lastUnit), cancellationToken) is not null;

    /// <summary>The hub's unit to which a registry gave a number, in one read; null where no row tells it.</summary>
    public async Task<long?> UnitOfAsync(PartyId registry, long number, CancellationToken cancellationToken) =>
        (await NumberedFromAsync(registry, number, cancellationToken))?.UnitOf(number);

    /// <summary>The lowest of a registry's numbers that ends at or after one; null where there is none.</summary>
    internal async Task<NumberedUnits?> NumberedFromAsync(PartyId registry, long number, CancellationToken cancellationToken) =>
        await rows.FirstAsync(Host, LedgerKeys.Serials(registry, number), LedgerKeys.After($"serial|{registry}|"), 1, cancellationToken) is [var row]
            ? LedgerJson.Read<NumberedUnits>(row.Body)
            : null;

    /// <summary>
    /// The block that holds the unit to which a registry gave a number, and the hub's number of it; null where none does. Two reads, however
    /// many blocks there are; where no row tells the number, given in one receipt to many blocks without order, the registry's blocks are looked through.
    /// </summary>
    public async Task<(UnitBlock Block, long Unit)?> NumberedAsync(PartyId registry, long number, CancellationToken cancellationToken)
    {
        if (await UnitOfAsync(registry, number, cancellationToken) is { } unit && await BlockOfAsync(registry, unit, cancellationToken) is { } held)
            return (held, unit);
        await foreach (var row in BlocksOfAsync(registry, cancellationToken))
        {
            var block = LedgerJson.Read<UnitBlock>(row.Body);
            if (block.RegistrySerials is { } numbers && numbers.First <= number && number <= numbers.Last)
                return (block, block.Units.First + (number - numbers.First));
        }

        return null;
    }

    /// <summary>What is held of a registry's units; the head tells whether there is anything to read.</summary>
    public async Task<Disputes> DisputesAsync(LedgerHead head, PartyId registry, CancellationToken cancellationToken) =>
        head.Disputed.Contains(registry) && await FindAsync<HeldDisputes>(LedgerKeys.Disputes(registry), cancellationToken) is { Value: var held }
            ? held.ToDisputes()
            : Disputes.None;

    /// <summary>The blocks of one account.</summary>
    public async Task<IReadOnlyList<UnitBlock>> BlocksOfAccountAsync(PartyId registry, string account, CancellationToken cancellationToken)
    {
        var blocks = new List<UnitBlock>();
        await foreach (var row in RangeAsync($"block|{registry}|", cancellationToken))
        {
            var block = LedgerJson.Read<UnitBlock>(row.Body);
            if (block.Account == account)
                blocks.Add(block);
        }

        return blocks;
    }

    /// <summary>The blocks of a registry that end within units, after one of them.</summary>
    public IAsyncEnumerable<StoredRow> BlocksWithinAsync(PartyId registry, SerialRange units, long? after, CancellationToken cancellationToken) =>
        // No key lies between a block's and the one with an exclamation mark behind it.
        rows.RangeAsync(Host, after is { } last && last >= units.First ? LedgerKeys.Block(registry, last) + "!" : LedgerKeys.Block(registry, units.First),
            LedgerKeys.Block(registry, units.Last), cancellationToken);

    /// <summary>Every row whose key begins so.</summary>
    public IAsyncEnumerable<StoredRow> RangeAsync(string prefix, CancellationToken cancellationToken) =>
        rows.RangeAsync(Host, prefix, LedgerKeys.After(prefix), cancellationToken);

    /// <summary>A stream's cursor with the first record that waits for its receipt, in one request; nulls where there is none.</summary>
    public async Task<(StoredRow? Row, StreamCursor Cursor, OutboxRecord? Next)> NextOfAsync(Destination destination, CancellationToken cancellationToken)
    {
        var read = await rows.FirstAsync(Host, LedgerKeys.Cursor(destination), LedgerKeys.LastOutbox(destination), 2, cancellationToken);
        var row = read is [var first, ..] && first.Key == LedgerKeys.Cursor(destination) ? first : null;
        var next = read.Skip(row is null ? 0 : 1).FirstOrDefault();
        return (row, row is null ? StreamCursor.Start : LedgerJson.Read<StreamCursor>(row.Body), next is null ? null : OutboxRecord.Read(Host, next));
    }

    /// <summary>A record on its way; null where it is none.</summary>
    public async Task<(StoredRow Row, OutboxRecord Value)?> OutboxAsync(RecordId id, CancellationToken cancellationToken) =>
        await rows.FindAsync(Host, LedgerKeys.Outbox(id), cancellationToken) is { } row ? (row, OutboxRecord.Read(Host, row)) : null;

    /// <summary>The first record that still waits for its receipt in a stream; null where none does.</summary>
    public async Task<OutboxRecord?> FirstOutboxAsync(Destination destination, CancellationToken cancellationToken) =>
        await rows.FirstAsync(Host, LedgerKeys.Outbox(new RecordId(Host, destination, 1)), LedgerKeys.LastOutbox(destination), 1, cancellationToken) is [var first]
            ? OutboxRecord.Read(Host, first)
            : null;

    /// <summary>The number of the last record of a stream; 0 where there is none.</summary>
    public async Task<long> TailAsync(Destination destination, CancellationToken cancellationToken) =>
        (await HeadAsync(cancellationToken)).StreamTails.GetValueOrDefault(destination);

    /// <summary>
    /// The records of a stream from a number to a number, both inclusive, in order and without a gap, each with its end where it has one. A
    /// record is on its way or has its end, and goes from the one to the other while it is looked for: what is found in neither place has
    /// moved behind the reader, and is read again.
    /// </summary>
    /// <param name="destination">Where the stream goes.</param>
    /// <param name="from">The first number.</param>
    /// <param name="to">The last one: a number that was given, such as the stream's tail.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="InvalidDataException">A record that was given is nowhere.</exception>
    public async IAsyncEnumerable<StreamRecord> RecordsAsync(
        Destination destination, long from, long to, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var isSecondLook = false;
        for (var next = from; next <= to;)
        {
            var before = next;
            await foreach (var row in rows.RangeAsync(Host, LedgerKeys.Record(Id(next)), LedgerKeys.Record(Id(to)), cancellationToken))
            {
                var end = LedgerJson.Read<DeliveredRecord>(row.Body);
                if (end.Record.Id.Number != next)
                    break;
                next++;
                yield return new StreamRecord(end.Record, end);
            }

            await foreach (var row in rows.RangeAsync(Host, LedgerKeys.Outbox(Id(next)), LedgerKeys.Outbox(Id(to)), cancellationToken))
            {
                var waiting = OutboxRecord.Read(Host, row);
                if (waiting.Id.Number != next)
                    break;
                next++;
                yield return new StreamRecord(waiting, null);
            }

            // It can have moved behind the reader once, and then it is where its end is.
            if (next == before && isSecondLook)
                throw new InvalidDataException($"Record {Id(next)} was given and is neither on its way nor at its end.");
            isSecondLook = next == before;
        }

        RecordId Id(long number) => new(Host, destination, number);
    }

    /// <summary>The blocks of the host's ledger in one registry, in order of number.</summary>
    public IAsyncEnumerable<StoredRow> BlocksOfAsync(PartyId registry, CancellationToken cancellationToken) =>
        rows.RangeAsync(Host, LedgerKeys.Block(registry, 0), LedgerKeys.After($"block|{registry}|"), cancellationToken);

    /// <summary>Every record that was refused for good.</summary>
    public async IAsyncEnumerable<RefusedRecord> RefusedAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var row in rows.RangeAsync(Host, "refused|", LedgerKeys.After("refused|"), cancellationToken))
            yield return LedgerJson.Read<RefusedRecord>(row.Body);
    }

    /// <summary>Every block of the host's ledger, in order of registry and number.</summary>
    public IAsyncEnumerable<StoredRow> AllBlocksAsync(CancellationToken cancellationToken) =>
        rows.RangeAsync(Host, "block|", LedgerKeys.After("block|"), cancellationToken);

    /// <summary>The journal's entries from a number to a number, both inclusive, as the lines that they are.</summary>
    public IAsyncEnumerable<StoredRow> JournalAsync(long from, long to, CancellationToken cancellationToken) =>
        rows.RangeAsync(Host, LedgerKeys.Journal(from), LedgerKeys.Journal(to), cancellationToken);

    /// <summary>One entry of the journal; null where there is none of that number.</summary>
    public async Task<JournalEntry?> EntryAsync(long number, CancellationToken cancellationToken) =>
        await rows.FindAsync(Host, LedgerKeys.Journal(number), cancellationToken) is { } row ? JournalLine.Read(row.Body) : null;

    /// <summary>Every adjustment of the host.</summary>
    public IAsyncEnumerable<StoredRow> AllAdjustmentsAsync(CancellationToken cancellationToken) =>
        rows.RangeAsync(Host, "adjustment|", LedgerKeys.After("adjustment|"), cancellationToken);
}
