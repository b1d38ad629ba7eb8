using Amqp;
using Amqp.Framing;

namespace JcmHub.Local.Broker.Wire;

/// <summary>
/// What one session sends: delivery numbers, frames within the peer's window (AMQP 1.0 part 2.5.6), deliveries not yet settled.
/// Under the connection's gate.
/// </summary>
internal sealed class OutgoingDeliveries(AmqpSession session, long peerWindow)
{
    public const uint Window = 2048;

    const int MostUnsettled = 5000;
    const uint WidestDisposition = 4 * MostUnsettled;
    const int TransferOverhead = 128;
    const int NextIncomingIdField = 0;
    const int LastField = 2;

    readonly Dictionary<uint, (OutgoingLink Link, Guid LockToken)> unsettled = [];
    readonly Queue<(Transfer Performative, ReadOnlyMemory<byte> Payload)> blocked = [];
    uint nextDeliveryId;

    public uint NextOutgoingId { get; private set; }

    /// <summary>Whether frames wait for the peer to open its window, or it holds as many unsettled deliveries as one session may.</summary>
    public bool IsBlocked => blocked.Count > 0 || peerWindow <= 0 || unsettled.Count >= MostUnsettled;

    public uint Send(OutgoingLink link, ReadOnlyMemory<byte> message, Guid tag, bool settled)
    {
        var id = nextDeliveryId;
        nextDeliveryId = unchecked(nextDeliveryId + 1);
        if (!settled) unsettled[id] = (link, tag);

        var room = session.Connection.PeerMaxFrameSize - TransferOverhead;
        for (var at = 0; at == 0 || at < message.Length; at += room)
        {
            var part = message[at..Math.Min(at + room, message.Length)];
            var transfer = new Transfer { Handle = link.Handle, More = at + part.Length < message.Length };
            if (at == 0)
            {
                transfer.DeliveryId = id;
                transfer.DeliveryTag = tag.ToByteArray();
                transfer.MessageFormat = 0;
                transfer.Settled = settled;
            }

            blocked.Enqueue((transfer, part));
        }

        SendBlocked();
        return id;
    }

    /// <summary>Answers the peer's disposition, once.</summary>
    public void Settle(uint deliveryId, DeliveryState outcome)
    {
        if (Forget(deliveryId)) Answer(deliveryId, outcome);
    }

    public bool Forget(uint deliveryId)
    {
        var wasBlocked = IsBlocked;
        var known = unsettled.Remove(deliveryId);
        if (wasBlocked && !IsBlocked) session.OnRoom();
        return known;
    }

    public void Clear()
    {
        unsettled.Clear();
        blocked.Clear();
    }

    /// <summary>The peer's window as its flow states it; true when that ended a wait.</summary>
    public bool OnFlow(Flow flow)
    {
        // remote-incoming-window; before our begin is known to the peer it leaves next-incoming-id out.
        var wasBlocked = IsBlocked;
        var seen = flow.HasField(NextIncomingIdField) ? flow.NextIncomingId : 0;
        peerWindow = flow.IncomingWindow + (long)unchecked((int)(seen - NextOutgoingId));
        SendBlocked();
        return wasBlocked && !IsBlocked;
    }

    public void OnDisposition(Dispose disposition)
    {
        if (!disposition.Role) return; // The peer settles what we had settled: nothing of ours is open there.
        var last = disposition.HasField(LastField) ? disposition.Last : disposition.First;
        if (unchecked(last - disposition.First) > WidestDisposition)
            throw new AmqpException(ErrorCode.InvalidField, "A disposition covers more deliveries than can be open.");
        for (var id = disposition.First; ; id = unchecked(id + 1))
        {
            if (unsettled.TryGetValue(id, out var delivery))
            {
                if (disposition.Settled) Forget(id);
                delivery.Link.OnDisposition(id, delivery.LockToken, disposition.State, disposition.Settled);
            }
            else if (!disposition.Settled)
            {
                // Not open any more: its lock has ended.
                Answer(id, new Rejected { Error = ServiceBusError.LockLost() });
            }

            if (id == last) break;
        }
    }

    void Answer(uint deliveryId, DeliveryState outcome) =>
        session.Write(new Dispose { Role = false, First = deliveryId, Last = deliveryId, Settled = true, State = outcome });

    void SendBlocked()
    {
        while (peerWindow > 0 && blocked.TryDequeue(out var next))
        {
            peerWindow--;
            NextOutgoingId = unchecked(NextOutgoingId + 1);
            session.Write(next.Performative, next.Payload.Span);
        }
    }
}
