using System.Net.Sockets;
using Amqp;
using Amqp.Framing;

namespace JcmHub.Local.Broker.Wire;

/// <summary>
/// One client's connection (AMQP 1.0 part 2.4): reads frames, keeps the sessions, ends on the first violation with the
/// condition that names it. All state of its sessions and links is guarded by <see cref="Gate"/>; the queue engine takes it too.
/// </summary>
internal sealed class AmqpConnection : IDisposable
{
    public const int MaxFrameSize = 64 * 1024;

    const int SmallestMaxFrameSize = 512;
    const ushort ChannelMax = 1023;
    const long InboundHighWater = 4 * 1024 * 1024;
    const long PartialLimit = 256 * 1024 * 1024;
    static readonly TimeSpan FarewellTime = TimeSpan.FromSeconds(2);

    readonly Socket socket;
    readonly FrameReader reader;
    readonly string containerId;
    readonly TimeSpan idleTimeout;
    readonly CancellationTokenSource stop = new();
    readonly Dictionary<ushort, AmqpSession> sessions = [];
    TaskCompletionSource? inboundRoom;
    long inbound;
    long partial;
    TimeSpan? heartbeat;
    bool negotiated;
    bool opened;
    bool closing;

    public AmqpConnection(Socket socket, INodeDirectory nodes, string containerId, TimeSpan idleTimeout, Action<string> log)
    {
        this.socket = socket;
        this.containerId = containerId;
        this.idleTimeout = idleTimeout;
        Nodes = nodes;
        Log = log;
        reader = new FrameReader(socket, MaxFrameSize);
        Output = new ConnectionOutput(socket, Gate, Cut);
    }

    public Lock Gate { get; } = new();

    public INodeDirectory Nodes { get; }

    public Action<string> Log { get; }

    public ConnectionOutput Output { get; }

    /// <summary>Largest frame that the peer takes, never above ours.</summary>
    public int PeerMaxFrameSize { get; private set; } = MaxFrameSize;

    /// <summary>Serves the connection to its end; never throws.</summary>
    public async Task RunAsync()
    {
        var writer = Output.RunAsync(RoomAgain, stop.Token);
        var watch = WatchAsync();
        try
        {
            negotiated = await SaslHandshake.RunAsync(reader, Output, Gate, stop.Token);
            if (negotiated) await ReadAsync();
        }
        catch (AmqpException e)
        {
            Close(e.Error);
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The peer went away, or we cut it off.
        }
        catch (Exception e)
        {
            Log($"A connection ended on a fault of the broker: {e}");
            Close(new Error(ErrorCode.InternalError) { Description = "The broker failed to handle a frame." });
        }

        await EndAsync(writer, watch);
    }

    /// <summary>Says goodbye; the read loop ends when the peer answers or after a moment.</summary>
    public void Close(Error? error)
    {
        lock (Gate)
        {
            if (closing) return;
            closing = true;
            if (error is not null) Log($"A connection is closed: {error.Condition} {error.Description}");
            if (negotiated && !opened) Output.Write(FrameKind.Amqp, 0, OurOpen());
            if (negotiated) Output.Write(FrameKind.Amqp, 0, new Close { Error = error });
            stop.CancelAfter(FarewellTime);
        }
    }

    /// <summary>Counts bytes taken in but not yet answered; above the high-water mark reading pauses. Under the gate.</summary>
    public void AddInbound(long bytes)
    {
        inbound += bytes;
        if (inbound > InboundHighWater || inboundRoom is null) return;
        reader.Excuse();
        inboundRoom.TrySetResult();
        inboundRoom = null;
    }

    /// <summary>Counts bytes of messages that are not whole yet, so that many begun messages cannot fill the memory. Under the gate.</summary>
    public void AddPartial(long bytes)
    {
        partial += bytes;
        if (partial > PartialLimit) throw new AmqpException(ErrorCode.ResourceLimitExceeded, "Too much is sent in messages that do not end.");
    }

    public void Dispose()
    {
        Output.Dispose();
        stop.Dispose();
        socket.Dispose();
    }

