using Amqp.Framing;
using JcmHub.Local.Broker.Messages;
using JcmHub.Local.Broker.Storage;
using JcmHub.Local.Broker.Wire;

namespace JcmHub.Local.Broker.Queues;

/// <summary>
/// One queue, or the dead letters of one: what may happen to a message between its arrival and its end.
/// Runs on the engine only. The store is the truth; memory holds the locks and a window of what comes next.
/// </summary>
internal sealed class BrokerQueue
{
    readonly QueueEngine engine;
    readonly long id;
    readonly LockTable locks;
    readonly ReadyWindow ready;
    readonly QueueDispatch dispatch;
    long last;
    long bytes;

    public BrokerQueue(QueueEngine engine, MessageStore store, QueueDeclaration declaration, string name, BrokerQueue? deadLetters)
    {
        this.engine = engine;
        Declaration = declaration;
        Name = name;
        DeadLetters = deadLetters;
        store.AddQueue(name);
        (id, last, bytes) = store.Counters(name);
        locks = new LockTable(declaration.LockDuration);
        ready = new ReadyWindow(id);
        dispatch = new QueueDispatch(this, ready, locks);
    }

    public long Id => id;

    public string Name { get; }

    public QueueDeclaration Declaration { get; }

    /// <summary>Where undeliverable messages go; null for a dead-letter queue itself, which keeps what it has.</summary>
    public BrokerQueue? DeadLetters { get; }

    public DateTimeOffset? NextLockEnd => locks.NextEnd;

    /// <summary>Whether messages of this size still fit; the dead letters count too.</summary>
    public bool HasRoomFor(long more) => bytes + (DeadLetters?.bytes ?? 0) + more <= Declaration.MaxSizeInMegabytes * 1024L * 1024L;

    public void Save(MessageStore store) => store.SaveQueue(id, last, bytes);

    /// <summary>Takes memory back to what is stored, after a failed commit: whatever that turn took is ready again, unless locked.</summary>
    public void Reload(MessageStore store)
    {
        (_, last, bytes) = store.Counters(Name);
        ready.Reset();
        engine.NeedsDispatch(this);
    }

    /// <summary>Stores a message; null when its MessageId is known and it was dropped.</summary>
    public long? Enqueue(Turn turn, NewMessage message, DateTimeOffset? scheduledFor)
    {
        if (Declaration.RequiresDuplicateDetection)
        {
            var until = turn.Now + Declaration.DuplicateDetectionHistoryTimeWindow;
            engine.WakeAt(until);
            if (!turn.Store.Remember(id, message.MessageId, turn.Now, until)) return null;
        }

        var waits = scheduledFor > turn.Now;
        return Add(turn, new StoredMessage(
            ++last,
            waits ? MessageState.Scheduled : MessageState.Active,
            0,
            waits ? scheduledFor!.Value : turn.Now,
            waits ? null : Expiry(turn.Now, message.TimeToLive),
            message.TimeToLive,
            message.Annotations,
            message.Payload));
    }

    /// <summary>A scheduled message's time has come: it is appended as if it had just been sent, with a new number.</summary>
    public void Activate(Turn turn, StoredMessage message)
    {
        Remove(turn, message.Sequence, message.Size);
        Add(turn, message with
        {
            Sequence = ++last,
            State = MessageState.Active,
            Enqueued = turn.Now,
            Expires = Expiry(turn.Now, message.TimeToLive),
        });
    }

    /// <summary>Whether a message's life is over. The stored time says only when to look: a lock may have put it off.</summary>
    public bool IsOver(StoredMessage message, DateTimeOffset now) =>
        message.Expires is not null && Expiry(message.Enqueued, message.TimeToLive) <= now;

    /// <summary>A message's life is over: dead letter or nothing; while locked it still belongs to its receiver.</summary>
    public void Expire(Turn turn, StoredMessage message)
    {
        if (locks.IsLocked(message.Sequence)) turn.Store.SetExpiry(id, message.Sequence, locks.NextEnd!.Value);
        else if (DeadLetters is not null && Declaration.DeadLetteringOnMessageExpiration) Move(turn, message, ExpiredChanges, message.Deliveries);
        else Remove(turn, message.Sequence, message.Size);
    }

    /// <summary>Carries out a receiver's decision.</summary>
    /// <returns>The error to answer with; null when it is done once the turn commits.</returns>
    public Error? Settle(Turn turn, Guid token, Settlement settlement)
    {
        if (!locks.TryRemove(token, turn.Now, out var held)) return ServiceBusError.LockLost();
        if (settlement is Settlement.Complete) Remove(turn, held.Sequence, held.Size);
        else if (turn.Store.Read(id, held.Sequence) is { } message) Rewrite(turn, message, settlement);
        return null;
    }

    public DateTimeOffset? Renew(Turn turn, Guid token) => locks.Renew(token, turn.Now);

    /// <summary>Ends overdue locks: as if their receivers had abandoned the messages.</summary>
    public void EndLocks(Turn turn)
    {
        foreach (var held in locks.TakeEnded(turn.Now))
        {
            held.Ended?.Invoke();
            if (turn.Store.Read(id, held.Sequence) is { } message) Rewrite(turn, message, new Settlement.Abandon(NoChanges));
        }
    }

    /// <summary>Messages in any state from a number on, up to a count and about a number of bytes, at least one if there is one.</summary>
    public List<StoredMessage> Peek(Turn turn, long from, int count, int maxBytes)
    {
        var found = new List<StoredMessage>();
        foreach (var message in turn.Store.Browse(id, from))
        {
            if (found.Count > 0 && (maxBytes -= message.Size) < 0) break;
            found.Add(message);
            if (found.Count >= count) break;
        }

        return found;
    }

