using Amqp;
using Amqp.Framing;
using Amqp.Types;

namespace JcmHub.Local.Runtime.Wire;

/// <summary>
/// The session over which all links of a connection run (AMQP 1.0 part 2.5): handles, windows, deliveries whose outcome is
/// awaited. Everything but attaching is used under the connection's gate.
/// </summary>
internal sealed class AmqpClientSession(AmqpClientConnection connection)
{
    const uint HandleMax = 255;
    const uint Window = 2048;
    const int TransferOverhead = 128;
    const int LastField = 2;

    readonly AmqpLink?[] links = new AmqpLink?[HandleMax + 1];
    readonly Dictionary<uint, AmqpLink> byPeerHandle = [];
    readonly Dictionary<uint, (AmqpLink Link, PendingOutcome Outcome)> sent = [];
    readonly Dictionary<uint, (AmqpLink Link, PendingOutcome Outcome)> settling = [];
    readonly LinkedList<(Transfer Performative, ReadOnlyMemory<byte> Payload)> blocked = [];
    uint nextDeliveryId;
    uint nextOutgoingId;
    uint nextIncomingId;
    uint incomingWindow = Window;
    uint peerWindow;

    public Begin Begin() => new() { NextOutgoingId = nextOutgoingId, IncomingWindow = Window, OutgoingWindow = Window, HandleMax = HandleMax };

    public void OnBegin(Begin begin)
    {
        nextIncomingId = begin.NextOutgoingId;
        peerWindow = begin.IncomingWindow;
    }

    /// <summary>Attaches a link and waits for the peer's answer. Takes the gate.</summary>
    /// <exception cref="AmqpException">The peer refused.</exception>
    /// <exception cref="IOException">The connection is over.</exception>
    public async Task AttachAsync(AmqpLink link, Attach attach, CancellationToken cancellationToken)
    {
        lock (connection.Gate)
        {
            connection.ThrowIfOver();
            var handle = Array.IndexOf(links, null);
            if (handle < 0) throw new AmqpException(ErrorCode.ResourceLimitExceeded, $"There are more than {HandleMax} links on one connection.");
            links[handle] = link;
            link.Handle = attach.Handle = (uint)handle;
            connection.Write(attach);
        }

        try
        {
            await link.Attached.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            lock (connection.Gate) Detach(link);
            throw;
        }
    }

    /// <summary>Ends a link from our side.</summary>
    public void Detach(AmqpLink link)
    {
        if (link.IsOver) return;
        EndLink(link, new AmqpException(ErrorCode.DetachForced, "The link was closed."));
        connection.Write(new Detach { Handle = link.Handle, Closed = true });
    }

    /// <summary>Sends a delivery over a link that has the credit for it.</summary>
    public void Send(AmqpLink link, ReadOnlyMemory<byte> message, uint format, PendingOutcome outcome)
    {
        var id = nextDeliveryId;
        nextDeliveryId = unchecked(nextDeliveryId + 1);
        sent[id] = (link, outcome);
        var room = connection.PeerMaxFrameSize - TransferOverhead;
        for (var at = 0; at == 0 || at < message.Length; at += room)
        {
            var part = message[at..Math.Min(at + room, message.Length)];
            var transfer = new Transfer { Handle = link.Handle, More = at + part.Length < message.Length };
            if (at == 0)
            {
                transfer.DeliveryId = id;
                transfer.DeliveryTag = BitConverter.GetBytes(id);
                transfer.MessageFormat = format;
                transfer.Settled = false;
            }

            blocked.AddLast((transfer, part));
        }

        SendBlocked();
    }

    /// <summary>Proposes an outcome for a received delivery; the peer's answer ends it.</summary>
    public void Settle(AmqpLink link, uint deliveryId, DeliveryState state, PendingOutcome outcome)
    {
        settling[deliveryId] = (link, outcome);
        connection.Write(new Dispose { Role = true, First = deliveryId, Last = deliveryId, Settled = false, State = state });
    }

    /// <summary>Settles a received delivery without waiting for an answer.</summary>
    public void SettleAtOnce(uint deliveryId, DeliveryState state) =>
        connection.Write(new Dispose { Role = true, First = deliveryId, Last = deliveryId, Settled = true, State = state });

