using System.Runtime.Serialization;
using Amqp;
using Amqp.Framing;
using Amqp.Types;
using Azure.Messaging.ServiceBus;
using JcmHub.Local.Runtime.Wire;

namespace JcmHub.Local.Runtime.Messaging;

/// <summary>Messages of the client's API to AMQP and back, in the annotations and described types that Service Bus uses.</summary>
internal static class MessageCodec
{
    /// <summary>Format of a batch: each data section is one whole encoded message.</summary>
    public const uint BatchFormat = 0x80013700;

    static readonly Symbol PartitionKey = "x-opt-partition-key";
    static readonly Symbol ViaPartitionKey = "x-opt-via-partition-key";
    static readonly Symbol ScheduledEnqueueTime = "x-opt-scheduled-enqueue-time";
    static readonly Symbol SequenceNumber = "x-opt-sequence-number";
    static readonly Symbol EnqueuedSequenceNumber = "x-opt-enqueue-sequence-number";
    static readonly Symbol EnqueuedTime = "x-opt-enqueued-time";
    static readonly Symbol LockedUntil = "x-opt-locked-until";
    static readonly Symbol DeadLetterSource = "x-opt-deadletter-source";
    static readonly Symbol MessageState = "x-opt-message-state";
    static readonly Symbol UriType = "com.microsoft:uri";
    static readonly Symbol DateTimeOffsetType = "com.microsoft:datetime-offset";
    static readonly Symbol TimeSpanType = "com.microsoft:timespan";

    public static byte[] Encode(ServiceBusMessage message)
    {
        var amqp = new Message
        {
            Properties = PropertiesOf(message),
            MessageAnnotations = AnnotationsOf(message),
            BodySection = message.OtherBody ?? new Data { Binary = message.Body.ToArray() },
        };
        if (message.TimeToLiveSetting is { } life) amqp.Header = new Header { Ttl = (uint)Math.Min(life.TotalMilliseconds, uint.MaxValue) };
        if (message.ApplicationProperties.Count > 0)
        {
            amqp.ApplicationProperties = new ApplicationProperties();
            foreach (var (name, value) in message.ApplicationProperties) amqp.ApplicationProperties[name] = ToWire(name, value);
        }

        return Bytes(amqp);
    }

    /// <summary>One message that carries encoded ones.</summary>
    public static byte[] Batch(IReadOnlyList<byte[]> messages)
    {
        var buffer = new ByteBuffer(messages.Sum(m => m.Length + BatchOverhead), true);
        foreach (var message in messages) new Data { Binary = message }.Encode(buffer);
        return buffer.Buffer.AsSpan(buffer.Offset, buffer.Length).ToArray();
    }

    /// <summary>What a batch adds to each message: descriptor and length of a data section.</summary>
    public const int BatchOverhead = 8;

    public static ServiceBusReceivedMessage Decode(ReadOnlyMemory<byte> encoded, Guid lockToken, ReceivedDelivery? delivery)
    {
        var bytes = encoded.ToArray();
        var amqp = Message.Decode(new ByteBuffer(bytes, 0, bytes.Length, bytes.Length));
        var annotations = amqp.MessageAnnotations?.Map ?? [];
        return new ServiceBusReceivedMessage
        {
            BodyOrNone = (amqp.BodySection as Data)?.Binary is { } body ? new BinaryData(body) : null,
            OtherBody = amqp.BodySection is Data ? null : amqp.BodySection,
            MessageId = amqp.Properties?.GetMessageId()?.ToString(),
            CorrelationId = amqp.Properties?.GetCorrelationId()?.ToString(),
            ContentType = amqp.Properties?.ContentType?.ToString(),
            Subject = amqp.Properties?.Subject,
            To = amqp.Properties?.To,
            ReplyTo = amqp.Properties?.ReplyTo,
            SessionId = amqp.Properties?.GroupId,
            ReplyToSessionId = amqp.Properties?.ReplyToGroupId,
            TimeToLive = amqp.Header is { Ttl: > 0 and var ttl } ? TimeSpan.FromMilliseconds(ttl) : TimeSpan.MaxValue,

            // The header counts the deliveries before this one.
            DeliveryCount = (int)(amqp.Header?.DeliveryCount ?? 0) + 1,
            ApplicationProperties = amqp.ApplicationProperties?.Map.ToDictionary(p => p.Key.ToString()!, p => FromWire(p.Value)) ?? [],
            PartitionKey = annotations.TryGetValue(PartitionKey, out var key) ? key as string : null,
            TransactionPartitionKey = annotations.TryGetValue(ViaPartitionKey, out var via) ? via as string : null,
            SequenceNumber = annotations.TryGetValue(SequenceNumber, out var sequence) && sequence is long number ? number : -1,
            EnqueuedSequenceNumber = annotations.TryGetValue(EnqueuedSequenceNumber, out var enqueued) && enqueued is long was ? was : 0,
            EnqueuedTime = Moment(annotations, EnqueuedTime),
            ScheduledEnqueueTime = Moment(annotations, ScheduledEnqueueTime),
            LockedUntil = Moment(annotations, LockedUntil),
            DeadLetterSource = annotations.TryGetValue(DeadLetterSource, out var source) ? source as string : null,
            State = annotations.TryGetValue(MessageState, out var state) && state is int known ? (ServiceBusMessageState)known : ServiceBusMessageState.Active,
            LockTokenGuid = lockToken,
            Delivery = delivery,
        };
    }

