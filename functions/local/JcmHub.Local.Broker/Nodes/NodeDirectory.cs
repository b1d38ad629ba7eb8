using Amqp;
using Amqp.Framing;
using JcmHub.Local.Broker.Queues;
using JcmHub.Local.Broker.Wire;

namespace JcmHub.Local.Broker.Nodes;

/// <summary>The addresses of the broker as one connection may use them: <c>$cbs</c>, each queue, its dead letters, and <c>…/$management</c> of both.</summary>
internal sealed class NodeDirectory(QueueEngine engine, BrokerOptions options) : INodeDirectory
{
    const string Claims = "$cbs";
    const string Management = "/$management";
    const string SessionFilter = "com.microsoft:session-filter";

    readonly ClaimsNode claims = new(options.SharedAccessKeyName, options.SharedAccessKey, options.Time);
    readonly Dictionary<BrokerQueue, ManagementNode> management = [];

    public IMessageSink OpenSink(Attach attach)
    {
        var address = Path(((Target)attach.Target).Address);
        if (Requests(address) is { } node) return node;
        Authorize(address);
        var queue = Find(address);
        return queue.DeadLetters is not null
            ? new QueueSink(engine, queue)
            : throw new AmqpException(ErrorCode.NotAllowed, "Nothing can be sent to a dead-letter queue.");
    }

    public IMessageSource OpenSource(Attach attach, OutgoingLink link)
    {
        var source = (Source)attach.Source;
        var address = Path(source.Address);
        if (Requests(address) is { } node) return node.OpenResponses(link);
        Authorize(address);
        if (source.FilterSet?.Keys.Any(key => key.ToString() == SessionFilter) == true)
            throw new AmqpException(ErrorCode.NotImplemented, "This broker keeps no sessions.");
        return new QueueReceiver(engine, Find(address), link);
    }

    public Error? Recheck(string address)
    {
        var path = Path(address);
        return path == Claims || claims.Permits(path) ? null : Unauthorized(path);
    }

    RequestNode? Requests(string address)
    {
        if (address == Claims) return claims;
        if (!address.EndsWith(Management, StringComparison.OrdinalIgnoreCase)) return null;
        Authorize(address);
        var queue = Find(address[..^Management.Length]);
        return management.TryGetValue(queue, out var node) ? node : management[queue] = new ManagementNode(engine, queue);
    }

    BrokerQueue Find(string address) => engine.Find(address)
        ?? throw new AmqpException(ErrorCode.NotFound, $"The messaging entity '{address}' could not be found.");

    void Authorize(string address)
    {
        if (!claims.Permits(address)) throw new AmqpException(Unauthorized(address));
    }

    static Error Unauthorized(string address) => new(ErrorCode.UnauthorizedAccess)
    {
        Description = $"Unauthorized access. A valid token for '{address}' is required, put at $cbs.",
    };

    // Some clients give the whole address, amqp://host/queue.
    static string Path(string? address) =>
        (Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is "amqp" or "amqps" or "sb" ? Uri.UnescapeDataString(uri.AbsolutePath) : address ?? "").Trim('/');
}