    async Task ReadAsync()
    {
        while (await reader.ReadAsync(stop.Token) is { } frame)
        {
            Task? wait = null;
            lock (Gate)
            {
                if (frame.Kind != FrameKind.Amqp) throw new AmqpException(ErrorCode.FramingError, "Only AMQP frames are expected here.");
                if (frame.Performative is Close)
                {
                    Close(null);
                    return;
                }

                if (frame.Performative is not null && !closing) Handle(frame);
                if (inbound > InboundHighWater) wait = (inboundRoom ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
            }

            if (wait is not null) await wait.WaitAsync(stop.Token);
        }
    }

    void Handle(Frame frame)
    {
        if (!opened && frame.Performative is not Open) throw new AmqpException(ErrorCode.NotAllowed, "A connection starts with open.");
        switch (frame.Performative)
        {
            case Open open:
                OnOpen(open);
                break;
            case Begin begin:
                if (frame.Channel > ChannelMax || sessions.ContainsKey(frame.Channel))
                    throw new AmqpException(ErrorCode.NotAllowed, $"Channel {frame.Channel} is in use or above {ChannelMax}.");
                sessions[frame.Channel] = new AmqpSession(this, frame.Channel, begin);
                break;
            case End:
                if (sessions.Remove(frame.Channel, out var ended)) ended.OnEnd(answer: true);
                break;
            default:
                if (!sessions.TryGetValue(frame.Channel, out var session))
                    throw new AmqpException(ErrorCode.NotAllowed, $"There is no session on channel {frame.Channel}.");
                session.Handle(frame);
                break;
        }
    }

    void OnOpen(Open open)
    {
        if (opened) throw new AmqpException(ErrorCode.NotAllowed, "The connection is open already.");
        opened = true;
        if (open.MaxFrameSize is >= SmallestMaxFrameSize and < MaxFrameSize) PeerMaxFrameSize = (int)open.MaxFrameSize;
        if (open.IdleTimeOut > 0) heartbeat = TimeSpan.FromMilliseconds(open.IdleTimeOut / 2.0);
        Output.Write(FrameKind.Amqp, 0, OurOpen());
    }

    Open OurOpen() => new()
    {
        ContainerId = containerId,
        MaxFrameSize = MaxFrameSize,
        ChannelMax = ChannelMax,
        IdleTimeOut = (uint)idleTimeout.TotalMilliseconds,
    };

    // Heartbeats are of the wire, so they follow the machine's clock even where a test moves the broker's.
    async Task WatchAsync()
    {
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(Math.Clamp(idleTimeout.TotalMilliseconds / 4, 20, 5000)));
        try
        {
            while (await tick.WaitForNextTickAsync(stop.Token))
            {
                lock (Gate)
                {
                    if (inboundRoom is not null) reader.Excuse();
                    var silent = TimeSpan.FromMilliseconds(Environment.TickCount64 - reader.LastReceived);
                    if (silent > 2 * idleTimeout)
                        Close(new Error(ErrorCode.ResourceLimitExceeded) { Description = $"Nothing was received for {silent}." });
                    var quiet = TimeSpan.FromMilliseconds(Environment.TickCount64 - Output.LastSent);
                    if (quiet + tick.Period >= heartbeat) Output.Write(FrameKind.Amqp, 0, null);
                    foreach (var session in sessions.Values) session.CheckRights();
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The connection is over.
        }
    }

    async Task EndAsync(Task writer, Task watch)
    {
        lock (Gate)
        {
            closing = true;
            foreach (var session in sessions.Values) session.OnEnd(answer: false);
            sessions.Clear();
            Output.Finish();
            stop.CancelAfter(FarewellTime);
        }

        try
        {
            await writer;
            socket.Shutdown(SocketShutdown.Send);

            // Closing with unread bytes would reset the connection and could cost the peer our last words.
            var rest = new byte[4096];
            while (await socket.ReceiveAsync(rest, SocketFlags.None, stop.Token) > 0)
            {
            }
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The peer does not listen any more.
        }

        Cut();
        await watch;
    }

    void RoomAgain()
    {
        lock (Gate)
        {
            foreach (var session in sessions.Values) session.OnRoom();
        }
    }

    void Cut()
    {
        stop.Cancel();
        socket.Dispose();
    }
}
