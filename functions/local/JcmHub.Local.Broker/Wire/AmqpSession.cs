using Amqp;
using Amqp.Framing;
using Amqp.Types;

namespace JcmHub.Local.Broker.Wire;

/// <summary>
/// One session (AMQP 1.0 part 2.5): transfer windows both ways, delivery numbers, the links by their handles.
/// Our channel and handle numbers are the peer's. Everything here runs under the connection's gate.
/// </summary>
internal sealed class AmqpSession
{
    const uint IncomingWindow = 2048;
    const uint OutgoingWindow = 2048;
    const uint HandleMax = 1023;
    const int TransferOverhead = 128;
    const int NextIncomingIdField = 0;
    const int LastField = 2;

    readonly ushort channel;
    readonly Dictionary<uint, AmqpLink> links = [];
    readonly Dictionary<uint, (OutgoingLink Link, Guid LockToken)> unsettled = [];
    readonly Queue<(Transfer Performative, ReadOnlyMemory<byte> Payload)> blocked = [];
    uint nextIncomingId;
    uint incomingWindow = IncomingWindow;
    uint nextOutgoingId;
    uint nextDeliveryId;
    uint peerWindow;
    bool awaitsEnd;

    public AmqpSession(AmqpConnection connection, ushort channel, Begin begin)
    {
        Connection = connection;
        this.channel = channel;
        nextIncomingId = begin.NextOutgoingId;
        peerWindow = begin.IncomingWindow;
        Write(new Begin
        {
            RemoteChannel = channel,
            NextOutgoingId = nextOutgoingId,
            IncomingWindow = IncomingWindow,
            OutgoingWindow = OutgoingWindow,
            HandleMax = HandleMax,
        });
    }

    public AmqpConnection Connection { get; }

    /// <summary>Whether frames wait for the peer to open its window.</summary>
    public bool IsBlocked => blocked.Count > 0 || peerWindow == 0;

    public void Handle(Frame frame)
    {
        if (awaitsEnd) return;
        switch (frame.Performative)
        {
            case Attach attach:
                OnAttach(attach);
                break;
            case Flow flow:
                OnFlow(flow);
                break;
            case Transfer transfer:
                OnTransfer(transfer, frame.Payload.Span);
                break;
            case Dispose disposition:
                OnDisposition(disposition);
                break;
            case Detach detach:
                if (!links.Remove(detach.Handle, out var link)) Unattached(detach.Handle);
                else OnDetach(link, detach);
                break;
            default:
                throw new AmqpException(ErrorCode.NotAllowed, $"{frame.Performative!.GetType().Name} is not expected in a session.");
        }
    }

    public void OnEnd(bool answer = true)
    {
        foreach (var link in links.Values) link.Release();
        links.Clear();
        unsettled.Clear();
        blocked.Clear();
        if (answer && !awaitsEnd) Write(new End());
    }

    public void OnRoom()
    {
        foreach (var link in links.Values) link.OnRoom();
    }

    /// <summary>Detaches links whose right has run out.</summary>
    public void CheckLinks()
    {
        foreach (var link in links.Values)
        {
            if (!link.Detached && Connection.Nodes.Recheck(Connection, link.Address) is { } error) link.Detach(error);
        }
    }

    public void Write(DescribedList performative) => Connection.Output.Write(FrameKind.Amqp, channel, performative);

    public void WriteFlow(AmqpLink? link, uint deliveryCount, uint credit, bool drain)
    {
        incomingWindow = IncomingWindow;
        var flow = new Flow
        {
            NextIncomingId = nextIncomingId,
            IncomingWindow = incomingWindow,
            NextOutgoingId = nextOutgoingId,
            OutgoingWindow = OutgoingWindow,
        };
        if (link is not null)
        {
            flow.Handle = link.Handle;
            flow.DeliveryCount = deliveryCount;
            flow.LinkCredit = credit;
            flow.Drain = drain;
        }

        Write(flow);
    }

