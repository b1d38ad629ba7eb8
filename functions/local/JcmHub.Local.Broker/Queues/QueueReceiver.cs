using Amqp.Framing;
using JcmHub.Local.Broker.Messages;
using JcmHub.Local.Broker.Wire;

namespace JcmHub.Local.Broker.Queues;

/// <summary>One receiver's link to a queue: passes its credit to the engine, deliveries to the link, decisions back.</summary>
internal sealed class QueueReceiver(QueueEngine engine, BrokerQueue queue, OutgoingLink link) : IMessageSource
{
    int announced;

    public OutgoingLink Link => link;

    /// <summary>Receive-and-delete.</summary>
    public bool Deletes => link.SendsSettled;

    /// <summary>Whether the queue has it among those waiting. Engine only.</summary>
    public bool IsWaiting { get; set; }

    public void OnReady()
    {
        if (Interlocked.Exchange(ref announced, 1) == 1) return;
        engine.Post(_ =>
        {
            Volatile.Write(ref announced, 0);
            queue.AddWaiting(this);
        });
    }

    /// <summary>Sends under a reserved credit; a message whose link is gone meanwhile stays locked until the lock ends.</summary>
    public void Send(ReadOnlyMemory<byte> message, MessageLock? held)
    {
        if (link.Send(message, held?.Token ?? Guid.NewGuid(), held is null) is not { } deliveryId) return;
        engine.Statistics.CountDelivered();
        if (held is null) engine.Statistics.CountSettled();
        else held.Ended = () => link.Forget(deliveryId);
    }

    public void OnDisposition(uint deliveryId, Guid lockToken, DeliveryState? state, bool settled)
    {
        if (Read(state) is not { } settlement) return; // Received: not a decision yet.
        engine.Post(turn =>
        {
            Error? error = null;
            turn.After(failure =>
            {
                if (failure is not null) error = ServiceBusError.ServerBusy();
                if (error is null) engine.Statistics.CountSettled();
                if (!settled) link.Settle(deliveryId, error is null ? Agreed(state) : new Rejected { Error = error });
            });
            error = queue.Settle(turn, lockToken, settlement);
        });
    }

    // What this receiver holds stays locked until the locks end, as in Service Bus.
    public void OnClosed()
    {
    }

    // The same outcome without its details: an error inside would tell the client that its decision failed.
    static DeliveryState Agreed(DeliveryState? state) => state switch
    {
        Released => new Released(),
        Modified => new Modified(),
        Rejected => new Rejected(),
        _ => new Accepted(),
    };

    // Abandon and defer come as "modified", dead-letter as "rejected" with reason and description in the error's info.
    static Settlement? Read(DeliveryState? state) => state switch
    {
        Accepted => new Settlement.Complete(),
        Released => new Settlement.Release(),
        Modified { UndeliverableHere: true } modified => new Settlement.Defer(PropertyChange.Read(modified.MessageAnnotations)),
        Modified modified => new Settlement.Abandon(PropertyChange.Read(modified.MessageAnnotations)),
        Rejected rejected => new Settlement.DeadLetter(PropertyChange.Read(rejected.Error?.Info)),
        null => new Settlement.Release(),
        _ => null,
    };
}
