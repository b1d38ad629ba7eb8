using Azure.Messaging.ServiceBus;
using JcmHub.Domain.Ledger;
using JcmHub.Flows.Exchange;
using JcmHub.Flows.Intake;
using JcmHub.Flows.Intake.Uploads;

namespace JcmHub.Adapters.Messaging;

/// <summary>The Service Bus queues of the flows. The subject says what a message is about; the state is always read from storage.</summary>
public sealed class ServiceBusQueues(ServiceBusClient client) : IReportQueue, IUploadQueue, IRecordQueue, IAsyncDisposable
{
    private readonly ServiceBusSender _reports = client.CreateSender(IReportQueue.Name);
    private readonly ServiceBusSender _uploads = client.CreateSender(IUploadQueue.Name);
    private readonly ServiceBusSender _records = client.CreateSender(IRecordQueue.Registries);
    private readonly ServiceBusSender _market = client.CreateSender(IRecordQueue.Market);

    /// <inheritdoc />
    public Task AnnounceAsync(string reportId, CancellationToken cancellationToken) =>
        _reports.SendMessageAsync(new ServiceBusMessage { Subject = reportId, MessageId = reportId }, cancellationToken);

    /// <inheritdoc />
    public Task AnnounceUploadAsync(string name, CancellationToken cancellationToken) =>
        _uploads.SendMessageAsync(new ServiceBusMessage { Subject = name }, cancellationToken);

    /// <inheritdoc />
    public async Task SendAsync(IReadOnlyList<OutboxRecord> records, CancellationToken cancellationToken)
    {
        foreach (var queue in records.GroupBy(record => SenderTo(record.Id.Destination)))
            await queue.Key.SendMessagesAsync(queue.Select(RecordMessage.Of), cancellationToken);
    }

    /// <inheritdoc />
    public Task WakeAsync(StreamId stream, DateTimeOffset? at, CancellationToken cancellationToken)
    {
        var message = new ServiceBusMessage { Subject = stream.ToString() };
        if (at is { } moment)
            message.ScheduledEnqueueTime = moment;
        return SenderTo(stream.Destination).SendMessageAsync(message, cancellationToken);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _reports.DisposeAsync();
        await _uploads.DisposeAsync();
        await _records.DisposeAsync();
        await _market.DisposeAsync();
    }

    private ServiceBusSender SenderTo(Destination destination) => destination == Destination.GxEts ? _market : _records;
}