    /// <summary>Tells the peer our window and, with a link, that link's credit.</summary>
    public void WriteFlow(AmqpLink? link = null, uint deliveryCount = 0, uint credit = 0, bool drain = false)
    {
        incomingWindow = Window;
        var flow = new Flow { NextIncomingId = nextIncomingId, IncomingWindow = Window, NextOutgoingId = nextOutgoingId, OutgoingWindow = Window };
        if (link is not null)
        {
            flow.Handle = link.Handle;
            flow.DeliveryCount = deliveryCount;
            flow.LinkCredit = credit;
            flow.Drain = drain;
        }

        connection.Write(flow);
    }

    public void Handle(DescribedList performative, ReadOnlySpan<byte> payload)
    {
        switch (performative)
        {
            case Attach attach:
                OnAttach(attach);
                break;
            case Flow flow:
                OnFlow(flow);
                break;
            case Transfer transfer:
                nextIncomingId = unchecked(nextIncomingId + 1);
                incomingWindow--;
                if (byPeerHandle.TryGetValue(transfer.Handle, out var receiving)) receiving.OnTransfer(transfer, payload);
                if (incomingWindow < Window / 2) WriteFlow();
                break;
            case Dispose disposition:
                OnDisposition(disposition);
                break;
            case Detach detach:
                OnDetach(detach);
                break;
        }
    }

    /// <summary>The connection is over.</summary>
    public void End(Exception why)
    {
        foreach (var link in links.OfType<AmqpLink>()) EndLink(link, why);
    }

    void OnAttach(Attach attach)
    {
        if (links.FirstOrDefault(l => l?.Name == attach.LinkName) is not { } link) return;
        byPeerHandle[attach.Handle] = link;

        // An attach without a terminus is a refusal; the detach that follows says why (part 2.6.3).
        if ((attach.Role ? attach.Target : attach.Source) is not null) link.OnAttached(attach);
    }

    void OnDetach(Detach detach)
    {
        if (!byPeerHandle.Remove(detach.Handle, out var link)) return;
        if (!link.IsOver) connection.Write(new Detach { Handle = link.Handle, Closed = detach.Closed });
        links[link.Handle] = null;
        EndLink(link, new AmqpException(detach.Error ?? new Error(ErrorCode.DetachForced) { Description = "The broker closed the link." }));
    }

    void EndLink(AmqpLink link, Exception why)
    {
        if (link.IsOver) return;
        link.End(why);
        FailAll(sent);
        FailAll(settling);

        // Its frames must not go out behind its detach.
        for (var node = blocked.First; node is not null;)
        {
            var next = node.Next;
            if (node.Value.Performative.Handle == link.Handle) blocked.Remove(node);
            node = next;
        }

        void FailAll(Dictionary<uint, (AmqpLink Link, PendingOutcome Outcome)> open)
        {
            foreach (var (id, _) in open.Where(entry => entry.Value.Link == link).ToList())
            {
                if (open.Remove(id, out var entry)) entry.Outcome.Fail(why);
            }
        }
    }

    void OnFlow(Flow flow)
    {
        var left = unchecked((int)(flow.NextIncomingId + flow.IncomingWindow - nextOutgoingId));
        peerWindow = left > 0 ? (uint)left : 0;
        SendBlocked();
        if (flow.HasHandle && byPeerHandle.TryGetValue(flow.Handle, out var link)) link.OnFlow(flow);
        else if (flow.Echo) WriteFlow();
    }

    void OnDisposition(Dispose disposition)
    {
        var open = disposition.Role ? sent : settling;
        var last = disposition.HasField(LastField) ? disposition.Last : disposition.First;
        for (var id = disposition.First; ; id = unchecked(id + 1))
        {
            if (open.Remove(id, out var entry)) entry.Outcome.Decide(disposition.State);
            if (id == last) break;
        }
    }

    void SendBlocked()
    {
        while (peerWindow > 0 && blocked.First is { } next)
        {
            blocked.RemoveFirst();
            peerWindow--;
            nextOutgoingId = unchecked(nextOutgoingId + 1);
            connection.Write(next.Value.Performative, next.Value.Payload.Span);
        }
    }
}
