using Amqp;
using Amqp.Framing;
using Amqp.Types;

namespace JcmHub.Local.Broker.Wire;

/// <summary>
/// One session (AMQP 1.0 part 2.5): its links by their handles and the windows both ways. Our channel and handle numbers are
/// the peer's. Everything here runs under the connection's gate.
/// </summary>
internal sealed class AmqpSession
{
    const uint IncomingWindow = 2048;
    const uint HandleMax = 255;

    readonly ushort channel;
    readonly Dictionary<uint, AmqpLink> links = [];
    uint nextIncomingId;
    uint incomingWindow = IncomingWindow;
    bool awaitsEnd;

    public AmqpSession(AmqpConnection connection, ushort channel, Begin begin)
    {
        Connection = connection;
        this.channel = channel;
        nextIncomingId = begin.NextOutgoingId;
        Deliveries = new OutgoingDeliveries(this, begin.IncomingWindow);
        Write(new Begin
        {
            RemoteChannel = channel,
            NextOutgoingId = Deliveries.NextOutgoingId,
            IncomingWindow = IncomingWindow,
            OutgoingWindow = OutgoingDeliveries.Window,
            HandleMax = HandleMax,
        });
    }

    public AmqpConnection Connection { get; }

    public OutgoingDeliveries Deliveries { get; }

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
                Deliveries.OnDisposition(disposition);
                break;
            case Detach detach:
                OnDetach(detach);
                break;
            default:
                throw new AmqpException(ErrorCode.NotAllowed, $"{frame.Performative!.GetType().Name} is not expected in a session.");
        }
    }

    public void OnEnd(bool answer)
    {
        foreach (var link in links.Values) link.Release();
        links.Clear();
        Deliveries.Clear();
        if (answer && !awaitsEnd) Write(new End());
    }

    public void OnRoom()
    {
        foreach (var link in links.Values) link.OnRoom();
    }

    /// <summary>Detaches links whose right has run out.</summary>
    public void CheckRights()
    {
        foreach (var link in links.Values)
        {
            if (!link.Detached && Connection.Nodes.Recheck(link.Address) is { } error) link.Detach(error);
        }
    }

    public void Write(DescribedList performative, ReadOnlySpan<byte> payload = default) =>
        Connection.Output.Write(FrameKind.Amqp, channel, performative, payload);

    /// <summary>Tells the peer our window and, with a link, that link's credit.</summary>
    public void WriteFlow(AmqpLink? link = null, uint deliveryCount = 0, uint credit = 0, bool drain = false)
    {
        incomingWindow = IncomingWindow;
        var flow = new Flow
        {
            NextIncomingId = nextIncomingId,
            IncomingWindow = incomingWindow,
            NextOutgoingId = Deliveries.NextOutgoingId,
            OutgoingWindow = OutgoingDeliveries.Window,
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
            Write(new Attach { LinkName = attach.LinkName, Handle = attach.Handle, Role = !attach.Role, InitialDeliveryCount = 0 });
            var refused = new RefusedLink(this, attach);
            links[attach.Handle] = refused;
            refused.Detach(e.Error);
        }
    }

    IncomingLink AttachIncoming(Attach attach)
    {
        if (attach.Target is not Target) throw new AmqpException(ErrorCode.NotImplemented, "Only queues can be sent to; transactions are not kept.");
        var link = new IncomingLink(this, attach, Connection.Nodes.OpenSink(attach));
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
        link.Connect(Connection.Nodes.OpenSource(attach, link));
        var answer = Answer(attach);
        answer.InitialDeliveryCount = 0;
        Write(answer);
        return link;
    }

    // Says back what was agreed to, and nothing of what is not kept here (filters, properties).
    static Attach Answer(Attach attach) => new()
    {
        LinkName = attach.LinkName,
        Handle = attach.Handle,
        Role = !attach.Role,
        SndSettleMode = attach.SndSettleMode,
        RcvSettleMode = attach.RcvSettleMode,
        Source = new Source { Address = (attach.Source as Source)?.Address },
        Target = new Target { Address = (attach.Target as Target)?.Address },
    };

    void OnDetach(Detach detach)
    {
        if (!links.Remove(detach.Handle, out var link))
        {
            Unattached(detach.Handle);
            return;
        }

        var answered = link.AwaitsDetach;
        link.Release();
        if (!answered) Write(new Detach { Handle = detach.Handle, Closed = detach.Closed });
    }

    void OnFlow(Flow flow)
    {
        if (Deliveries.OnFlow(flow)) OnRoom();
        if (!flow.HasHandle)
        {
            if (flow.Echo) WriteFlow();
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
        if (!awaitsEnd && incomingWindow < IncomingWindow / 2) WriteFlow();
    }

    void Unattached(uint handle) => Fail(ErrorCode.UnattachedHandle, $"There is no link with handle {handle}.");

    void Fail(string condition, string why)
    {
        awaitsEnd = true;
        Connection.Log($"A session is ended: {condition} {why}");
        Write(new End { Error = new Error(condition) { Description = why } });
        OnEnd(answer: false);
    }
}
