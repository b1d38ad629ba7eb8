using System.Text;
using JcmHub.Domain.Ledger;
using JcmHub.Flows.Issuance;

namespace JcmHub.Flows.Exchange;

/// <summary>
/// Books a receipt in one ledger transaction: the cursor passes the record, what the receipt confirms becomes fact, what it
/// obliges is announced, and the record goes from the outbox to where it is kept (D5).
/// </summary>
public sealed class BookReceipt(
    Ledger ledger, StreamLeases leases, DeliveryRules deliveries, IEnumerable<ICauseBooking> causes, IRecordQueue queue, ExchangeSteps steps)
{
    /// <summary>Books a receipt that came as the answer to a delivery; nothing where it is booked already.</summary>
    /// <param name="held">The stream, under its lease.</param>
    /// <param name="record">The record.</param>
    /// <param name="receipt">Its receipt.</param>
    /// <param name="sentAt">When it was sent.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Whether the stream is still held; refusal <c>receipt-mismatch</c> (422), and those of <see cref="Ledger"/>.</returns>
    internal async Task<Outcome<bool>> BookAsync(
        HeldStream held, OutboxRecord record, SignedReceipt receipt, DateTimeOffset? sentAt, CancellationToken cancellationToken)
    {
        var isFirst = true;
        RowWrite? written = null;
        StreamCursor? next = null;
        var booked = await ledger.CommitAsync<bool>(record.Id.Host, AuthorOf(record), record.Id, async (view, entry) =>
        {
            // In hand it is right unless someone else wrote; that shows when the transaction is refused, and only then it is read.
            if (!isFirst || held.Row is null)
                held.Read((await view.FindAsync<StreamCursor>(LedgerKeys.Cursor(record.Id.Destination), cancellationToken))?.Row);
            isFirst = false;
            if (!held.IsHeld || held.Cursor.Delivered >= record.Id.Number)
                return LedgerStep<bool>.WithoutEntry(held.IsHeld);
            if (held.Cursor.Delivered + 1 != record.Id.Number)
                return LedgerStep<bool>.WithoutEntry(OutOfOrder(record, held.Cursor.Delivered + 1));
            var step = await StepAsync(view, record, receipt, sentAt, entry, cancellationToken);
            if (step.IsRefused)
                return LedgerStep<bool>.WithoutEntry(step.Refusal);

            // The head guards this transaction and holds the stream's tail: where nothing is behind this record, the lease can go.
            var isLast = entry.Head.StreamTails[record.Id.Destination] == record.Id.Number;
            next = Passed(held.Cursor, record) with { Lease = isLast ? null : leases.Renewed(held) };
            written = RowWrite.Replace(held.Row, LedgerKeys.Cursor(record.Id.Destination), LedgerJson.Write(next));
            return step.Value with { Rows = [written, .. step.Value.Rows] };
        }, cancellationToken);
        if (written is not null && !booked.IsRefused)
        {
            held.Wrote(written, next!);
            leases.Passed(held);
            await CauseOf(record).ContinueAsync(record, cancellationToken);
        }

        return booked.IsRefused ? booked.Refusal : held.IsHeld;
    }

    /// <summary>Books a receipt that came by itself: pushed by a registry, or entered by hand.</summary>
    /// <param name="record">The record.</param>
    /// <param name="receipt">Its receipt.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>
    /// Whether it was new; refusals <c>receipt-out-of-order</c> (409) where an earlier record of the stream has no receipt yet,
    /// <c>receipt-mismatch</c> (422), and those of <see cref="Ledger"/>.
    /// </returns>
    public async Task<Outcome<bool>> BookAsync(OutboxRecord record, SignedReceipt receipt, CancellationToken cancellationToken)
    {
        var goesOn = false;
        var booked = await ledger.CommitAsync<bool>(record.Id.Host, AuthorOf(record), async (view, entry) =>
        {
            // With the record as it is now: its acceptance may have been stored since it was read.
            var (row, cursor, next) = await view.NextOfAsync(record.Id.Destination, cancellationToken);
            if (cursor.Delivered >= record.Id.Number)
                return LedgerStep<bool>.WithoutEntry(false);
            if (cursor.Delivered + 1 != record.Id.Number)
                return LedgerStep<bool>.WithoutEntry(OutOfOrder(record, cursor.Delivered + 1));
            var step = await StepAsync(view, next is { IsReadable: true } ? next : record, receipt, null, entry, cancellationToken);
            if (step.IsRefused)
                return LedgerStep<bool>.WithoutEntry(step.Refusal);
            cursor = Passed(cursor, record);
            goesOn = entry.Head.StreamTails[record.Id.Destination] > cursor.Accepted && deliveries.HasRoom(cursor);
            return step.Value with { Rows = [RowWrite.Replace(row, LedgerKeys.Cursor(record.Id.Destination), LedgerJson.Write(cursor)), .. step.Value.Rows] };
        }, cancellationToken);
        if (booked.IsRefused)
            return booked;
        await steps.ReachedAsync(ExchangeStep.Receipted);
        await CauseOf(record).ContinueAsync(record, cancellationToken);
        if (goesOn)
            await queue.WakeAsync(new StreamId(record.Id.Host, record.Id.Destination), null, cancellationToken);
        return booked;
    }

    /// <summary>The command that books a record's receipt; the entry's input hash is the digest of the receipt's canonical bytes.</summary>
    internal static string Command(RecordId id) => $"receipt-{id}";

    internal static Refusal Distrusted(string keyId) =>
        new(RefusalKind.BreaksRule, "signature-key-distrusted", $"The key {keyId} is distrusted.", $"鍵{keyId}は信頼されていません。");

    private async Task<Outcome<LedgerStep<bool>>> StepAsync(
        LedgerView view, OutboxRecord record, SignedReceipt receipt, DateTimeOffset? sentAt, LedgerEntry entry, CancellationToken cancellationToken)
    {
        // Under the head's guard: a key that was distrusted meanwhile proves nothing any more.
        if (receipt.KeyId is { } keyId && entry.Head.DistrustedKeys.Contains(keyId))
            return Distrusted(keyId);
        var (answered, answer) = Answered(record, receipt.Receipt);
        var cause = await CauseOf(record).LoadAsync(view, answered, cancellationToken);
        // A void record asks for nothing.
        var isVoid = record.InPlaceOf is not null && receipt.Receipt.Digest == record.Digest;
        if (ReceiptRules.CheckContent(receipt.Receipt, isVoid ? cause.Demand with { Blocks = [] } : cause.Demand) is { } mismatch)
            return Refusal.Of(RefusalKind.BreaksRule, mismatch);
        var rows = await cause.BookAsync(answer, entry);
        if (await NumberedUnits.GivenBeforeAsync(view, entry, cancellationToken) is var (numbers, before))
            return Refusal.Of(RefusalKind.BreaksRule, ReceiptRules.NumbersGivenBefore(receipt.Receipt, numbers, before));
        var codes = answer.Codes;
        var taken = receipt.Receipt.Digest == record.Digest ? record : answered;
        var sent = taken with { Blocks = codes.Count == 0 ? [] : taken.Blocks, SentAt = null, AcceptedAt = null };
        var delivered = new DeliveredRecord(sent)
        {
            SentAt = sentAt ?? record.SentAt,
            AcceptedAt = sentAt is null ? record.AcceptedAt : entry.Time,
            ReceiptedAt = entry.Time,
            ReceiptEntry = entry.Head.LastEntry,
            ReceiptSignature = receipt.Signature,
            Receipt = receipt.Document.IsEmpty ? null : Encoding.UTF8.GetString(receipt.Document.Span),
            RefusalCodes = codes,
        };
        var document = LedgerJson.Write(delivered);
        return new LedgerStep<bool>
        {
            Answer = true,
            CommandId = Command(record.Id),
            InputHash = receipt.Digest,
            Rows =
            [
                RowWrite.Delete(LedgerKeys.Outbox(record.Id)),
                RowWrite.Add(LedgerKeys.Record(record.Id), document),
                .. answer.IsApplied ? [] : (RowWrite[])[RowWrite.Add(LedgerKeys.Refused(record.Id), LedgerJson.Write(new RefusedRecord(record.Id, entry.Time, codes, null)))],
                .. rows,
            ],
        };
    }

    /// <summary>
    /// What a receipt answers. The receipt of a void record says that the number stands for nothing, so the record in whose place it stands was
    /// never done: that one is refused, with the reason. Where the receiver had taken that record before, its first receipt says what it did.
    /// </summary>
    private static (OutboxRecord Record, Receipt Answer) Answered(OutboxRecord record, Receipt receipt) =>
        record.InPlaceOf is not { } before ? (record, receipt)
        : receipt.Digest == before.Digest ? (before, receipt)
        : (before, receipt with { IsApplied = false, Blocks = [], Codes = [VoidRecords.ReasonOf(record)] });

    private ICauseBooking CauseOf(OutboxRecord record) => causes.Single(each => each.Kind == record.Cause.Kind);

    private static Author AuthorOf(OutboxRecord record) => new($"registry of {record.Id.Destination}", "registry", record.Id.Destination.Party);

    private static StreamCursor Passed(StreamCursor cursor, OutboxRecord record) =>
        cursor with { Delivered = record.Id.Number, Accepted = Math.Max(cursor.Accepted, record.Id.Number) };

    private static Refusal OutOfOrder(OutboxRecord record, long expected) => new(RefusalKind.Conflict, "receipt-out-of-order",
        $"Record {record.Id} cannot be receipted yet: the next receipt of this stream is that of number {expected}.",
        $"記録{record.Id}の受領書はまだ受け付けられません。この系列で次に必要なのは番号{expected}の受領書です。");
}
