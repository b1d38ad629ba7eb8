using System.Net.Sockets;
using Amqp;
using Amqp.Framing;
using Amqp.Sasl;
using Amqp.Types;

namespace JcmHub.Local.Runtime.Wire;

/// <summary>
/// A client's connection with one session (AMQP 1.0 parts 2.4 and 2.5), over which all links run. The library's own client
/// links cannot wait for the answer to a settlement nor send the batch format, hence this one; its codec is used.
/// All state of links is guarded by <see cref="Gate"/>. A connection that has ended stays so: its owner opens another.
/// </summary>
internal sealed class AmqpClientConnection : IDisposable
{
    const ushort Channel = 0;
    const uint HandleMax = 255;
    const uint Window = 2048;
    const int TransferOverhead = 128;
    static readonly TimeSpan IdleTimeout = TimeSpan.FromSeconds(60);
    static readonly TimeSpan FarewellTime = TimeSpan.FromSeconds(2);
    static readonly byte[] AmqpHeader = [.. "AMQP"u8, 0, 1, 0, 0];
    static readonly byte[] SaslHeader = [.. "AMQP"u8, 3, 1, 0, 0];

    readonly AmqpTransport transport;
    readonly CancellationTokenSource stop = new();
    readonly AmqpLink?[] links = new AmqpLink?[HandleMax + 1];
    readonly Dictionary<uint, AmqpLink> byPeerHandle = [];
    readonly Dictionary<uint, PendingOutcome> sent = [];
    readonly Dictionary<uint, PendingOutcome> settling = [];
    readonly Queue<(Transfer Performative, ReadOnlyMemory<byte> Payload)> blocked = [];
    readonly TaskCompletionSource<Exception> ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    uint nextDeliveryId;
    uint nextOutgoingId;
    uint nextIncomingId;
    uint incomingWindow = Window;
    uint peerWindow;
    int peerMaxFrameSize = AmqpTransport.MaxFrameSize;
    long? heartbeat;
    bool closing;

    AmqpClientConnection(Socket socket) => transport = new AmqpTransport(socket, Gate);

    public Lock Gate { get; } = new();

    /// <summary>Done when the connection is over, with what ended it.</summary>
    public Task<Exception> Ended => ended.Task;

    public bool IsOver => ended.Task.IsCompleted;

    /// <exception cref="SocketException">Nobody listens there.</exception>
    /// <exception cref="AmqpException">The peer refused.</exception>
    public static async Task<AmqpClientConnection> OpenAsync(string host, int port, string containerId, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        var connection = new AmqpClientConnection(socket);
        try
        {
            await socket.ConnectAsync(host, port, cancellationToken);
            connection.RunWriter();
            await connection.HandshakeAsync(host, containerId, cancellationToken);
            connection.RunReader();
            return connection;
        }
        catch (Exception e)
        {
            connection.End(e);
            throw;
        }
    }

    /// <summary>Attaches a link and waits for the peer's answer.</summary>
    /// <exception cref="AmqpException">The peer refused.</exception>
    public async Task AttachAsync(AmqpLink link, Attach attach, CancellationToken cancellationToken)
    {
        lock (Gate)
        {
            ThrowIfOver();
            var handle = Array.IndexOf(links, null);
            if (handle < 0) throw new AmqpException(ErrorCode.ResourceLimitExceeded, $"More than {HandleMax} links on one connection.");
            links[handle] = link;
            link.Handle = (uint)handle;
            attach.Handle = (uint)handle;
            Write(attach);
        }

        try
        {
            await link.Attached.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            lock (Gate) Detach(link);
            throw;
        }
    }

    /// <summary>Says goodbye and waits a moment for the answer.</summary>
    public async Task CloseAsync()
    {
        lock (Gate)
        {
            if (IsOver || closing) return;
            closing = true;
            Write(new Close());
            stop.CancelAfter(FarewellTime);
        }

        await Ended;
    }

    public void Dispose()
    {
        End(new ObjectDisposedException(nameof(AmqpClientConnection)));
        stop.Dispose();
    }

