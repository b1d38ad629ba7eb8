using Amqp;
using Amqp.Framing;
using JcmHub.Local.Broker.Queues;
using JcmHub.Local.Broker.Wire;

namespace JcmHub.Local.Broker.Nodes;

/// <summary>The addresses of the broker: <c>$cbs</c>, each queue, its dead letters, and <c>…/$management</c> of both.</summary>
internal sealed class NodeDirectory(QueueEngine engine, BrokerOptions options) : INodeDirectory
{
    const string Claims = "$cbs";
    const string Management = "/$management";
    const int ManagementMessageSize = 1024 * 1024;

    public IMessageSink OpenSink(AmqpConnection connection, Attach attach)
    {
        var address = Path(((Target)attach.Target).Address);
        if (Requests(connection, address) is { } node) return node;
        Authorize(connection, address);
        var queue = Find(address);
        return queue.DeadLetters is not null
            ? new QueueSink(engine, queue)
            : throw new AmqpException(ErrorCode.NotAllowed, "Nothing can be sent to a dead-letter queue.");
    }

    public IMessageSource OpenSource(AmqpConnection connection, Attach attach, OutgoingLink link)
    {
        var address = Path(((Source)attach.Source).Address);
        if (Requests(connection, address) is { } node) return node.OpenResponses(link);
        Authorize(connection, address);
        if ((attach.Source as Source)?.FilterSet?.Keys.Any(k => k.ToString() == "com.microsoft:session-filter") == true)
            throw new AmqpException(ErrorCode.NotImplemented, "This broker keeps no sessions.");
        return new QueueReceiver(engine, Find(address), link);
    }

    public Error? Recheck(AmqpConnection connection, string address)
    {
        var path = Path(address);
        return path == Claims || ClaimsOf(connection).Permits(path) ? null : Unauthorized(path);
    }

    RequestNode? Requests(AmqpConnection connection, string address)
    {
        if (address == Claims) return ClaimsOf(connection);
        if (!address.EndsWith(Management, StringComparison.OrdinalIgnoreCase)) return null;
        Authorize(connection, address);
        var queue = Find(address[..^Management.Length]);
        var nodes = Feature(connection, () => new Dictionary<BrokerQueue, ManagementNode>());
        return nodes.TryGetValue(queue, out var node) ? node : nodes[queue] = new ManagementNode(engine, queue, ManagementMessageSize);
    }

    BrokerQueue Find(string address) => engine.Find(address)
        ?? throw new AmqpException(ErrorCode.NotFound, $"The messaging entity '{address}' could not be found.");

    void Authorize(AmqpConnection connection, string address)
    {
        if (!ClaimsOf(connection).Permits(address)) throw new AmqpException(Unauthorized(address));
    }

    ClaimsNode ClaimsOf(AmqpConnection connection) =>
        Feature(connection, () => new ClaimsNode(options.SharedAccessKeyName, options.SharedAccessKey, options.Time));

    static Error Unauthorized(string address) => new(ErrorCode.UnauthorizedAccess)
    {
        Description = $"Unauthorized access. A valid token for '{address}' is required, put at $cbs.",
    };

    static T Feature<T>(AmqpConnection connection, Func<T> create)
        where T : class
    {
        if (!connection.Features.TryGetValue(typeof(T), out var feature)) connection.Features[typeof(T)] = feature = create();
        return (T)feature;
    }

    // Some clients give the whole address, amqp://host/queue.
    static string Path(string? address) =>
        (Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is "amqp" or "amqps" or "sb" ? Uri.UnescapeDataString(uri.AbsolutePath) : address ?? "").Trim('/');
}
