using System.Collections.Concurrent;
using JcmHub.Flows.Issuance;

namespace JcmHub.Flows.Exchange;

/// <summary>Takes and gives back streams: one dispatcher at a time (D5).</summary>
public sealed class StreamLeases(ILedgerRows rows, DeliveryRules deliveries, TimeProvider time)
{
    /// <summary>Longer than one delivery and its booking; each booking renews it.</summary>
    public static readonly TimeSpan Term = TimeSpan.FromSeconds(30);

    /// <summary>How many records are read at once: no window is larger, so where one has room, what waits behind it is seen.</summary>
    private const int Page = DeliveryRules.LargestWindow;

    private readonly ConcurrentDictionary<StreamId, long> _taken = new();

    /// <summary>Takes a stream in which records wait; null where none does, or another one delivers.</summary>
    /// <exception cref="TimeoutException">Storage did not say whether the lease was taken; the message comes again.</exception>
    internal async Task<HeldStream?> TakeAsync(StreamHint hint, CancellationToken cancellationToken)
    {
        // The message of a record that this process has seen delivered asks for nothing: later records have messages of their own.
        if (PassedOf(hint.Stream) >= (hint.Record ?? long.MaxValue))
            return null;
        var held = new HeldStream(hint.Stream, Guid.NewGuid().ToString("N"));
        await ReadAsync(held, cancellationToken);
        if (held.Waiting.Count == 0 || held.Cursor.IsLeasedAt(time.GetUtcNow()))
            return null;
        return await WriteAsync(held, held.Cursor with { Lease = Renewed(held) }, cancellationToken) switch
        {
            CommitOutcome.Committed => held,
            CommitOutcome.Refused => null,
            _ => throw new TimeoutException($"Storage did not say whether the lease of {hint.Stream} was taken."),
        };
    }

    /// <summary>Gives a stream back; where another one took it meanwhile, nothing is to be done.</summary>
    internal async Task ReleaseAsync(HeldStream held, CancellationToken cancellationToken)
    {
        // A receipt that came by itself changes the cursor under a lease that is still ours.
        while (held.IsHeld && await WriteAsync(held, held.Cursor with { Lease = null }, cancellationToken) == CommitOutcome.Refused)
            await ReadCursorAsync(held, cancellationToken);
    }

    /// <summary>
    /// Notes that the destination took a record without a receipt yet, and when. Where the receipt came before that was stored, it
    /// counts, and nothing is left to note.
    /// </summary>
    /// <returns>Whether the stream is still held.</returns>
    internal async Task<bool> AcceptedAsync(HeldStream held, OutboxRecord record, DateTimeOffset? sentAt, CancellationToken cancellationToken)
    {
        // Without a receipt the record's row is as it was read: whoever removes it changes the cursor.
        var row = RowWrite.Put(LedgerKeys.Outbox(record.Id), LedgerJson.Write(record with { SentAt = sentAt, AcceptedAt = time.GetUtcNow() }));
        while (held.IsHeld && held.Cursor.Accepted < record.Id.Number
            && await WriteAsync(held, held.Cursor with { Accepted = record.Id.Number, Lease = Renewed(held) }, cancellationToken, row) != CommitOutcome.Committed)
            await ReadCursorAsync(held, cancellationToken);
        return held.IsHeld;
    }

    /// <summary>
    /// Goes back to the last receipt: what was accepted since is sent again, to a receiver that may have lost it. Whoever delivers at
    /// the moment loses the stream.
    /// </summary>
    /// <returns>Whether anything waited for a receipt.</returns>
    internal async Task<bool> RewindAsync(StreamId stream, CancellationToken cancellationToken)
    {
        var held = new HeldStream(stream, string.Empty);
        var waited = false;
        do
        {
            await ReadCursorAsync(held, cancellationToken);
            if (held.Cursor.Accepted == held.Cursor.Delivered)
                return waited;
            waited = true;
        }
        while (await WriteAsync(held, held.Cursor with { Accepted = held.Cursor.Delivered, Lease = null }, cancellationToken) != CommitOutcome.Committed);

        return true;
    }

    /// <summary>Notes how far a stream has come.</summary>
    internal void Passed(HeldStream held) => _taken[held.Stream] = held.Cursor.Accepted;

    /// <summary>How far this process knows a stream to have come.</summary>
    internal long PassedOf(StreamId stream) => _taken.GetValueOrDefault(stream);

    /// <summary>The lease of a dispatch that goes on.</summary>
    internal StreamLease Renewed(HeldStream held) => new(held.Owner, time.GetUtcNow() + Term);

    /// <summary>Reads the cursor and the records that wait after it, in one request: the cursor's key stands before those of its stream's records.</summary>
    internal async Task ReadAsync(HeldStream held, CancellationToken cancellationToken)
    {
        var stream = held.Stream;
        var read = await rows.FirstAsync(stream.Host, LedgerKeys.Cursor(stream.Destination), LedgerKeys.LastOutbox(stream.Destination), Page + 1, cancellationToken);
        var cursor = read is [var first, ..] && first.Key == LedgerKeys.Cursor(stream.Destination) ? first : null;
        held.Read(cursor);
        _taken[stream] = held.Cursor.Accepted;
        held.Waiting = [.. read.Skip(cursor is null ? 0 : 1).Select(row => OutboxRecord.Read(stream.Host, row)).Where(record => record.Id.Number > held.Cursor.Accepted)];
        // Behind a full window nothing waits but receipts.
        if (held.Waiting is [var next, ..] && !deliveries.HasRoom(held.Cursor, next))
            held.Waiting = [];
    }

    private async Task ReadCursorAsync(HeldStream held, CancellationToken cancellationToken) =>
        held.Read(await rows.FindAsync(held.Stream.Host, LedgerKeys.Cursor(held.Stream.Destination), cancellationToken));

    private async Task<CommitOutcome> WriteAsync(HeldStream held, StreamCursor next, CancellationToken cancellationToken, params RowWrite[] others)
    {
        var write = RowWrite.Replace(held.Row, LedgerKeys.Cursor(held.Stream.Destination), LedgerJson.Write(next));
        var outcome = await rows.CommitAsync(held.Stream.Host, [write, .. others], cancellationToken);
        if (outcome == CommitOutcome.Committed)
            held.Wrote(write, next);
        return outcome;
    }
}