    /// <summary>Sends a delivery over a link that has the credit for it. Under the gate.</summary>
    public void Send(uint handle, ReadOnlyMemory<byte> message, uint format, PendingOutcome outcome)
    {
        var id = nextDeliveryId;
        nextDeliveryId = unchecked(nextDeliveryId + 1);
        sent[id] = outcome;
        var room = peerMaxFrameSize - TransferOverhead;
        for (var at = 0; at == 0 || at < message.Length; at += room)
        {
            var part = message[at..Math.Min(at + room, message.Length)];
            var transfer = new Transfer { Handle = handle, More = at + part.Length < message.Length };
            if (at == 0)
            {
                transfer.DeliveryId = id;
                transfer.DeliveryTag = BitConverter.GetBytes(id);
                transfer.MessageFormat = format;
                transfer.Settled = false;
            }

            blocked.Enqueue((transfer, part));
        }

        SendBlocked();
    }

    /// <summary>Proposes an outcome for a received delivery; the peer's answer ends it. Under the gate.</summary>
    public void Settle(uint deliveryId, DeliveryState state, PendingOutcome outcome)
    {
        settling[deliveryId] = outcome;
        Write(new Dispose { Role = true, First = deliveryId, Last = deliveryId, Settled = false, State = state });
    }

    /// <summary>Settles a received delivery without waiting for an answer. Under the gate.</summary>
    public void SettleAtOnce(uint deliveryId, DeliveryState state) =>
        Write(new Dispose { Role = true, First = deliveryId, Last = deliveryId, Settled = true, State = state });

    /// <summary>Tells the peer our window and a receiving link's credit. Under the gate.</summary>
    public void WriteFlow(uint? handle = null, uint deliveryCount = 0, uint credit = 0, bool drain = false)
    {
        incomingWindow = Window;
        var flow = new Flow { NextIncomingId = nextIncomingId, IncomingWindow = Window, NextOutgoingId = nextOutgoingId, OutgoingWindow = Window };
        if (handle is { } link)
        {
            flow.Handle = link;
            flow.DeliveryCount = deliveryCount;
            flow.LinkCredit = credit;
            flow.Drain = drain;
        }

        Write(flow);
    }

    /// <summary>Ends a link from our side. Under the gate.</summary>
    public void Detach(AmqpLink link)
    {
        if (!link.IsOver && !IsOver) Write(new Detach { Handle = link.Handle, Closed = true });
        link.End(new AmqpException(ErrorCode.DetachForced, "The link was closed."));
    }

    public void ThrowIfOver()
    {
        if (ended.Task.IsCompletedSuccessfully) throw new IOException("The connection to the broker is over.", ended.Task.Result);
    }

    async Task HandshakeAsync(string host, string containerId, CancellationToken cancellationToken)
    {
        // Right to anything is proved at $cbs, so SASL proves nothing.
        lock (Gate) transport.Write(SaslHeader);
        await transport.ExpectAsync(SaslHeader, cancellationToken);
        await transport.ReadAsync(cancellationToken);
        lock (Gate) transport.Write(AmqpTransport.SaslFrame, 0, new SaslInit { Mechanism = "ANONYMOUS", HostName = host });
        if ((await transport.ReadAsync(cancellationToken)).Performative is not SaslOutcome { Code: SaslCode.Ok })
            throw new AmqpException(ErrorCode.UnauthorizedAccess, "The broker refused the connection.");

        lock (Gate) transport.Write(AmqpHeader);
        await transport.ExpectAsync(AmqpHeader, cancellationToken);
        lock (Gate)
        {
            Write(new Open
            {
                ContainerId = containerId,
                HostName = host,
                MaxFrameSize = AmqpTransport.MaxFrameSize,
                ChannelMax = Channel,
                IdleTimeOut = (uint)IdleTimeout.TotalMilliseconds,
            });
            Write(new Begin { NextOutgoingId = nextOutgoingId, IncomingWindow = Window, OutgoingWindow = Window, HandleMax = HandleMax });
        }

        for (var begun = false; !begun;)
        {
            switch ((await transport.ReadAsync(cancellationToken)).Performative)
            {
                case Open open:
                    if (open.MaxFrameSize is >= 512 and < AmqpTransport.MaxFrameSize) peerMaxFrameSize = (int)open.MaxFrameSize;
                    if (open.IdleTimeOut > 0) heartbeat = open.IdleTimeOut / 2;
                    break;
                case Begin begin:
                    nextIncomingId = begin.NextOutgoingId;
                    peerWindow = begin.IncomingWindow;
                    begun = true;
                    break;
                case Close close:
                    throw new AmqpException(close.Error ?? new Error(ErrorCode.ConnectionForced));
            }
        }
    }

