using System.Net.Sockets;
using Amqp;
using Amqp.Framing;

namespace JcmHub.Local.Broker.Wire;

/// <summary>
/// One client's connection (AMQP 1.0 part 2.4): reads frames, keeps the sessions, ends on the first violation with the
/// condition that names it. All state of its sessions and links is guarded by <see cref="Gate"/>; the queue engine takes it too.
/// </summary>
internal sealed class AmqpConnection : IAsyncDisposable
{
    public const int MaxFrameSize = 64 * 1024;
    const ushort ChannelMax = 255;
    const long InboundHighWater = 4 * 1024 * 1024;
    static readonly TimeSpan FarewellTime = TimeSpan.FromSeconds(2);

    readonly Socket socket;
    readonly FrameReader reader;
    readonly TimeSpan idleTimeout;
    readonly Action<string> log;
    readonly CancellationTokenSource stop = new();
    readonly SortedDictionary<ushort, AmqpSession> sessions = [];
    TaskCompletionSource? inboundRoom;
    long inbound;
    TimeSpan heartbeat = Timeout.InfiniteTimeSpan;
    bool opened;
    bool closing;

    public AmqpConnection(Socket socket, INodeDirectory nodes, string containerId, TimeSpan idleTimeout, Action<string> log)
    {
        this.socket = socket;
        this.idleTimeout = idleTimeout;
        this.log = log;
        Nodes = nodes;
        ContainerId = containerId;
        reader = new FrameReader(socket, MaxFrameSize);
        Output = new ConnectionOutput(socket, Gate, Cut);
    }

    public Lock Gate { get; } = new();

    public INodeDirectory Nodes { get; }

    public ConnectionOutput Output { get; }

    /// <summary>Largest frame that the peer takes, never above ours.</summary>
    public int PeerMaxFrameSize { get; private set; } = MaxFrameSize;

    /// <summary>What nodes keep per connection, such as proved claims. Used under the gate.</summary>
    public Dictionary<Type, object> Features { get; } = [];

    string ContainerId { get; }

    /// <summary>Serves the connection to its end; never throws.</summary>
    public async Task RunAsync()
    {
        var writer = Output.RunAsync(RoomAgain, stop.Token);
        var watch = WatchAsync();
        try
        {
            if (await SaslHandshake.RunAsync(reader, Output, Gate, stop.Token)) await ReadAsync();
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
            log($"A connection ended on a fault of the broker: {e}");
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
            if (error is not null) log($"A connection is closed: {error.Condition} {error.Description}");
            if (!opened) Output.Write(FrameKind.Amqp, 0, OurOpen());
            Output.Write(FrameKind.Amqp, 0, new Close { Error = error });
            stop.CancelAfter(FarewellTime);
        }
    }

    /// <summary>Counts bytes taken in but not yet stored; above the high-water mark reading pauses. Called under the gate.</summary>
    public void AddInbound(long bytes)
    {
        inbound += bytes;
        if (inbound > InboundHighWater || inboundRoom is null) return;
        inboundRoom.TrySetResult();
        inboundRoom = null;
    }

    public async ValueTask DisposeAsync()
    {
        Cut();
        await Task.CompletedTask;
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
                    Close((Error?)null);
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
                Opened(open);
                break;
            case Begin:
                if (frame.Channel > ChannelMax || sessions.ContainsKey(frame.Channel))
                    throw new AmqpException(ErrorCode.NotAllowed, $"Channel {frame.Channel} is in use or above {ChannelMax}.");
                sessions[frame.Channel] = new AmqpSession(this, frame.Channel, (Begin)frame.Performative);
                break;
            case End:
                if (sessions.Remove(frame.Channel, out var ended)) ended.OnEnd();
                break;
            default:
                if (!sessions.TryGetValue(frame.Channel, out var session))
                    throw new AmqpException(ErrorCode.NotAllowed, $"There is no session on channel {frame.Channel}.");
                session.Handle(frame);
                break;
        }
    }

    void Opened(Open open)
    {
        if (opened) throw new AmqpException(ErrorCode.NotAllowed, "The connection is open already.");
        opened = true;
        if (open.MaxFrameSize is >= 512 and < MaxFrameSize) PeerMaxFrameSize = (int)open.MaxFrameSize;
        if (open.IdleTimeOut > 0) heartbeat = TimeSpan.FromMilliseconds(Math.Max(open.IdleTimeOut / 2, 50));
        Output.Write(FrameKind.Amqp, 0, OurOpen());
    }

    Open OurOpen() => new()
    {
        ContainerId = ContainerId,
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
                    var now = Environment.TickCount64;
                    var paused = inboundRoom is not null;
                    if (!paused && now - reader.LastReceived > 2 * idleTimeout.TotalMilliseconds)
                        Close(new Error(ErrorCode.ResourceLimitExceeded) { Description = $"Nothing was received for {2 * idleTimeout}." });
                    if (heartbeat > TimeSpan.Zero && now - Output.LastSent + tick.Period.TotalMilliseconds >= heartbeat.TotalMilliseconds)
                        Output.Write(FrameKind.Amqp, 0, null);
                    foreach (var session in sessions.Values) session.CheckLinks();
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
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The peer does not listen any more.
        }

        Cut();
        await watch;
        Output.Dispose();
        stop.Dispose();
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
        try
        {
            stop.Cancel();
        }
        catch (ObjectDisposedException)
        {
            return;
        }

        socket.Dispose();
    }
}