    public uint Deliver(OutgoingLink link, ReadOnlyMemory<byte> message, Guid tag, bool settled)
    {
        var id = nextDeliveryId;
        nextDeliveryId = unchecked(nextDeliveryId + 1);
        if (!settled) unsettled[id] = (link, tag);

        var room = Connection.PeerMaxFrameSize - TransferOverhead;
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

    public void SettleOutgoing(uint deliveryId, DeliveryState outcome)
    {
        if (!unsettled.Remove(deliveryId)) return;
        Write(new Dispose { Role = false, First = deliveryId, Last = deliveryId, Settled = true, State = outcome });
    }

    public void Forget(uint deliveryId) => unsettled.Remove(deliveryId);

    void SendBlocked()
    {
        while (peerWindow > 0 && blocked.TryDequeue(out var next))
        {
            peerWindow--;
            nextOutgoingId = unchecked(nextOutgoingId + 1);
            Connection.Output.Write(FrameKind.Amqp, channel, next.Performative, next.Payload.Span);
        }
    }

    void OnAttach(Attach attach)
    {
        if (attach.Handle > HandleMax || links.ContainsKey(attach.Handle))
        {
            Fail(ErrorCode.HandleInUse, $"Handle {attach.Handle} is in use or above {HandleMax}.");
            return;
        }

        try
        {
            links[attach.Handle] = attach.Role ? AttachOutgoing(attach) : AttachIncoming(attach);
        }
        catch (AmqpException e)
        {
            // A refused link is attached without its terminus and detached at once (part 2.6.3).
            Write(new Attach
            {
                LinkName = attach.LinkName,
                Handle = attach.Handle,
                Role = !attach.Role,
                InitialDeliveryCount = 0,
                Source = attach.Role ? null : attach.Source,
                Target = attach.Role ? attach.Target : null,
            });
            var refused = new RefusedLink(this, attach);
            links[attach.Handle] = refused;
            refused.Detach(e.Error);
        }
    }

    IncomingLink AttachIncoming(Attach attach)
    {
        if (attach.Target is not Target) throw new AmqpException(ErrorCode.NotImplemented, "Only queues can be sent to; transactions are not kept.");
        var link = new IncomingLink(this, attach, Connection.Nodes.OpenSink(Connection, attach));
        var answer = Answer(attach);
        answer.MaxMessageSize = (ulong)link.MaxMessageSize;
        Write(answer);
        link.GrantCredit();
        return link;
    }

    OutgoingLink AttachOutgoing(Attach attach)
    {
        if (attach.Source is not Source) throw new AmqpException(ErrorCode.InvalidField, "A receiving link needs a source.");
        var link = new OutgoingLink(this, attach);
        var source = Connection.Nodes.OpenSource(Connection, attach, link);
        var answer = Answer(attach);
        answer.InitialDeliveryCount = 0;
        Write(answer);
        link.Connect(source);
        return link;
    }

    static Attach Answer(Attach attach) => new()
    {
        LinkName = attach.LinkName,
        Handle = attach.Handle,
        Role = !attach.Role,
        SndSettleMode = attach.SndSettleMode,
        RcvSettleMode = attach.RcvSettleMode,
        Source = attach.Source,
        Target = attach.Target,
        Properties = attach.Properties,
    };

    void OnDetach(AmqpLink link, Detach detach)
    {
        var answered = link.AwaitsDetach;
        link.Release();
        if (!answered) Write(new Detach { Handle = detach.Handle, Closed = detach.Closed });
    }

    void OnFlow(Flow flow)
    {
        // remote-incoming-window (part 2.5.6); before our begin is known next-incoming-id is left out.
        var seen = flow.HasField(NextIncomingIdField) ? flow.NextIncomingId : 0;
        var left = unchecked((int)(seen + flow.IncomingWindow - nextOutgoingId));
        var wasBlocked = IsBlocked;
        peerWindow = left > 0 ? (uint)left : 0;
        SendBlocked();
        if (wasBlocked && !IsBlocked) OnRoom();

        if (!flow.HasHandle)
        {
            if (flow.Echo) WriteFlow(null, 0, 0, drain: false);
        }
        else if (links.TryGetValue(flow.Handle, out var link))
        {
            if (!link.Detached) link.OnFlow(flow);
        }
        else
        {
            Unattached(flow.Handle);
        }
    }

    void OnTransfer(Transfer transfer, ReadOnlySpan<byte> payload)
    {
        if (incomingWindow == 0)
        {
            Fail(ErrorCode.WindowViolation, "A transfer came although the session's window is closed.");
            return;
        }

        nextIncomingId = unchecked(nextIncomingId + 1);
        incomingWindow--;
        if (!links.TryGetValue(transfer.Handle, out var link)) Unattached(transfer.Handle);
        else if (!link.Detached) link.OnTransfer(transfer, payload);
        if (incomingWindow < IncomingWindow / 2) WriteFlow(null, 0, 0, drain: false);
    }

    void OnDisposition(Dispose disposition)
    {
        if (!disposition.Role) return; // The peer settles what we had settled: nothing of ours is open there.
        var last = disposition.HasField(LastField) ? disposition.Last : disposition.First;
        if (unchecked(last - disposition.First) > OutgoingWindow * 8)
            throw new AmqpException(ErrorCode.InvalidField, "A disposition covers more deliveries than can be open.");
        for (var id = disposition.First; ; id = unchecked(id + 1))
        {
            if (unsettled.TryGetValue(id, out var delivery))
            {
                if (disposition.Settled) unsettled.Remove(id);
                delivery.Link.OnDisposition(id, delivery.LockToken, disposition.State, disposition.Settled);
            }
            else if (!disposition.Settled)
            {
                Write(new Dispose { Role = false, First = id, Last = id, Settled = true, State = new Rejected { Error = ServiceBusError.LockLost() } });
            }

            if (id == last) break;
        }
    }

    void Unattached(uint handle) => Fail(ErrorCode.UnattachedHandle, $"There is no link with handle {handle}.");

    void Fail(string condition, string why)
    {
        awaitsEnd = true;
        Write(new End { Error = new Error(condition) { Description = why } });
        OnEnd(answer: false);
    }
}
