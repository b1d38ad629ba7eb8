#nullable disable
using JcmHub.Local.Runtime.Messaging;

namespace Azure.Messaging.ServiceBus;

/// <summary>Sends to one queue. A send ends when the broker has stored the message, or throws <see cref="ServiceBusException"/>.</summary>
public class ServiceBusSender : IAsyncDisposable
{
    readonly QueueSender queue;

    protected ServiceBusSender()
    {
    }

    internal ServiceBusSender(BrokerConnection connection, string queueName, string identifier)
    {
        EntityPath = queueName;
        FullyQualifiedNamespace = connection.Host;
        Identifier = identifier ?? $"{queueName}-{Guid.NewGuid()}";
        queue = new QueueSender(connection, queueName);
    }

    public virtual string EntityPath { get; }

    public virtual string FullyQualifiedNamespace { get; }

    public virtual string Identifier { get; }

    public virtual bool IsClosed => queue.IsClosed;

    public virtual Task SendMessageAsync(ServiceBusMessage message, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(message);
        return queue.SendAsync([message], cancellationToken);
    }

    public virtual Task SendMessagesAsync(IEnumerable<ServiceBusMessage> messages, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        return queue.SendAsync([.. messages], cancellationToken);
    }

    public virtual Task SendMessagesAsync(ServiceBusMessageBatch messageBatch, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messageBatch);
        return queue.SendAsync([.. messageBatch.Messages], cancellationToken);
    }

    public virtual async Task<long> ScheduleMessageAsync(ServiceBusMessage message, DateTimeOffset scheduledEnqueueTime, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(message);
        return (await queue.ScheduleAsync([message], scheduledEnqueueTime, cancellationToken))[0];
    }

    public virtual Task<IReadOnlyList<long>> ScheduleMessagesAsync(IEnumerable<ServiceBusMessage> messages, DateTimeOffset scheduledEnqueueTime, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        return queue.ScheduleAsync([.. messages], scheduledEnqueueTime, cancellationToken);
    }

    public virtual Task CancelScheduledMessageAsync(long sequenceNumber, CancellationToken cancellationToken = default)
        => queue.CancelAsync([sequenceNumber], cancellationToken);

    public virtual Task CancelScheduledMessagesAsync(IEnumerable<long> sequenceNumbers, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(sequenceNumbers);
        return queue.CancelAsync([.. sequenceNumbers], cancellationToken);
    }

    public virtual ValueTask<ServiceBusMessageBatch> CreateMessageBatchAsync(CancellationToken cancellationToken = default)
        => CreateMessageBatchAsync(new CreateMessageBatchOptions(), cancellationToken);

    public virtual async ValueTask<ServiceBusMessageBatch> CreateMessageBatchAsync(CreateMessageBatchOptions options, CancellationToken cancellationToken = default)
        => await queue.CreateBatchAsync(options?.MaxSizeInBytes, cancellationToken);

    public virtual Task CloseAsync(CancellationToken cancellationToken = default) => queue.CloseAsync(cancellationToken);

    public virtual async ValueTask DisposeAsync()
    {
        await CloseAsync();
        GC.SuppressFinalize(this);
    }
}
