using System.Collections;
using System.Globalization;
using System.Net;
using Amqp;
using Amqp.Framing;
using Amqp.Types;
using JcmHub.Local.Broker.Messages;
using JcmHub.Local.Broker.Queues;
using JcmHub.Local.Broker.Storage;
using JcmHub.Local.Broker.Wire;

namespace JcmHub.Local.Broker.Nodes;

/// <summary>
/// <c>$management</c> of one queue on one connection. Operations, fields and status codes as
/// learn.microsoft.com/azure/service-bus-messaging/service-bus-amqp-request-response has them.
/// </summary>
internal sealed class ManagementNode(QueueEngine engine, BrokerQueue queue) : RequestNode(LargestRequest)
{
    const int LargestRequest = 1024 * 1024;
    const int MostPeekedBytes = 512 * 1024;
    const int MostPeeked = 250;

    protected override void Handle(Message request, Action<Message> respond)
    {
        Func<Turn, Message> operation;
        try
        {
            operation = Read(request.ApplicationProperties?["operation"] as string, request.Body as Map ?? []);
        }
        catch (Exception e)
        {
            // A field is missing or of another type; nothing is begun yet.
            respond(Failed(HttpStatusCode.BadRequest, ErrorCode.InvalidField, $"The request cannot be read: {e.Message}"));
            return;
        }

        engine.Post(turn =>
        {
            var answer = Failed(HttpStatusCode.ServiceUnavailable, ServiceBusError.ServerBusyCondition, "The store could not commit. Try again.");
            var failed = answer;
            turn.After(failure => respond(failure is null ? answer : failed));
            answer = operation(turn);
        });
    }

    /// <summary>Reads a request whole, so that what is carried out later cannot stop half-way over a bad field.</summary>
    Func<Turn, Message> Read(string? operation, Map body)
    {
        switch (operation)
        {
            case "com.microsoft:peek-message":
                var (from, count) = (Number(Field(body, "from-sequence-number")), Number(Field(body, "message-count")));
                return turn => Peek(turn, from, count);
            case "com.microsoft:schedule-message":
                var messages = Items(body, "messages").Select(entry => NewMessage.Read((byte[])Field((Map)entry, "message"))).ToList();
                return turn => Schedule(turn, messages);
            case "com.microsoft:cancel-scheduled-message":
                var cancelled = Items(body, "sequence-numbers").Select(Number).ToList();
                return turn => queue.Cancel(turn, cancelled) ? Done(HttpStatusCode.OK, []) : NotFound(cancelled);
            case "com.microsoft:renew-lock":
                var renewed = Items(body, "lock-tokens").Cast<Guid>().ToList();
                return turn => Renew(turn, renewed);
            case "com.microsoft:receive-by-sequence-number":
                var deferred = Items(body, "sequence-numbers").Select(Number).ToList();
                var delete = Number(Field(body, "receiver-settle-mode")) == 0;
                return turn => ReceiveDeferred(turn, deferred, delete);
            case "com.microsoft:update-disposition":
                var settled = Items(body, "lock-tokens").Cast<Guid>().ToList();
                var settlement = ReadSettlement(body);
                return turn => Settle(turn, settled, settlement);
            default:
                return _ => Failed(HttpStatusCode.NotImplemented, ErrorCode.NotImplemented, $"'{operation}' is not kept by this broker.");
        }
    }

    static Settlement ReadSettlement(Map body)
    {
        var changes = PropertyChange.Read(body["properties-to-modify"] as Map);
        if (body["deadletter-reason"] is string reason) changes[PropertyChange.DeadLetterReason] = reason;
        if (body["deadletter-description"] is string description) changes[PropertyChange.DeadLetterDescription] = description;
        return Field(body, "disposition-status") switch
        {
            "completed" => new Settlement.Complete(),
            "abandoned" => new Settlement.Abandon(changes),
            "defered" => new Settlement.Defer(changes), // Spelled so on the wire.
            "suspended" => new Settlement.DeadLetter(changes),
            var other => throw new AmqpException(ErrorCode.InvalidField, $"'{other}' is no disposition status."),
        };
    }

