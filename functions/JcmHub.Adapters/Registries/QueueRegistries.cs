using System.Collections.Concurrent;
using Azure.Messaging.ServiceBus;
using JcmHub.Adapters.Messaging;
using JcmHub.Domain.Ledger;
using JcmHub.Domain.Parties;
using JcmHub.Flows.Exchange;

namespace JcmHub.Adapters.Registries;

/// <summary>
/// Registries that read a Service Bus queue of their own (<see cref="RecordDrop"/>). A record is accepted when the broker has settled
/// its send; where that answer is lost it is sent twice, and the receiver is the fence (D5).
/// </summary>
/// <param name="client">The namespace of the hub.</param>
/// <param name="timeout">How long the broker may take.</param>
public sealed class QueueRegistries(ServiceBusClient client, TimeSpan timeout) : IRegistries, IAsyncDisposable
{
    private readonly ConcurrentDictionary<Destination, ServiceBusSender> _senders = new();

    /// <inheritdoc />
    public DeliveryMode Mode => DeliveryMode.Queue;

    /// <inheritdoc />
    public async Task<Delivery> DeliverAsync(Destination destination, OutboxRecord record, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(timeout);
        try
        {
            var sender = _senders.GetOrAdd(destination, static (to, client) => client.CreateSender(RecordDrop.NameOf(to)), client);
            await sender.SendMessageAsync(RecordMessage.Of(record), limit.Token);
            return Delivery.Accepted;
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested
            && failure is ServiceBusException or UnauthorizedAccessException or IOException or TimeoutException or OperationCanceledException)
        {
            return Delivery.Failed(failure.Message);
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        foreach (var sender in _senders.Values)
            await sender.DisposeAsync();
    }
}
