using JcmHub.Local.Broker.Messages;
using JcmHub.Local.Broker.Storage;

namespace JcmHub.Local.Broker.Queues;

/// <summary>Hands a queue's messages to the receivers that wait for them, one each in turn. Runs on the engine only.</summary>
internal sealed class QueueDispatch(BrokerQueue queue, ReadyWindow ready, LockTable locks)
{
    const int PerTurn = 256;

    readonly Queue<QueueReceiver> waiting = [];

    public void Add(QueueReceiver receiver)
    {
        if (receiver.IsWaiting) return;
        receiver.IsWaiting = true;
        waiting.Enqueue(receiver);
    }

    /// <summary>Delivers up to a turn's share; true when there may be more to deliver at once.</summary>
    public bool Run(Turn turn)
    {
        for (var left = PerTurn; left > 0; left--)
        {
            if (!TryReserve(turn, out var receiver)) return false;
            if (Take(turn, receiver) is not { } message)
            {
                receiver.Link.Unreserve();
                Drain(turn);
                return false;
            }

            waiting.Enqueue(waiting.Dequeue());
            Deliver(turn, receiver, message);
        }

        return true;
    }

    bool TryReserve(Turn turn, out QueueReceiver receiver)
    {
        while (waiting.TryPeek(out receiver!))
        {
            if (receiver.Link.TryReserve()) return true;

            // Without credit or room; its link says when that changes.
            waiting.Dequeue();
            receiver.IsWaiting = false;
            var full = receiver.Link;
            turn.After(_ => full.FinishDrain());
        }

        return false;
    }

    StoredMessage? Take(Turn turn, QueueReceiver receiver)
    {
        try
        {
            while (ready.TryTake(turn.Store, locks.IsLocked, out var sequence))
            {
                // The window may name what has meanwhile expired, been cancelled or moved; the store knows.
                if (turn.Store.Read(queue.Id, sequence) is not { State: MessageState.Active } message) continue;
                if (!queue.IsOver(message, turn.Now)) return message;
                queue.Expire(turn, message);
            }

            return null;
        }
        catch
        {
            receiver.Link.Unreserve();
            throw;
        }
    }

    void Deliver(Turn turn, QueueReceiver receiver, StoredMessage message)
    {
        if (receiver.Deletes)
        {
            queue.Remove(turn, message.Sequence, message.Size);
            turn.After(failure =>
            {
                if (failure is null) receiver.Send(DeliveredMessage.Encode(message, null), null);
                else receiver.Link.Unreserve();
            });
            return;
        }

        var held = locks.Lock(message, turn.Now);
        receiver.Send(DeliveredMessage.Encode(message, held.Until), held);
    }

    // Nothing is left to deliver: receivers that asked to drain get their credit's end.
    void Drain(Turn turn)
    {
        foreach (var receiver in waiting.Where(r => r.Link.DrainAsked).ToList())
        {
            turn.After(_ => receiver.Link.FinishDrain());
        }
    }
}