    /// <exception cref="SerializationException">Service Bus knows no such type of property.</exception>
    public static object? ToWire(string name, object? value) => value switch
    {
        null or string or bool or byte or sbyte or short or ushort or int or uint or long or ulong or float or double or char or Guid or byte[] => value,
        DateTime moment => ToTheMillisecond(moment),
        DateTimeOffset moment => new DescribedValue(DateTimeOffsetType, moment.UtcTicks),
        TimeSpan span => new DescribedValue(TimeSpanType, span.Ticks),
        Uri uri => new DescribedValue(UriType, uri.AbsoluteUri),
        _ => throw new SerializationException($"Property '{name}' is a {value.GetType().Name}, which cannot be sent; use text."),
    };

    public static byte[] Bytes(Message message)
    {
        var buffer = message.Encode();
        return buffer.Buffer.AsSpan(buffer.Offset, buffer.Length).ToArray();
    }

    static object FromWire(object value) => value switch
    {
        DescribedValue { Descriptor: Symbol type, Value: long ticks } when type.Equals(DateTimeOffsetType) => new DateTimeOffset(ticks, TimeSpan.Zero),
        DescribedValue { Descriptor: Symbol type, Value: long ticks } when type.Equals(TimeSpanType) => TimeSpan.FromTicks(ticks),
        DescribedValue { Descriptor: Symbol type, Value: string text } when type.Equals(UriType) => new Uri(text),
        Symbol symbol => symbol.ToString(),
        _ => value,
    };

    static Properties PropertiesOf(ServiceBusMessage message)
    {
        // Only what is set: a field that was written, even null, goes over the wire.
        var properties = new Properties();
        if (message.MessageId is not null) properties.MessageId = message.MessageId;
        if (message.CorrelationId is not null) properties.CorrelationId = message.CorrelationId;
        if (message.ContentType is not null) properties.ContentType = message.ContentType;
        if (message.Subject is not null) properties.Subject = message.Subject;
        if (message.To is not null) properties.To = message.To;
        if (message.ReplyTo is not null) properties.ReplyTo = message.ReplyTo;
        if (message.SessionId is not null) properties.GroupId = message.SessionId;
        if (message.ReplyToSessionId is not null) properties.ReplyToGroupId = message.ReplyToSessionId;
        return properties;
    }

    static MessageAnnotations? AnnotationsOf(ServiceBusMessage message)
    {
        var annotations = new MessageAnnotations();
        if (message.PartitionKey is not null) annotations[PartitionKey] = message.PartitionKey;
        if (message.TransactionPartitionKey is not null) annotations[ViaPartitionKey] = message.TransactionPartitionKey;
        if (message.ScheduledEnqueueTime != default) annotations[ScheduledEnqueueTime] = ToTheMillisecond(message.ScheduledEnqueueTime.UtcDateTime);
        return annotations.Map is { Count: > 0 } ? annotations : null;
    }

    // What AMQP holds; the library would round, the real client cuts off.
    static DateTime ToTheMillisecond(DateTime moment) => new(moment.ToUniversalTime().Ticks / TimeSpan.TicksPerMillisecond * TimeSpan.TicksPerMillisecond, DateTimeKind.Utc);

    static DateTimeOffset Moment(Map annotations, Symbol name) =>
        annotations.TryGetValue(name, out var value) && value is DateTime moment ? new DateTimeOffset(moment.ToUniversalTime()) : default;
}
