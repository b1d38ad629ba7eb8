using System.Diagnostics;
using Azure.Messaging.ServiceBus;
using JcmHub.Local.Runtime.Wire;

namespace JcmHub.Local.Runtime.Messaging;

/// <summary>Sends to one queue over a link that is attached at first use, and anew after it was lost.</summary>
internal sealed class QueueSender(BrokerConnection connection, string entity)
{
    readonly SemaphoreSlim attaching = new(1, 1);
    SendingLink? link;

    public bool IsClosed { get; private set; }

    /// <summary>Sends one message, or several as one batch: all are stored or none is.</summary>
    public async Task SendAsync(IReadOnlyList<ServiceBusMessage> messages, CancellationToken cancellationToken)
    {
        if (messages.Count == 0) return;
        foreach (var message in messages) Trace(message);
        var encoded = messages.Select(MessageCodec.Encode).ToList();
        var (bytes, format) = encoded.Count == 1 ? (encoded[0], 0u) : (MessageCodec.Batch(encoded), MessageCodec.BatchFormat);
        await RunAsync(
            async (open, token) =>
            {
                var sending = await LinkAsync(open, token);
                if (sending.MaxMessageSize > 0 && (ulong)bytes.Length > sending.MaxMessageSize)
                {
                    throw new ServiceBusException(
                        $"{messages.Count} message(s) make {bytes.Length} bytes; the queue takes {sending.MaxMessageSize}.", ServiceBusFailureReason.MessageSizeExceeded, entity);
                }

                await sending.SendAsync(bytes, format, token);
                return true;
            },
            cancellationToken);
    }

    public async Task<IReadOnlyList<long>> ScheduleAsync(IReadOnlyList<ServiceBusMessage> messages, DateTimeOffset at, CancellationToken cancellationToken)
    {
        if (messages.Count == 0) return [];
        foreach (var message in messages)
        {
            message.ScheduledEnqueueTime = at;
            Trace(message);
        }

        return await RunAsync(async (open, token) => await Management.ScheduleAsync(await open.ManagementAsync(entity, token), entity, messages, token), cancellationToken);
    }

    public async Task CancelAsync(long[] sequenceNumbers, CancellationToken cancellationToken)
    {
        if (sequenceNumbers.Length == 0) return;
        await RunAsync(
            async (open, token) =>
            {
                await Management.CancelAsync(await open.ManagementAsync(entity, token), entity, sequenceNumbers, token);
                return true;
            },
            cancellationToken);
    }

    /// <exception cref="ArgumentOutOfRangeException">More is asked for than the queue takes.</exception>
    public async Task<ServiceBusMessageBatch> CreateBatchAsync(long? maxSize, CancellationToken cancellationToken)
    {
        var queueLimit = await RunAsync(async (open, token) => (await LinkAsync(open, token)).MaxMessageSize, cancellationToken);
        var limit = queueLimit == 0 ? long.MaxValue : (long)queueLimit;
        if (maxSize > limit) throw new ArgumentOutOfRangeException(nameof(maxSize), maxSize, $"The queue takes {limit} bytes.");

        var size = 0L;
        return new ServiceBusMessageBatch(maxSize ?? limit, () => size, [], message =>
        {
            var more = MessageCodec.Encode(message).Length + MessageCodec.BatchOverhead;
            if (size + more > (maxSize ?? limit)) return false;
            size += more;
            return true;
        });
    }

    public async Task CloseAsync(CancellationToken cancellationToken)
    {
        if (IsClosed) return;
        IsClosed = true;
        await attaching.WaitAsync(cancellationToken);
        try
        {
            if (link is not null)
            {
                lock (link.Connection.Gate) link.Connection.Session.Detach(link);
            }
        }
        finally
        {
            attaching.Release();
        }
    }

    // As the real client does, so that the receiver's work joins the sender's trace.
    static void Trace(ServiceBusMessage message)
    {
        if (Activity.Current is { IdFormat: ActivityIdFormat.W3C, Id: { } id }) message.ApplicationProperties.TryAdd("Diagnostic-Id", id);
    }

    Task<T> RunAsync<T>(Func<OpenConnection, CancellationToken, Task<T>> operation, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(IsClosed, typeof(ServiceBusSender));
        return connection.RunAsync(entity, operation, cancellationToken);
    }

    async Task<SendingLink> LinkAsync(OpenConnection open, CancellationToken cancellationToken)
    {
        await attaching.WaitAsync(cancellationToken);
        try
        {
            if (link is null || link.IsOver || link.Connection != open.Wire)
                link = await SendingLink.AttachAsync(open.Wire, entity, null, cancellationToken);
            return link;
        }
        finally
        {
            attaching.Release();
        }
    }
}
