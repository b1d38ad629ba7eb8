using System.Collections;
using System.Globalization;
using Amqp;
using Amqp.Framing;
using Amqp.Types;
using Azure.Messaging.ServiceBus;

namespace JcmHub.Local.Runtime.Messaging;

/// <summary>The requests of a queue's <c>$management</c> that the client makes; field names are those of the Service Bus protocol.</summary>
internal static class Management
{
    public static async Task<IReadOnlyList<long>> ScheduleAsync(RequestChannel channel, string entity, IReadOnlyList<ServiceBusMessage> messages, CancellationToken cancellationToken)
    {
        var entries = new List();
        foreach (var message in messages)
        {
            var id = message.MessageId ?? Guid.NewGuid().ToString("N");
            entries.Add(new Map { ["message-id"] = id, ["message"] = MessageCodec.Encode(message) });
        }

        var answer = await AskAsync(channel, entity, "schedule-message", new Map { ["messages"] = entries }, cancellationToken);
        return Numbers(answer["sequence-numbers"]);
    }

    public static Task CancelAsync(RequestChannel channel, string entity, long[] sequenceNumbers, CancellationToken cancellationToken) =>
        AskAsync(channel, entity, "cancel-scheduled-message", new Map { ["sequence-numbers"] = sequenceNumbers }, cancellationToken);

    /// <returns>The end of the renewed lock.</returns>
    public static async Task<DateTimeOffset> RenewAsync(RequestChannel channel, string entity, Guid lockToken, CancellationToken cancellationToken)
    {
        var answer = await AskAsync(channel, entity, "renew-lock", new Map { ["lock-tokens"] = new[] { lockToken } }, cancellationToken);
        return new DateTimeOffset(((IEnumerable)answer["expirations"]).Cast<DateTime>().First().ToUniversalTime());
    }

    public static Task SettleAsync(RequestChannel channel, string entity, Guid lockToken, Settlement settlement, CancellationToken cancellationToken)
    {
        var body = new Map { ["disposition-status"] = settlement.Status, ["lock-tokens"] = new[] { lockToken } };
        if (settlement.Changes is { Count: > 0 } changes)
        {
            var modified = new Map();
            foreach (var (name, value) in changes) modified[name] = MessageCodec.ToWire(name, value);
            body["properties-to-modify"] = modified;
        }

        if (settlement is Settlement.DeadLetter dead)
        {
            if (dead.Reason is not null) body["deadletter-reason"] = dead.Reason;
            if (dead.Description is not null) body["deadletter-description"] = dead.Description;
        }

        return AskAsync(channel, entity, "update-disposition", body, cancellationToken);
    }

    public static async Task<IReadOnlyList<ServiceBusReceivedMessage>> PeekAsync(RequestChannel channel, string entity, int most, long from, CancellationToken cancellationToken)
    {
        var body = new Map { ["from-sequence-number"] = from, ["message-count"] = most };
        return Messages(await AskAsync(channel, entity, "peek-message", body, cancellationToken));
    }

    public static async Task<IReadOnlyList<ServiceBusReceivedMessage>> ReceiveDeferredAsync(RequestChannel channel, string entity, long[] sequenceNumbers, bool delete, CancellationToken cancellationToken)
    {
        var body = new Map { ["sequence-numbers"] = sequenceNumbers, ["receiver-settle-mode"] = delete ? 0u : 1u };
        return Messages(await AskAsync(channel, entity, "receive-by-sequence-number", body, cancellationToken));
    }

    static async Task<Map> AskAsync(RequestChannel channel, string entity, string operation, Map body, CancellationToken cancellationToken)
    {
        var answer = await channel.AskAsync(
            new Message
            {
                ApplicationProperties = new ApplicationProperties { ["operation"] = $"com.microsoft:{operation}" },
                BodySection = new AmqpValue { Value = body },
            },
            cancellationToken);
        var properties = answer.ApplicationProperties;
        var status = Convert.ToInt32(properties["statusCode"], CultureInfo.InvariantCulture);
        if (status is >= 200 and < 300) return answer.Body as Map ?? [];
        throw BrokerErrors.OfCondition(properties["errorCondition"]?.ToString(), $"{properties["statusDescription"]}", entity);
    }

    static List<ServiceBusReceivedMessage> Messages(Map answer) => answer["messages"] is IEnumerable found
        ? [.. found.Cast<Map>().Select(entry => MessageCodec.Decode((byte[])entry["message"], entry["lock-token"] is Guid token ? token : Guid.Empty, null))]
        : [];

    static long[] Numbers(object value) => [.. ((IEnumerable)value).Cast<object>().Select(number => Convert.ToInt64(number, CultureInfo.InvariantCulture))];
}