    Message Peek(Turn turn, long from, long count)
    {
        var found = queue.Peek(turn, Math.Max(from, 0), (int)Math.Clamp(count, 1, MostPeeked), MostPeekedBytes);
        return found.Count == 0
            ? Done(HttpStatusCode.NoContent, [])
            : Done(HttpStatusCode.OK, new Map { ["messages"] = found.ConvertAll(m => new Map { ["message"] = Encoded(m, null) }) });
    }

    Message Schedule(Turn turn, List<NewMessage> messages)
    {
        if (messages.Any(m => m.Payload.Length > queue.Declaration.MaxMessageSizeInKilobytes * 1024))
            return Failed(HttpStatusCode.RequestEntityTooLarge, ErrorCode.MessageSizeExceeded, "A message is larger than the queue allows.");
        if (!queue.HasRoomFor(messages.Sum(m => (long)m.Payload.Length)))
            return Failed(HttpStatusCode.Forbidden, ErrorCode.ResourceLimitExceeded, ServiceBusError.QuotaExceeded(queue.Name).Description);
        var sequences = messages.Select(m => queue.Enqueue(turn, m, m.ScheduledFor) ?? 0).ToArray();
        turn.After(failure => engine.Statistics.CountAccepted(failure is null ? messages.Count : 0));
        return Done(HttpStatusCode.OK, new Map { ["sequence-numbers"] = sequences });
    }

    Message Renew(Turn turn, List<Guid> tokens)
    {
        var ends = tokens.ConvertAll(token => queue.Renew(turn, token));
        return ends.Any(end => end is null)
            ? LockLost()
            : Done(HttpStatusCode.OK, new Map { ["expirations"] = ends.Select(end => end!.Value.UtcDateTime).ToArray() });
    }

    Message ReceiveDeferred(Turn turn, List<long> sequences, bool delete)
    {
        if (queue.ReceiveDeferred(turn, sequences, delete) is not { } found) return NotFound(sequences);
        turn.After(failure =>
        {
            for (var i = 0; failure is null && i < found.Count; i++)
            {
                engine.Statistics.CountDelivered();
                if (delete) engine.Statistics.CountSettled();
            }
        });
        return Done(HttpStatusCode.OK, new Map
        {
            ["messages"] = found.ConvertAll(m => new Map { ["message"] = Encoded(m.Message, m.Lock?.Until), ["lock-token"] = m.Lock?.Token ?? Guid.Empty }),
        });
    }

    Message Settle(Turn turn, List<Guid> tokens, Settlement settlement)
    {
        var lost = false;
        foreach (var token in tokens)
        {
            if (queue.Settle(turn, token, settlement) is null) turn.After(failure => { if (failure is null) engine.Statistics.CountSettled(); });
            else lost = true;
        }

        return lost ? LockLost() : Done(HttpStatusCode.OK, []);
    }

    static object Field(Map body, string key) => body[key] ?? throw new AmqpException(ErrorCode.InvalidField, $"'{key}' is missing.");

    // Clients differ in the width of their integers, and send an array or a list.
    static long Number(object value) => Convert.ToInt64(value, CultureInfo.InvariantCulture);

    static IEnumerable<object> Items(Map body, string key) => Field(body, key) is IList items
        ? items.Cast<object>()
        : throw new AmqpException(ErrorCode.InvalidField, $"'{key}' is no list.");

    static byte[] Encoded(StoredMessage message, DateTimeOffset? lockedUntil) => DeliveredMessage.Encode(message, lockedUntil).ToArray();

    static Message NotFound(List<long> sequences) => Failed(
        HttpStatusCode.NotFound, ServiceBusError.MessageNotFoundCondition, $"Not there: one of the messages {string.Join(", ", sequences)}.");

    static Message LockLost() => Failed(HttpStatusCode.Gone, ServiceBusError.LockLostCondition, ServiceBusError.LockLost().Description);

    static Message Done(HttpStatusCode code, Map body) => new()
    {
        ApplicationProperties = new ApplicationProperties { ["statusCode"] = (int)code, ["statusDescription"] = code.ToString() },
        BodySection = new AmqpValue { Value = body },
    };

    static Message Failed(HttpStatusCode code, string condition, string description) => new()
    {
        ApplicationProperties = new ApplicationProperties
        {
            ["statusCode"] = (int)code,
            ["statusDescription"] = description,
            ["errorCondition"] = new Symbol(condition),
        },
    };
}