    async void RunWriter()
    {
        try
        {
            await transport.WriteAllAsync(stop.Token);
        }
        catch (Exception e)
        {
            End(e);
        }
    }

    async void RunReader()
    {
        var watch = WatchAsync();
        try
        {
            while (!IsOver)
            {
                var (_, performative, payload) = await transport.ReadAsync(stop.Token);
                lock (Gate) Handle(performative, payload.Span);
            }
        }
        catch (Exception e)
        {
            End(e);
        }

        await watch;
    }

    void Handle(DescribedList? performative, ReadOnlySpan<byte> payload)
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
            case End end:
                throw new AmqpException(end.Error ?? new Error(ErrorCode.DetachForced));
            case Close close:
                if (!closing) Write(new Close());
                transport.Finish();
                throw new AmqpException(close.Error ?? new Error(ErrorCode.ConnectionForced) { Description = "The connection was closed." });
        }
    }

    void OnAttach(Attach attach)
    {
        if (links.FirstOrDefault(l => l?.Name == attach.LinkName && !l.IsOver) is not { } link) return;
        byPeerHandle[attach.Handle] = link;
        link.PeerHandle = attach.Handle;

        // An attach without a terminus is a refusal; the detach that follows says why (part 2.6.3).
        if ((attach.Role ? attach.Target : attach.Source) is not null) link.OnAttached(attach);
    }

    void OnDetach(Detach detach)
    {
        if (!byPeerHandle.Remove(detach.Handle, out var link)) return;
        if (!link.IsOver) Write(new Detach { Handle = link.Handle, Closed = detach.Closed });
        links[link.Handle] = null;
        link.End(new AmqpException(detach.Error ?? new Error(ErrorCode.DetachForced) { Description = "The broker closed the link." }));
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
        var last = disposition.HasField(2) ? disposition.Last : disposition.First;
        for (var id = disposition.First; ; id = unchecked(id + 1))
        {
            if (open.Remove(id, out var outcome)) outcome.Decide(disposition.State);
            if (id == last) break;
        }
    }

    void SendBlocked()
    {
        while (peerWindow > 0 && blocked.TryDequeue(out var next))
        {
            peerWindow--;
            nextOutgoingId = unchecked(nextOutgoingId + 1);
            transport.Write(AmqpTransport.AmqpFrame, Channel, next.Performative, next.Payload.Span);
        }
    }

    void Write(DescribedList performative) => transport.Write(AmqpTransport.AmqpFrame, Channel, performative);

    async Task WatchAsync()
    {
        using var tick = new PeriodicTimer(TimeSpan.FromSeconds(1));
        try
        {
            while (await tick.WaitForNextTickAsync(stop.Token))
            {
                lock (Gate)
                {
                    if (Environment.TickCount64 - transport.LastReceived > 2 * IdleTimeout.TotalMilliseconds)
                        throw new IOException("Nothing was heard of the broker for two minutes.");
                    if (Environment.TickCount64 - transport.LastSent + tick.Period.TotalMilliseconds >= heartbeat)
                        transport.Write(AmqpTransport.AmqpFrame, Channel, null);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The connection is over.
        }
        catch (IOException e)
        {
            End(e);
        }
    }

    void End(Exception why)
    {
        lock (Gate)
        {
            if (!ended.TrySetResult(why)) return;
            transport.Finish();
            foreach (var link in links) link?.End(why);
            foreach (var outcome in sent.Values.Concat(settling.Values)) outcome.Fail(why);
            sent.Clear();
            settling.Clear();
            blocked.Clear();
        }

        stop.Cancel();
        transport.Dispose();
    }
}
