using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using JcmHub.Local.Broker.Nodes;
using JcmHub.Local.Broker.Queues;
using JcmHub.Local.Broker.Storage;
using JcmHub.Local.Broker.Wire;

namespace JcmHub.Local.Broker;

/// <summary>
/// A Service Bus namespace for one machine: queues over AMQP 1.0 on loopback, durable in SQLite. The official Azure Service Bus
/// clients connect to it with <see cref="ConnectionString"/>. What was acknowledged survives the death of the process.
/// </summary>
public sealed class Broker : IAsyncDisposable
{
    readonly BrokerOptions options;
    readonly QueueEngine engine;
    readonly List<Socket> listeners;
    readonly ConcurrentDictionary<AmqpConnection, Task> connections = [];
    readonly Task[] accepting;
    readonly string containerId = $"jcmhub-broker-{Guid.NewGuid():N}";
    bool stopping;

    Broker(BrokerOptions options, QueueEngine engine, List<Socket> listeners)
    {
        this.options = options;
        this.engine = engine;
        this.listeners = listeners;
        accepting = [.. listeners.Select(listener => AcceptAsync(listener))];
    }

    /// <summary>The port that it listens on, at 127.0.0.1 and, where the machine has it, ::1.</summary>
    public int Port => ((IPEndPoint)listeners[0].LocalEndPoint!).Port;

    /// <summary>For <c>ServiceBusClient</c> of any official SDK; without TLS, hence <c>UseDevelopmentEmulator</c>.</summary>
    public string ConnectionString =>
        $"Endpoint=sb://localhost:{Port};SharedAccessKeyName={options.SharedAccessKeyName};SharedAccessKey={options.SharedAccessKey};UseDevelopmentEmulator=true";

    /// <summary>Messages counted since the start.</summary>
    public BrokerStatistics Statistics => engine.Statistics.Current;

    /// <summary>Opens the file and listens.</summary>
    /// <exception cref="IOException">The file or the port cannot be used; the message says which and why.</exception>
    public static async Task<Broker> StartAsync(BrokerOptions options, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var log = options.Log ?? (_ => { });
        var listeners = Loopback.Listen(options.Port);
        try
        {
            var engine = await Task.Run(() => new QueueEngine(new MessageStore(options.DatabaseFile), options.Queues, options.Time, log), cancellationToken);
            return new Broker(options, engine, listeners);
        }
        catch
        {
            listeners.ForEach(listener => listener.Dispose());
            throw;
        }
    }

    /// <summary>Takes no more connections, stores what it has taken in, tells its clients, closes the file.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref stopping, true)) return;
        listeners.ForEach(listener => listener.Dispose());
        await Task.WhenAll(accepting);
        await engine.DisposeAsync();
        foreach (var connection in connections.Keys)
            connection.Close(new Amqp.Framing.Error(Amqp.ErrorCode.ConnectionForced) { Description = "The broker stops." });
        await Task.WhenAll(connections.Values);
    }

    async Task AcceptAsync(Socket listener)
    {
        while (true)
        {
            try
            {
                var socket = await listener.AcceptAsync();
                socket.NoDelay = true;
                var connection = new AmqpConnection(socket, new NodeDirectory(engine, options), containerId, options.IdleTimeout, options.Log ?? (_ => { }));
                var served = ServeAsync(connection);
                connections[connection] = served;
                if (served.IsCompleted) connections.TryRemove(connection, out _);
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                if (stopping) return;
            }
        }
    }

    async Task ServeAsync(AmqpConnection connection)
    {
        await Task.Yield();
        await connection.RunAsync();
        connections.TryRemove(connection, out _);
        connection.Dispose();
    }
}
