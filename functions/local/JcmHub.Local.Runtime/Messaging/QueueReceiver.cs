using Azure.Messaging.ServiceBus;
using JcmHub.Local.Runtime.Wire;

namespace JcmHub.Local.Runtime.Messaging;

/// <summary>Receives from one queue over a link that is attached at first use, and anew after it was lost.</summary>
internal sealed class QueueReceiver(BrokerConnection connection, string entity, ServiceBusReceiveMode mode, int prefetch)
{
    /// <summary>How long a receive waits where nothing is said, as the real client's try timeout.</summary>
    static readonly TimeSpan DefaultWait = TimeSpan.FromMinutes(1);

    static readonly TimeSpan AfterLoss = TimeSpan.FromMilliseconds(50);

    readonly SemaphoreSlim receiving = new(1, 1);
    ReceivingLink? link;
    long lastPeeked;

    public bool IsClosed { get; private set; }

    public async Task<IReadOnlyList<ServiceBusReceivedMessage>> ReceiveAsync(int most, TimeSpan? maxWait, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(IsClosed, typeof(ServiceBusReceiver));
        cancellationToken.ThrowIfCancellationRequested();
        using var time = new CancellationTokenSource(maxWait ?? DefaultWait);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(time.Token, cancellationToken);
        try
        {
            await receiving.WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return [];
        }

        try
        {
            while (true)
            {
                var current = await connection.RunAsync(entity, LinkAsync, cancellationToken);
                try
                {
                    var found = await current.ReceiveAsync(most, either.Token);

                    // What came is never given up, not even when the caller has: it would stay locked for nobody.
                    if (found.Count == 0) cancellationToken.ThrowIfCancellationRequested();
                    return found.ConvertAll(delivery => MessageCodec.Decode(delivery.Message, delivery.LockToken, delivery));
                }
                catch (IOException) when (!either.IsCancellationRequested)
                {
                    // The link was lost while it waited: attach anew and wait on, not in a rush.
                    await Task.Delay(AfterLoss, CancellationToken.None);
                }
                catch (IOException)
                {
                    return [];
                }
            }
        }
        finally
        {
            receiving.Release();
        }
    }

    public async Task<IReadOnlyList<ServiceBusReceivedMessage>> PeekAsync(int most, long? from, CancellationToken cancellationToken)
    {
        var start = from ?? lastPeeked + 1;
        var found = await RunAsync(async (open, token) => await Management.PeekAsync(await open.ManagementAsync(entity, token), entity, most, start, token), cancellationToken);
        if (found.Count > 0) lastPeeked = found[^1].SequenceNumber;
        return found;
    }

    public Task<IReadOnlyList<ServiceBusReceivedMessage>> ReceiveDeferredAsync(long[] sequenceNumbers, CancellationToken cancellationToken) => sequenceNumbers.Length == 0
        ? Task.FromResult<IReadOnlyList<ServiceBusReceivedMessage>>([])
        : RunAsync(
            async (open, token) => await Management.ReceiveDeferredAsync(
                await open.ManagementAsync(entity, token), entity, sequenceNumbers, mode == ServiceBusReceiveMode.ReceiveAndDelete, token),
            cancellationToken);

    /// <summary>Done when the broker has stored the decision. Over the link that brought the message while it is up, else by its lock token.</summary>
    public async Task SettleAsync(ServiceBusReceivedMessage message, Settlement settlement, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        ThrowIfNotLocked();
        await RunAsync(
            async (open, token) =>
            {
                if (!await SettleOnLinkAsync(message, settlement, token))
                    await Management.SettleAsync(await open.ManagementAsync(entity, token), entity, message.LockTokenGuid, settlement, token);
                return true;
            },
            cancellationToken);
    }

    public async Task RenewAsync(ServiceBusReceivedMessage message, CancellationToken cancellationToken)
    {
        ThrowIfNotLocked();
        message.LockedUntil = await RunAsync(
            async (open, token) => await Management.RenewAsync(await open.ManagementAsync(entity, token), entity, message.LockTokenGuid, token), cancellationToken);
    }

    public async Task CloseAsync(CancellationToken cancellationToken)
    {
        if (IsClosed) return;
        IsClosed = true;
        if (link is not { IsOver: false } open) return;
        await open.ReturnAllAsync();
        lock (open.Connection.Gate) open.Connection.Session.Detach(open);
    }

    static async Task<bool> SettleOnLinkAsync(ServiceBusReceivedMessage message, Settlement settlement, CancellationToken cancellationToken)
    {
        if (message.Delivery is not { Link: var link, Id: var id }) return false;
        var outcome = new PendingOutcome();
        lock (link.Connection.Gate)
        {
            if (link.IsOver) return false;
            link.Connection.Session.Settle(link, id, settlement.Outcome, outcome);
        }

        await outcome.Task.WaitAsync(cancellationToken);
        return true;
    }

    void ThrowIfNotLocked()
    {
        if (mode != ServiceBusReceiveMode.PeekLock) throw new InvalidOperationException("A receiver that deletes what it receives has nothing to settle.");
    }

    Task<T> RunAsync<T>(Func<OpenConnection, CancellationToken, Task<T>> operation, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(IsClosed, typeof(ServiceBusReceiver));
        return connection.RunAsync(entity, operation, cancellationToken);
    }

    // One receive at a time gets here.
    async Task<ReceivingLink> LinkAsync(OpenConnection open, CancellationToken cancellationToken)
    {
        if (link is null || link.IsOver || link.Connection != open.Wire)
            link = await ReceivingLink.AttachAsync(open.Wire, entity, null, mode == ServiceBusReceiveMode.ReceiveAndDelete, (uint)prefetch, cancellationToken);
        return link;
    }
}
