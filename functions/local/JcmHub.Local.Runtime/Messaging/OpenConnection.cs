using Amqp;
using Amqp.Framing;
using JcmHub.Local.Runtime.Wire;

namespace JcmHub.Local.Runtime.Messaging;

/// <summary>One connection while it lasts: the wire, the rights proved on it, and the management channels of its queues.</summary>
internal sealed class OpenConnection : IAsyncDisposable
{
    const string Claims = "$cbs";

    readonly BrokerAddress broker;
    readonly TimeSpan tokenLife;
    readonly TimeProvider time;
    readonly RequestChannel claims;
    readonly ITimer renewal;
    readonly HashSet<string> authorized = new(StringComparer.OrdinalIgnoreCase);
    readonly Dictionary<string, RequestChannel> management = new(StringComparer.OrdinalIgnoreCase);
    readonly SemaphoreSlim attaching = new(1, 1);

    OpenConnection(AmqpClientConnection wire, RequestChannel claims, BrokerAddress broker, TimeSpan tokenLife, TimeSpan renewEvery, TimeProvider time)
    {
        Wire = wire;
        this.claims = claims;
        this.broker = broker;
        this.tokenLife = tokenLife;
        this.time = time;
        renewal = time.CreateTimer(_ => _ = RenewAsync(), null, renewEvery, renewEvery);
    }

    public AmqpClientConnection Wire { get; }

    public static async Task<OpenConnection> OpenAsync(BrokerAddress broker, string identifier, TimeSpan tokenLife, TimeSpan renewEvery, TimeProvider time, CancellationToken cancellationToken)
    {
        var wire = await AmqpClientConnection.OpenAsync(broker.Host, broker.Port, identifier, cancellationToken);
        try
        {
            var claims = await RequestChannel.OpenAsync(wire, Claims, cancellationToken);
            return new OpenConnection(wire, claims, broker, tokenLife, renewEvery, time);
        }
        catch
        {
            wire.Dispose();
            throw;
        }
    }

    /// <summary>Proves the right to a queue, once.</summary>
    /// <exception cref="UnauthorizedAccessException">The broker does not take the key.</exception>
    public async Task AuthorizeAsync(string entity, CancellationToken cancellationToken)
    {
        lock (authorized)
        {
            if (authorized.Contains(entity)) return;
        }

        await PutTokenAsync(entity, cancellationToken);
        lock (authorized) authorized.Add(entity);
    }

    /// <summary>The channel to a queue's <c>$management</c>.</summary>
    public async Task<RequestChannel> ManagementAsync(string entity, CancellationToken cancellationToken)
    {
        await attaching.WaitAsync(cancellationToken);
        try
        {
            if (!management.TryGetValue(entity, out var channel) || channel.IsOver)
                management[entity] = channel = await RequestChannel.OpenAsync(Wire, $"{entity}/$management", cancellationToken);
            return channel;
        }
        finally
        {
            attaching.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await renewal.DisposeAsync();
        await Wire.CloseAsync();
        Wire.Dispose();
    }

    async Task PutTokenAsync(string entity, CancellationToken cancellationToken)
    {
        var resource = $"sb://{broker.Host}:{broker.Port}/{entity}";
        var expires = time.GetUtcNow() + tokenLife;
        var answer = await claims.AskAsync(
            new Message
            {
                ApplicationProperties = new ApplicationProperties
                {
                    ["operation"] = "put-token",
                    ["type"] = "servicebus.windows.net:sastoken",
                    ["name"] = resource,
                    ["expiration"] = expires.UtcDateTime,
                },
                BodySection = new AmqpValue { Value = SharedAccessSignature.Make(resource, broker.KeyName, broker.Key, expires) },
            },
            cancellationToken);
        if (answer.ApplicationProperties["status-code"] is not (200 or 202))
            throw new UnauthorizedAccessException($"The broker does not give access to '{entity}': {answer.ApplicationProperties["status-description"]}");
    }

    async Task RenewAsync()
    {
        try
        {
            string[] entities;
            lock (authorized) entities = [.. authorized];
            foreach (var entity in entities) await PutTokenAsync(entity, CancellationToken.None);
        }
        catch (Exception)
        {
            // The broker ends the links when the old tokens do, and whoever uses them next begins anew.
        }
    }
}
