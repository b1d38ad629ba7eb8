using JcmHub.Domain.Ledger;
using Microsoft.Extensions.Logging;

namespace JcmHub.Flows.Exchange;

/// <summary>
/// Delivers a stream's records in order, from its cursor on, under its lease, and books each receipt (D5). Level-triggered: a
/// message only says that the stream may have work, so it may be lost, doubled or late. The receiver is the fence: it answers a
/// record that it knows with its first receipt, so a record delivered twice is applied once.
/// </summary>
public sealed class DispatchStream(
    StreamLeases leases, DestinationGate gate, DeliveryRules deliveries, VoidRecords voids, DeliverRecord deliver, BookReceipt book, WakeStreams wake,
    IRecordQueue queue, ExchangeSteps steps, TimeProvider time, ILogger<DispatchStream> log)
{
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(20);
    private const int MaximumRecords = 100;

    /// <summary>Long enough for other writers to come to their end.</summary>
    private static readonly TimeSpan AfterBusy = TimeSpan.FromSeconds(1);

    private readonly StreamsUnderWay _underWay = new();

    /// <summary>Delivers until nothing is left, the destination rests, or the budget of 20 seconds or 100 records is spent; then it hands on.</summary>
    public async Task DispatchAsync(StreamHint hint, CancellationToken cancellationToken)
    {
        if (gate.IsPaused(hint.Stream.Destination) || !_underWay.TryEnter(hint))
            return;
        bool mayHaveMore;
        long hinted;
        try
        {
            mayHaveMore = await DispatchAloneAsync(hint, cancellationToken);
        }
        finally
        {
            hinted = _underWay.Leave(hint.Stream);
        }

        // A record that was hinted at meanwhile may have come after the last look.
        if (mayHaveMore || (hinted > leases.PassedOf(hint.Stream) && !gate.IsPaused(hint.Stream.Destination)))
            await queue.WakeAsync(hint.Stream, null, cancellationToken);
    }

    /// <returns>Whether the stream was given back and may have more.</returns>
    private async Task<bool> DispatchAloneAsync(StreamHint hint, CancellationToken cancellationToken)
    {
        if (await leases.TakeAsync(hint, cancellationToken) is not { } held)
            return false;
        await steps.ReachedAsync(ExchangeStep.Leased);
        return await DeliverAllAsync(held, cancellationToken);
    }

    /// <returns>Whether the stream was given back and may have more.</returns>
    private async Task<bool> DeliverAllAsync(HeldStream held, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var delivered = 0;
        while (held.Waiting.Count > 0)
        {
            foreach (var record in held.Waiting)
            {
                if (delivered == MaximumRecords || time.GetElapsedTime(started) > Budget)
                {
                    await leases.ReleaseAsync(held, cancellationToken);
                    return true;
                }

                if (!deliveries.HasRoom(held.Cursor, record) || !await DeliverAsync(held, record, cancellationToken))
                    return await EndAsync(held, cancellationToken);

                delivered++;
            }

            // The last receipt would have given the stream back if nothing had come behind it.
            await leases.ReadAsync(held, cancellationToken);
        }

        return await EndAsync(held, cancellationToken);
    }

    /// <summary>Gives the stream back where no receipt did; who does looks once more, for records and receipts that came meanwhile.</summary>
    /// <returns>Whether there are any.</returns>
    private async Task<bool> EndAsync(HeldStream held, CancellationToken cancellationToken)
    {
        if (!held.IsHeld)
            return false;
        await leases.ReleaseAsync(held, cancellationToken);
        await leases.ReadAsync(held, cancellationToken);
        return held.Waiting.Count > 0;
    }

    /// <summary>Delivers one record; false where the stream was given back, lost, or its destination rests.</summary>
    private async Task<bool> DeliverAsync(HeldStream held, OutboxRecord record, CancellationToken cancellationToken)
    {
        var passage = await gate.PassAsync(held.Stream.Destination, cancellationToken);
        if (!passage.IsOpen)
        {
            await leases.ReleaseAsync(held, cancellationToken);
            return false;
        }

        var sendable = await voids.SendableAsync(record, cancellationToken);
        if (sendable.IsRefused)
            return await OursAsync(held, sendable.Refusal, cancellationToken);
        record = sendable.Value;
        JudgedDelivery? delivery = null;
        string? failure;
        try
        {
            delivery = await deliver.DeliverAsync(record, cancellationToken);
            failure = delivery.Failure;
            if (failure is null)
            {
                var taken = await TakeAsync(held, record, delivery, cancellationToken);
                if (!taken.IsRefused)
                    return taken.Value;
                failure = taken.Refusal.Detail;
            }
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
        {
            // Whatever an answer makes us throw, and wherever: what could not be judged and booked was not delivered.
            log.NotJudged(record.Id, fault);
            failure = $"{fault.GetType().Name}: {fault.Message}";
        }

        await PauseAsync(held, record, passage, failure, delivery?.RetryAfter, cancellationToken);
        return false;
    }

    /// <summary>Notes an acceptance or books a receipt; with either the destination has answered, and those who waited for that are woken.</summary>
    /// <returns>Whether the stream goes on; refusals of <see cref="BookReceipt"/>.</returns>
    private async Task<Outcome<bool>> TakeAsync(HeldStream held, OutboxRecord record, JudgedDelivery delivery, CancellationToken cancellationToken)
    {
        if (delivery.IsAccepted)
        {
            await ResumeAsync(held.Stream.Destination, cancellationToken);
            return await leases.AcceptedAsync(held, record, delivery.SentAt, cancellationToken);
        }

        if (delivery.Receipt is not { } receipt)
            return await BusyAsync(held, cancellationToken);
        var booked = await book.BookAsync(held, record, receipt, delivery.SentAt, cancellationToken);
        if (booked.IsRefused)
            return booked.Refusal.Code == "ledger-busy" || booked.Refusal.Kind == RefusalKind.Fault ? await OursAsync(held, booked.Refusal, cancellationToken) : booked;
        await steps.ReachedAsync(ExchangeStep.Receipted);
        await ResumeAsync(held.Stream.Destination, cancellationToken);
        return booked;
    }

    private async Task ResumeAsync(Destination destination, CancellationToken cancellationToken)
    {
        if (await gate.ResumeAsync(destination, cancellationToken))
            await wake.ToAsync(destination, cancellationToken);
    }

    /// <summary>A refusal of our own ledger; after a fault of the hub's, which is there until somebody mends it, the stream comes again with the sweep.</summary>
    private async Task<bool> OursAsync(HeldStream held, Refusal refusal, CancellationToken cancellationToken)
    {
        if (refusal.Kind != RefusalKind.Fault)
            return await BusyAsync(held, cancellationToken);
        await leases.ReleaseAsync(held, cancellationToken);
        return false;
    }

    /// <summary>Our ledger's trouble, not the destination's: deliveries to it go on, the stream alone comes again.</summary>
    private async Task<bool> BusyAsync(HeldStream held, CancellationToken cancellationToken)
    {
        await leases.ReleaseAsync(held, cancellationToken);
        await queue.WakeAsync(held.Stream, time.GetUtcNow() + AfterBusy, cancellationToken);
        return false;
    }

    /// <summary>The destination rests, longer after each failure; the stream that saw it fail is given back and woken by a message. Others go on meanwhile.</summary>
    private async Task PauseAsync(
        HeldStream held, OutboxRecord record, Passage passage, string failure, TimeSpan? retryAfter, CancellationToken cancellationToken)
    {
        var until = await gate.PauseAsync(held.Stream.Destination, passage, retryAfter, cancellationToken);
        log.DestinationPaused(held.Stream.Destination, record.Id, failure, until);
        await leases.ReleaseAsync(held, cancellationToken);
        if (until is { } moment)
            await queue.WakeAsync(held.Stream, moment, cancellationToken);
    }
}
