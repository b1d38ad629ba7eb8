using Azure.Messaging.ServiceBus;
using JcmHub.Flows.Exchange;

namespace JcmHub.Local.Registries;

/// <summary>
/// Reads the registry's queue, one message at a time: settled only when the hub has the receipt, so that whatever dies in between, the
/// message comes again and is answered with the first receipt.
/// </summary>
internal sealed class QueueFetcher : RecordFetcher
{
    private static readonly TimeSpan s_wait = TimeSpan.FromSeconds(1);

    private readonly ServiceBusClient _client;
    private readonly ServiceBusReceiver _queue;

    public QueueFetcher(ReceiptPost post, string serviceBus, string queue, TimeProvider time)
        : base(post, time)
    {
        _client = new ServiceBusClient(serviceBus);
        _queue = _client.CreateReceiver(queue);
    }

    protected override async Task<bool> FetchAsync(ReceiptPost post, CancellationToken cancellation)
    {
        if (await _queue.ReceiveMessageAsync(s_wait, cancellation) is not { } message)
            return true;
        var signature = message.ApplicationProperties.TryGetValue(RecordDrop.SignatureProperty, out var value) ? value as string : null;
        if (await post.TakeAsync(message.Body.ToMemory(), signature, cancellation))
        {
            await _queue.CompleteMessageAsync(message, cancellation);
            return true;
        }

        await _queue.AbandonMessageAsync(message, cancellationToken: cancellation);
        return false;
    }

    protected override bool IsPassing(Exception failure) => failure is ServiceBusException;

    protected override ValueTask CloseAsync() => _client.DisposeAsync();
}
