using System.Net.Sockets;
using Amqp;
using Amqp.Framing;
using Amqp.Sasl;
using Amqp.Types;

namespace JcmHub.Local.Runtime.Wire;

/// <summary>
/// A client's connection with one session (AMQP 1.0 part 2.4). The library's own client links cannot wait for the answer to a
/// settlement nor send the batch format, hence this one; its codec is used. A connection that has ended stays so: its owner
/// opens another.
/// </summary>
internal sealed class AmqpClientConnection : IDisposable
{
    const ushort Channel = 0;
    const int SmallestMaxFrameSize = 512;
    static readonly TimeSpan IdleTimeout = TimeSpan.FromSeconds(60);
    static readonly TimeSpan FarewellTime = TimeSpan.FromSeconds(2);
    static readonly byte[] AmqpHeader = [.. "AMQP"u8, 0, 1, 0, 0];
    static readonly byte[] SaslHeader = [.. "AMQP"u8, 3, 1, 0, 0];

    readonly AmqpTransport transport;
    readonly CancellationTokenSource stop = new();
    readonly TaskCompletionSource<Exception> ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    long? heartbeat;
    bool closing;

    AmqpClientConnection(Socket socket)
    {
        transport = new AmqpTransport(socket, Gate);
        Session = new AmqpClientSession(this);
    }

    /// <summary>Guards all state of the session and its links.</summary>
    public Lock Gate { get; } = new();

    public AmqpClientSession Session { get; }

    /// <summary>Done when the connection is over, with what ended it.</summary>
    public Task<Exception> Ended => ended.Task;

    public bool IsOver => ended.Task.IsCompleted;

    public int PeerMaxFrameSize { get; private set; } = AmqpTransport.MaxFrameSize;

    /// <exception cref="SocketException">Nobody listens there.</exception>
    /// <exception cref="IOException">The connection was lost before it was open.</exception>
    /// <exception cref="AmqpException">The peer refused.</exception>
    public static async Task<AmqpClientConnection> OpenAsync(string host, int port, string containerId, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        var connection = new AmqpClientConnection(socket);
        try
        {
            await socket.ConnectAsync(host, port, cancellationToken);
            _ = connection.WriteAsync();
            await connection.HandshakeAsync(host, containerId, cancellationToken);
            _ = connection.ReadAsync();
            _ = connection.WatchAsync();
            return connection;
        }
        catch (OperationCanceledException e)
        {
            connection.End(e);
            throw;
        }
        catch (Exception e)
        {
            connection.End(e);
            throw Told(await connection.Ended);
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

    // What stops the loops is not disposed of: they may look at it for a moment longer.
    public void Dispose() => End(new ObjectDisposedException(nameof(AmqpClientConnection)));

    public void ThrowIfOver()
    {
        if (ended.Task.IsCompletedSuccessfully) throw Told(ended.Task.Result);
    }

    /// <summary>Under the gate.</summary>
    public void Write(DescribedList performative, ReadOnlySpan<byte> payload = default) =>
        transport.Write(AmqpTransport.AmqpFrame, Channel, performative, payload);

    async Task HandshakeAsync(string host, string containerId, CancellationToken cancellationToken)
    {
        // The right to anything is proved at $cbs, so SASL proves nothing.
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
            Write(Session.Begin());
        }

        while (true)
        {
            switch ((await transport.ReadAsync(cancellationToken)).Performative)
            {
                case Open open:
                    if (open.MaxFrameSize is >= SmallestMaxFrameSize and < AmqpTransport.MaxFrameSize) PeerMaxFrameSize = (int)open.MaxFrameSize;
                    if (open.IdleTimeOut > 0) heartbeat = open.IdleTimeOut / 2;
                    break;
                case Begin begin:
                    lock (Gate) Session.OnBegin(begin);
                    return;
                case Close close:
                    throw new AmqpException(close.Error ?? new Error(ErrorCode.ConnectionForced));
            }
        }
    }

    async Task WriteAsync()
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

    async Task ReadAsync()
    {
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
    }

    void Handle(DescribedList? performative, ReadOnlySpan<byte> payload)
    {
        switch (performative)
        {
            case null:
                break;
            case End end:
                throw new AmqpException(end.Error ?? new Error(ErrorCode.DetachForced));
            case Close close:
                if (!closing) Write(new Close());
                throw new AmqpException(close.Error ?? new Error(ErrorCode.ConnectionForced) { Description = "The connection was closed." });
            default:
                Session.Handle(performative, payload);
                break;
        }
    }

    // Heartbeats are of the wire and follow the machine's clock.
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
        catch (Exception e)
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
            Session.End(Told(why));
        }

        stop.Cancel();
        transport.Dispose();
    }

    // For those who wait: a reason of the wire, never somebody else's cancellation.
    static Exception Told(Exception why) => why is AmqpException or IOException or SocketException ? why : new IOException($"The connection to the broker is over: {why.Message}", why);
}
