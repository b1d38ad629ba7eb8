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
        var operation = request.ApplicationProperties?["operation"] as string;
        var body = request.Body as Map ?? [];
        engine.Post(turn =>
        {
            var answer = Failed(HttpStatusCode.ServiceUnavailable, ServiceBusError.ServerBusyCondition, "The store could not commit. Try again.");
            var failed = answer;
            turn.After(failure => respond(failure is null ? answer : failed));
            try
            {
                answer = Carry(turn, operation, body);
            }
            catch (Exception e) when (e is AmqpException or InvalidCastException or OverflowException or FormatException or KeyNotFoundException or NullReferenceException)
            {
                // A field is missing or of another type. Checks come before the first write, so nothing is half done.
                answer = Failed(HttpStatusCode.BadRequest, ErrorCode.InvalidField, $"{operation}: {e.Message}");
            }
        });
    }

    Message Carry(Turn turn, string? operation, Map body) => operation switch
    {
        "com.microsoft:peek-message" => Peek(turn, Number(body["from-sequence-number"]), Number(body["message-count"])),
        "com.microsoft:schedule-message" => Schedule(turn, body),
        "com.microsoft:cancel-scheduled-message" => Cancel(turn, Numbers(body["sequence-numbers"])),
        "com.microsoft:renew-lock" => Renew(turn, Tokens(body["lock-tokens"])),
        "com.microsoft:receive-by-sequence-number" => ReceiveDeferred(turn, body),
        "com.microsoft:update-disposition" => Settle(turn, body),
        _ => Failed(HttpStatusCode.NotImplemented, ErrorCode.NotImplemented, $"'{operation}' is not kept by this broker."),
    };

    Message Peek(Turn turn, long from, long count)
    {
        var found = queue.Peek(turn, Math.Max(from, 0), (int)Math.Clamp(count, 1, MostPeeked), MostPeekedBytes);
        return found.Count == 0
            ? Done(HttpStatusCode.NoContent, [])
            : Done(HttpStatusCode.OK, new Map { ["messages"] = found.ConvertAll(m => new Map { ["message"] = Encoded(m, null) }) });
    }

    Message Schedule(Turn turn, Map body)
    {
        var messages = ((IEnumerable)body["messages"]).Cast<object>().Select(entry => NewMessage.Read((byte[])((Map)entry)["message"])).ToList();
        if (messages.Any(m => m.Payload.Length > queue.Declaration.MaxMessageSizeInKilobytes * 1024))
            return Failed(HttpStatusCode.RequestEntityTooLarge, ErrorCode.MessageSizeExceeded, "A message is larger than the queue allows.");
        if (!queue.HasRoomFor(messages.Sum(m => (long)m.Payload.Length)))
            return Failed(HttpStatusCode.Forbidden, ErrorCode.ResourceLimitExceeded, ServiceBusError.QuotaExceeded(queue.Name).Description);
        var sequences = messages.Select(m => queue.Enqueue(turn, m, m.ScheduledFor) ?? 0).ToArray();
        turn.After(failure => engine.Statistics.CountAccepted(failure is null ? messages.Count : 0));
        return Done(HttpStatusCode.OK, new Map { ["sequence-numbers"] = sequences });
    }

    Message Cancel(Turn turn, long[] sequences) => queue.Cancel(turn, sequences) ? Done(HttpStatusCode.OK, []) : NotFound(sequences);

    Message Renew(Turn turn, Guid[] tokens)
    {
        var ends = tokens.Select(token => queue.Renew(turn, token)).ToList();
        return ends.Any(end => end is null)
            ? LockLost()
            : Done(HttpStatusCode.OK, new Map { ["expirations"] = ends.Select(end => end!.Value.UtcDateTime).ToArray() });
    }

    Message ReceiveDeferred(Turn turn, Map body)
    {
        var sequences = Numbers(body["sequence-numbers"]);
        var delete = Number(body["receiver-settle-mode"]) == 0;
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

    Message Settle(Turn turn, Map body)
    {
        var changes = PropertyChange.Read(body["properties-to-modify"] as Map);
        if (body["deadletter-reason"] is string reason) changes[PropertyChange.DeadLetterReason] = reason;
        if (body["deadletter-description"] is string description) changes[PropertyChange.DeadLetterDescription] = description;
        Settlement? settlement = body["disposition-status"] switch
        {
            "completed" => new Settlement.Complete(),
            "abandoned" => new Settlement.Abandon(changes),
            "defered" => new Settlement.Defer(changes), // Spelled so on the wire.
            "suspended" => new Settlement.DeadLetter(changes),
            _ => null,
        };
        if (settlement is null) return Failed(HttpStatusCode.BadRequest, ErrorCode.InvalidField, "The disposition status is not known.");

        var lost = false;
        foreach (var token in Tokens(body["lock-tokens"]))
        {
            if (queue.Settle(turn, token, settlement) is null) turn.After(failure => { if (failure is null) engine.Statistics.CountSettled(); });
            else lost = true;
        }

        return lost ? LockLost() : Done(HttpStatusCode.OK, []);
    }

    // Clients differ in the width of their integers, and send an array or a list.
    static long Number(object value) => Convert.ToInt64(value, CultureInfo.InvariantCulture);

    static long[] Numbers(object values) => [.. ((IEnumerable)values).Cast<object>().Select(Number)];

    static Guid[] Tokens(object values) => [.. ((IEnumerable)values).Cast<Guid>()];

    static byte[] Encoded(StoredMessage message, DateTimeOffset? lockedUntil) => DeliveredMessage.Encode(message, lockedUntil).ToArray();

    static Message NotFound(long[] sequences) => Failed(
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
