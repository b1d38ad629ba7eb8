using Azure.Messaging.ServiceBus;

namespace JcmHub.Local.Runtime.Queues;

/// <summary>A message's properties under the names that the real trigger gives them.</summary>
internal static class MessageBindingData
{
    public static Dictionary<string, object?> Of(ServiceBusReceivedMessage message) => new(StringComparer.OrdinalIgnoreCase)
    {
        ["MessageId"] = message.MessageId,
        ["DeliveryCount"] = message.DeliveryCount,
        ["DeadLetterSource"] = message.DeadLetterSource,
        ["LockToken"] = message.LockToken,
        ["SequenceNumber"] = message.SequenceNumber,
        ["EnqueuedTimeUtc"] = message.EnqueuedTime.UtcDateTime,
        ["EnqueuedTime"] = message.EnqueuedTime,
        ["ExpiresAtUtc"] = message.ExpiresAt.UtcDateTime,
        ["ExpiresAt"] = message.ExpiresAt,
        ["ContentType"] = message.ContentType,
        ["CorrelationId"] = message.CorrelationId,
        ["Subject"] = message.Subject,
        ["Label"] = message.Subject,
        ["To"] = message.To,
        ["ReplyTo"] = message.ReplyTo,
        ["SessionId"] = message.SessionId,
        ["ApplicationProperties"] = message.ApplicationProperties,
    };
}
