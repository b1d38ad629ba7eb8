#nullable disable
using System.Runtime.CompilerServices;
using JcmHub.Local.Runtime.Messaging;

namespace Azure.Messaging.ServiceBus;

/// <summary>Receives from one queue or its dead letters, and settles what it received.</summary>
public class ServiceBusReceiver : IAsyncDisposable
{
    readonly QueueReceiver queue;

    protected ServiceBusReceiver()
    {
    }

    internal ServiceBusReceiver(BrokerConnection connection, string queueName, ServiceBusReceiverOptions options)
    {
        EntityPath = options.SubQueue switch
        {
            SubQueue.DeadLetter => $"{queueName}/$DeadLetterQueue",
            SubQueue.TransferDeadLetter => $"{queueName}/$Transfer/$DeadLetterQueue",
            _ => queueName,
        };
        FullyQualifiedNamespace = connection.Host;
        Identifier = options.Identifier ?? $"{EntityPath}-{Guid.NewGuid()}";
        PrefetchCount = options.PrefetchCount;
        ReceiveMode = options.ReceiveMode;
        queue = new QueueReceiver(connection, EntityPath, options.ReceiveMode, options.PrefetchCount);
    }

    public virtual string EntityPath { get; }

    public virtual string FullyQualifiedNamespace { get; }

    public virtual string Identifier { get; }

    public virtual bool IsClosed => queue.IsClosed;

    public virtual int PrefetchCount { get; }

    public virtual ServiceBusReceiveMode ReceiveMode { get; }

    /// <summary>Null when none came in time.</summary>
    public virtual async Task<ServiceBusReceivedMessage> ReceiveMessageAsync(TimeSpan? maxWaitTime = null, CancellationToken cancellationToken = default)
        => await ReceiveMessagesAsync(1, maxWaitTime, cancellationToken) is [var message, ..] ? message : null;

    /// <summary>Waits for a first message up to the given time, then takes what is there at once, up to the given count.</summary>
    public virtual Task<IReadOnlyList<ServiceBusReceivedMessage>> ReceiveMessagesAsync(int maxMessages, TimeSpan? maxWaitTime = null, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxMessages);
        if (maxWaitTime is { } wait) ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(wait, TimeSpan.Zero, nameof(maxWaitTime));
        return queue.ReceiveAsync(maxMessages, maxWaitTime, cancellationToken);
    }

    public virtual async IAsyncEnumerable<ServiceBusReceivedMessage> ReceiveMessagesAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            if (await ReceiveMessageAsync(null, cancellationToken) is { } message) yield return message;
        }
    }

    public virtual async Task<ServiceBusReceivedMessage> PeekMessageAsync(long? fromSequenceNumber = null, CancellationToken cancellationToken = default)
        => await PeekMessagesAsync(1, fromSequenceNumber, cancellationToken) is [var message, ..] ? message : null;

    /// <summary>Messages in any state, without a lock; without a number it goes on after the last one peeked.</summary>
    public virtual Task<IReadOnlyList<ServiceBusReceivedMessage>> PeekMessagesAsync(int maxMessages, long? fromSequenceNumber = null, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxMessages);
        return queue.PeekAsync(maxMessages, fromSequenceNumber, cancellationToken);
    }

    public virtual async Task<ServiceBusReceivedMessage> ReceiveDeferredMessageAsync(long sequenceNumber, CancellationToken cancellationToken = default)
        => (await ReceiveDeferredMessagesAsync([sequenceNumber], cancellationToken))[0];

    public virtual Task<IReadOnlyList<ServiceBusReceivedMessage>> ReceiveDeferredMessagesAsync(IEnumerable<long> sequenceNumbers, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(sequenceNumbers);
        return queue.ReceiveDeferredAsync([.. sequenceNumbers], cancellationToken);
    }

    public virtual Task CompleteMessageAsync(ServiceBusReceivedMessage message, CancellationToken cancellationToken = default)
        => queue.SettleAsync(message, new Settlement.Complete(), cancellationToken);

    public virtual Task AbandonMessageAsync(ServiceBusReceivedMessage message, IDictionary<string, object> propertiesToModify = null, CancellationToken cancellationToken = default)
        => queue.SettleAsync(message, new Settlement.Abandon(propertiesToModify), cancellationToken);

    public virtual Task DeferMessageAsync(ServiceBusReceivedMessage message, IDictionary<string, object> propertiesToModify = null, CancellationToken cancellationToken = default)
        => queue.SettleAsync(message, new Settlement.Defer(propertiesToModify), cancellationToken);

    public virtual Task DeadLetterMessageAsync(ServiceBusReceivedMessage message, IDictionary<string, object> propertiesToModify = null, CancellationToken cancellationToken = default)
        => queue.SettleAsync(message, new Settlement.DeadLetter(propertiesToModify, null, null), cancellationToken);

    public virtual Task DeadLetterMessageAsync(ServiceBusReceivedMessage message, string deadLetterReason, string deadLetterErrorDescription = null, CancellationToken cancellationToken = default)
        => queue.SettleAsync(message, new Settlement.DeadLetter(null, deadLetterReason, deadLetterErrorDescription), cancellationToken);

    public virtual Task DeadLetterMessageAsync(ServiceBusReceivedMessage message, IDictionary<string, object> propertiesToModify, string deadLetterReason, string deadLetterErrorDescription = null, CancellationToken cancellationToken = default)
        => queue.SettleAsync(message, new Settlement.DeadLetter(propertiesToModify, deadLetterReason, deadLetterErrorDescription), cancellationToken);

    /// <summary>Gives a message back that came too late to be worked on.</summary>
    internal Task ReleaseMessageAsync(ServiceBusReceivedMessage message) => queue.SettleAsync(message, new Settlement.Release(), CancellationToken.None);

    /// <summary>Renews the lock and moves the message's <see cref="ServiceBusReceivedMessage.LockedUntil"/>.</summary>
    public virtual Task RenewMessageLockAsync(ServiceBusReceivedMessage message, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(message);
        return queue.RenewAsync(message, cancellationToken);
    }

    public virtual Task CloseAsync(CancellationToken cancellationToken = default) => queue.CloseAsync(cancellationToken);

    public virtual async ValueTask DisposeAsync()
    {
        await CloseAsync();
        GC.SuppressFinalize(this);
    }
}