    /// <summary>Takes scheduled messages back; false, and none taken, when one of them is not there.</summary>
    public bool Cancel(Turn turn, IReadOnlyList<long> sequences)
    {
        var found = sequences.Distinct().Select(s => turn.Store.Read(id, s)).ToList();
        if (found.Any(m => m is not { State: MessageState.Scheduled })) return false;
        foreach (var message in found) Remove(turn, message!.Sequence, message.Size);
        return true;
    }

    /// <summary>Deferred messages by their numbers, each with a lock unless deleted at once; null when one is not there or is locked.</summary>
    public List<(StoredMessage Message, MessageLock? Lock)>? ReceiveDeferred(Turn turn, IReadOnlyList<long> sequences, bool delete)
    {
        var found = sequences.Distinct().Select(s => locks.IsLocked(s) ? null : turn.Store.Read(id, s)).ToList();
        if (found.Any(m => m is not { State: MessageState.Deferred })) return null;
        if (!delete) return found.ConvertAll(m => (m!, (MessageLock?)locks.Lock(m!, turn.Now)));
        foreach (var message in found) Remove(turn, message!.Sequence, message.Size);
        return found.ConvertAll(m => (m!, (MessageLock?)null));
    }

    public void AddWaiting(QueueReceiver receiver)
    {
        dispatch.Add(receiver);
        engine.NeedsDispatch(this);
    }

    public bool Dispatch(Turn turn) => dispatch.Run(turn);

    /// <summary>Deletes a message within the turn.</summary>
    public void Remove(Turn turn, long sequence, int size)
    {
        turn.Store.Delete(id, sequence);
        bytes -= size;
        turn.Touched.Add(this);
    }

    static IReadOnlyDictionary<string, object?> NoChanges { get; } = new Dictionary<string, object?>();

    static IReadOnlyDictionary<string, object?> ExpiredChanges { get; } = new Dictionary<string, object?>
    {
        [PropertyChange.DeadLetterReason] = "TTLExpiredException",
        [PropertyChange.DeadLetterDescription] = "The message expired and was dead lettered.",
    };

    void Rewrite(Turn turn, StoredMessage message, Settlement settlement)
    {
        switch (settlement)
        {
            case Settlement.Release:
                ReadyAfter(turn, message);
                break;
            case Settlement.Abandon abandon:
                var deliveries = message.Deliveries + 1;
                if (DeadLetters is not null && deliveries >= Declaration.MaxDeliveryCount)
                {
                    var why = $"Message could not be consumed after {deliveries} delivery attempts.";
                    var changes = new Dictionary<string, object?>(abandon.Changes)
                    {
                        [PropertyChange.DeadLetterReason] = "MaxDeliveryCountExceeded",
                        [PropertyChange.DeadLetterDescription] = why,
                    };
                    Move(turn, message, changes, deliveries);
                }
                else
                {
                    Replace(turn, message, abandon.Changes, message.State, deliveries);
                }

                break;
            case Settlement.Defer defer:
                Replace(turn, message, defer.Changes, MessageState.Deferred, message.Deliveries + 1);
                break;
            case Settlement.DeadLetter dead when DeadLetters is not null:
                Move(turn, message, dead.Changes, message.Deliveries);
                break;
            case Settlement.DeadLetter dead:
                Replace(turn, message, dead.Changes, message.State, message.Deliveries + 1);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(settlement), settlement, null);
        }
    }

    void Replace(Turn turn, StoredMessage message, IReadOnlyDictionary<string, object?> changes, MessageState state, int deliveries)
    {
        if (changes.Count == 0 && state == message.State)
        {
            turn.Store.SetDeliveries(id, message.Sequence, deliveries);
            ReadyAfter(turn, message);
            return;
        }

        Remove(turn, message.Sequence, message.Size);
        Add(turn, Changed(message, changes) with { State = state, Deliveries = deliveries });
    }

    void Move(Turn turn, StoredMessage message, IReadOnlyDictionary<string, object?> changes, int deliveries)
    {
        Remove(turn, message.Sequence, message.Size);
        DeadLetters!.Add(turn, Changed(message, changes) with { State = MessageState.Active, Expires = null, Deliveries = deliveries });
    }

    long Add(Turn turn, StoredMessage message)
    {
        turn.Store.Insert(id, message);
        bytes += message.Size;
        turn.Touched.Add(this);
        if (message.Expires is { } expires) engine.WakeAt(expires);
        if (message.State == MessageState.Scheduled) engine.WakeAt(message.Enqueued);
        ReadyAfter(turn, message);
        return message.Sequence;
    }

    // Deliverable once it is durable; after a failure Reload sees to it.
    void ReadyAfter(Turn turn, StoredMessage message)
    {
        if (message.State != MessageState.Active) return;
        turn.After(failure =>
        {
            if (failure is not null || locks.IsLocked(message.Sequence)) return;
            ready.Add(message.Sequence);
            engine.NeedsDispatch(this);
        });
    }

    static StoredMessage Changed(StoredMessage message, IReadOnlyDictionary<string, object?> changes) =>
        changes.Count == 0 ? message : message with { Payload = PropertyChange.Apply(message.Payload, changes) };

    DateTimeOffset? Expiry(DateTimeOffset from, TimeSpan? timeToLive)
    {
        var life = timeToLive < Declaration.DefaultMessageTimeToLive ? timeToLive.Value : Declaration.DefaultMessageTimeToLive;
        return life < DateTimeOffset.MaxValue - from ? from + life : null;
    }
}
