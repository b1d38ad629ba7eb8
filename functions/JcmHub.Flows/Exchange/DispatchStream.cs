using JcmHub.Domain.Ledger;
using JcmHub.Flows.Issuance;
using Microsoft.Extensions.Logging;

namespace JcmHub.Flows.Exchange;

/// <summary>
/// Delivers a stream's records in order, from its cursor on, and books each receipt in the ledger in one transaction with the cursor (D5).
/// The receiver is the fence: it answers a record that it knows with its first receipt, so a record delivered twice is applied once.
/// </summary>
public sealed class DispatchStream(
    RuleBook rules, Ledger ledger, IRegistries registries, IRecordQueue queue, IEnumerable<ICauseBooking> bookings, TimeProvider time, ILogger<DispatchStream> log)
{
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(20);
    private const int MaximumRecords = 100;

    /// <summary>A waking message may be a little early: clocks differ, and AMQP knows milliseconds only.</summary>
    private static readonly TimeSpan EarlyWaking = TimeSpan.FromSeconds(1);

    /// <summary>Delivers until nothing is left, the stream rests, or the budget of 20 seconds or 100 records is spent; then it hands on.</summary>
    public async Task DispatchAsync(StreamId stream, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var cursor = (await ledger.View(stream.Host).FindAsync<StreamCursor>(LedgerKeys.Cursor(stream.Destination), cancellationToken))?.Value ?? StreamCursor.Start;
        if (cursor.NotBefore > time.GetUtcNow() + EarlyWaking)
            return;
        for (var next = cursor.Delivered + 1; next <= cursor.Delivered + MaximumRecords && time.GetElapsedTime(started) < Budget; next++)
        {
            if (!await DeliverAsync(stream, new RecordId(stream.Host, stream.Destination, next), cancellationToken))
                return;
        }

        await queue.WakeAsync(stream, null, cancellationToken);
    }

    /// <summary>Delivers one record and books its receipt; false where there is none, or the stream has to rest.</summary>
    private async Task<bool> DeliverAsync(StreamId stream, RecordId id, CancellationToken cancellationToken)
    {
        if (await ledger.View(stream.Host).FindAsync<OutboxRecord>(LedgerKeys.Outbox(id), cancellationToken) is not { Value: var record })
            return false;

        var delivery = await registries.DeliverAsync(stream.Destination, record, cancellationToken);
        var (receipt, failure) = Read(record, delivery);
        failure ??= await BookAsync(stream, record, receipt!, delivery.Receipt!.Value, cancellationToken);
        if (failure is null)
            return true;
        await PauseAsync(stream, record, failure, delivery.RetryAfter, cancellationToken);
        return false;
    }

    /// <summary>A receipt counts only when it is valid, for this very record, and names its digest.</summary>
    private (Receipt? Receipt, string? Failure) Read(OutboxRecord record, Delivery delivery)
    {
        if (delivery.Receipt is not { } document)
            return (null, delivery.Failure);
        if (rules.Schemas.Check(DocumentSchemas.Receipt, document) is [var error, ..])
            return (null, $"the receipt is malformed: {error.Code} at {error.Pointer}: {error.Detail}");
        var receipt = ReceiptDocument.Parse(document);
        return receipt.Record != record.Id || receipt.Digest != record.Digest
            ? (null, $"the receipt is for {receipt.Record} {receipt.Digest}, not for {record.Id} {record.Digest}")
            : (receipt, null);
    }

    private async Task<string?> BookAsync(
        StreamId stream, OutboxRecord record, Receipt receipt, ReadOnlyMemory<byte> document, CancellationToken cancellationToken)
    {
        var booking = bookings.Single(each => each.Kind == record.Cause.Kind);
        var booked = await ledger.CommitAsync<bool>(stream.Host, new Author($"registry of {stream.Destination}", "registry", stream.Destination.Party), async (view, entry) =>
        {
            var cursor = await view.FindAsync<StreamCursor>(LedgerKeys.Cursor(stream.Destination), cancellationToken);
            if (cursor?.Value.Delivered >= record.Id.Number)
                return LedgerStep<bool>.WithoutEntry(true);
            var (rows, mismatch) = await booking.BookAsync(view, record, receipt, entry, cancellationToken);
            if (mismatch is not null)
                return LedgerStep<bool>.WithoutEntry(Refusal.Of(RefusalKind.BreaksRule, mismatch));
            return new LedgerStep<bool>
            {
                Answer = true,
                CommandId = $"receipt-{record.Id}",
                InputHash = ContentHash.Of(document.Span),
                Rows =
                [
                    RowWrite.Replace(cursor?.Row, LedgerKeys.Cursor(stream.Destination), LedgerJson.Write(new StreamCursor(record.Id.Number, 0, null))),
                    RowWrite.Add(LedgerKeys.Receipt(record.Id), document),
                    .. rows,
                ],
            };
        }, cancellationToken);
        return booked.Refusal?.Detail;
    }

    /// <summary>The stream rests, longer after each failure, and a message wakes it; others go on meanwhile.</summary>
    private async Task PauseAsync(StreamId stream, OutboxRecord record, string failure, TimeSpan? retryAfter, CancellationToken cancellationToken)
    {
        var view = ledger.View(stream.Host);
        var stored = await view.FindAsync<StreamCursor>(LedgerKeys.Cursor(stream.Destination), cancellationToken);
        var cursor = stored?.Value ?? StreamCursor.Start;
        if (cursor.Delivered >= record.Id.Number)
            return;
        var until = time.GetUtcNow() + StreamPause.After(cursor.Failures + 1, retryAfter);
        log.StreamPaused(stream, record.Id, failure, until);
        await ledger.SetCursorAsync(stream, stored?.Row, cursor with { Failures = cursor.Failures + 1, NotBefore = until }, cancellationToken);
        await queue.WakeAsync(stream, until, cancellationToken);
    }
}
