#nullable disable
using JcmHub.Local.Runtime.Wire;

namespace Azure.Messaging.ServiceBus;

/// <summary>A message as the broker delivered it.</summary>
public class ServiceBusReceivedMessage
{
    internal const string DeadLetterReasonProperty = "DeadLetterReason";
    internal const string DeadLetterDescriptionProperty = "DeadLetterErrorDescription";

    internal ServiceBusReceivedMessage()
    {
    }

    public IReadOnlyDictionary<string, object> ApplicationProperties { get; internal init; } = new Dictionary<string, object>();

    /// <exception cref="NotSupportedException">The sender gave the body as an AMQP value or sequence; only bytes can be read here.</exception>
    public BinaryData Body => BodyOrNone ?? throw new NotSupportedException("The body is an AMQP value or sequence, not bytes.");

    public string ContentType { get; internal init; }

    public string CorrelationId { get; internal init; }

    public string DeadLetterErrorDescription => Text(DeadLetterDescriptionProperty);

    public string DeadLetterReason => Text(DeadLetterReasonProperty);

    public string DeadLetterSource { get; internal init; }

    public int DeliveryCount { get; internal init; }

    public long EnqueuedSequenceNumber { get; internal init; }

    public DateTimeOffset EnqueuedTime { get; internal init; }

    public DateTimeOffset ExpiresAt => TimeToLive >= DateTimeOffset.MaxValue - EnqueuedTime ? DateTimeOffset.MaxValue : EnqueuedTime + TimeToLive;

    public DateTimeOffset LockedUntil { get; internal set; }

    public string LockToken => LockTokenGuid.ToString();

    public string MessageId { get; internal init; }

    public string PartitionKey { get; internal init; }

    public string ReplyTo { get; internal init; }

    public string ReplyToSessionId { get; internal init; }

    public DateTimeOffset ScheduledEnqueueTime { get; internal init; }

    public long SequenceNumber { get; internal init; } = -1;

    public string SessionId { get; internal init; }

    public ServiceBusMessageState State { get; internal init; }

    public string Subject { get; internal init; }

    public TimeSpan TimeToLive { get; internal init; } = TimeSpan.MaxValue;

    public string To { get; internal init; }

    public string TransactionPartitionKey { get; internal init; }

    internal BinaryData BodyOrNone { get; init; } = BinaryData.Empty;

    /// <summary>The body where it is an AMQP value or sequence; null where it is bytes.</summary>
    internal Amqp.Types.RestrictedDescribed OtherBody { get; init; }

    internal Guid LockTokenGuid { get; init; }

    /// <summary>Where the message came over a link: what a disposition needs. Null for one fetched through <c>$management</c>.</summary>
    internal ReceivedDelivery Delivery { get; init; }

    public override string ToString() => $"{{MessageId:{MessageId}}}";

    string Text(string name) => ApplicationProperties.TryGetValue(name, out var value) ? value as string : null;
}
