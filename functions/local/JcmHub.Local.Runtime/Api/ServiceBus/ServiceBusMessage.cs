#nullable disable
namespace Azure.Messaging.ServiceBus;

/// <summary>A message to send.</summary>
public class ServiceBusMessage
{
    const int MaxIdLength = 128;

    public ServiceBusMessage()
        : this(default(ReadOnlyMemory<byte>))
    {
    }

    public ServiceBusMessage(string body)
        : this(new BinaryData(body))
    {
    }

    public ServiceBusMessage(BinaryData body)
    {
        ArgumentNullException.ThrowIfNull(body);
        Body = body;
    }

    public ServiceBusMessage(ReadOnlyMemory<byte> body)
        : this(BinaryData.FromBytes(body))
    {
    }

    /// <summary>A copy to send again: without what the broker added, dead-letter reason included.</summary>
    public ServiceBusMessage(ServiceBusReceivedMessage receivedMessage)
    {
        ArgumentNullException.ThrowIfNull(receivedMessage);
        Body = receivedMessage.BodyOrNone ?? BinaryData.Empty;
        OtherBody = receivedMessage.OtherBody;
        ContentType = receivedMessage.ContentType;
        CorrelationId = receivedMessage.CorrelationId;
        MessageId = receivedMessage.MessageId;
        SessionId = receivedMessage.SessionId;
        PartitionKey = receivedMessage.PartitionKey;
        TransactionPartitionKey = receivedMessage.TransactionPartitionKey;
        ReplyTo = receivedMessage.ReplyTo;
        ReplyToSessionId = receivedMessage.ReplyToSessionId;
        ScheduledEnqueueTime = receivedMessage.ScheduledEnqueueTime;
        Subject = receivedMessage.Subject;
        To = receivedMessage.To;
        if (receivedMessage.TimeToLive > TimeSpan.Zero) TimeToLive = receivedMessage.TimeToLive;
        foreach (var (name, value) in receivedMessage.ApplicationProperties)
        {
            if (name is not (ServiceBusReceivedMessage.DeadLetterReasonProperty or ServiceBusReceivedMessage.DeadLetterDescriptionProperty))
                ApplicationProperties[name] = value;
        }
    }

    public IDictionary<string, object> ApplicationProperties { get; } = new Dictionary<string, object>();

    public BinaryData Body { get; set; }

    public string ContentType { get; set; }

    public string CorrelationId { get; set; }

    /// <summary>At most 128 characters; the broker makes one where there is none.</summary>
    public string MessageId
    {
        get;
        set => field = AtMost(MaxIdLength, value, nameof(MessageId));
    }

    public string PartitionKey
    {
        get;
        set => field = SessionId is null || value is null || value == SessionId
            ? AtMost(MaxIdLength, value, nameof(PartitionKey))
            : throw new ArgumentOutOfRangeException(nameof(value), value, "PartitionKey must equal SessionId where both are set.");
    }

    public string ReplyTo { get; set; }

    public string ReplyToSessionId
    {
        get;
        set => field = AtMost(MaxIdLength, value, nameof(ReplyToSessionId));
    }

    /// <summary>When the message enters the queue; at once where it is the default.</summary>
    public DateTimeOffset ScheduledEnqueueTime { get; set; }

    public string SessionId
    {
        get;
        set
        {
            field = AtMost(MaxIdLength, value, nameof(SessionId));
            if (value is not null && PartitionKey is not null && PartitionKey != value) PartitionKey = value;
        }
    }

    public string Subject { get; set; }

    /// <summary>Positive; the queue's own where never set.</summary>
    public TimeSpan TimeToLive
    {
        get => TimeToLiveSetting ?? TimeSpan.MaxValue;
        set => TimeToLiveSetting = value > TimeSpan.Zero ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A time to live is positive.");
    }

    public string To { get; set; }

    public string TransactionPartitionKey
    {
        get;
        set => field = AtMost(MaxIdLength, value, nameof(TransactionPartitionKey));
    }

    /// <summary>The body of a copied message that is an AMQP value or sequence; it goes on as it came.</summary>
    internal Amqp.Types.RestrictedDescribed OtherBody { get; }

    internal TimeSpan? TimeToLiveSetting { get; private set; }

    public override string ToString() => $"{{MessageId:{MessageId}}}";

    static string AtMost(int length, string value, string name) =>
        value is null || value.Length <= length ? value : throw new ArgumentException($"{name} has {value.Length} characters; at most {length} are allowed.", name);
}
