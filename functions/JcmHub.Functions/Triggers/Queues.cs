using Azure.Messaging.ServiceBus;
using JcmHub.Flows.Computation;
using JcmHub.Flows.Exchange;
using JcmHub.Flows.Intake;
using Microsoft.Azure.Functions.Worker;

namespace JcmHub.Functions.Triggers;

/// <summary>Queues: reports to compute, records to deliver. Each message is settled here, once; what cannot be read is dead-lettered with its code.</summary>
public sealed class Queues(ComputeReport compute, DispatchStream dispatch)
{
    [Function(nameof(ComputeReports))]
    public async Task ComputeReports(
        [ServiceBusTrigger(IReportQueue.Name, Connection = "ServiceBus", AutoCompleteMessages = false)] ServiceBusReceivedMessage message,
        ServiceBusMessageActions actions, CancellationToken cancellationToken)
    {
        var computed = await compute.ComputeAsync(message.Subject ?? string.Empty, cancellationToken);
        await (computed.IsRefused
            ? actions.DeadLetterMessageAsync(message, null, computed.Refusal.Code, computed.Refusal.Detail, cancellationToken)
            : actions.CompleteMessageAsync(message, cancellationToken));
    }

    [Function(nameof(DispatchRecords))]
    public Task DispatchRecords(
        [ServiceBusTrigger(IRecordQueue.Registries, Connection = "ServiceBus", AutoCompleteMessages = false)] ServiceBusReceivedMessage message,
        ServiceBusMessageActions actions, CancellationToken cancellationToken) => DispatchAsync(message, actions, cancellationToken);

    [Function(nameof(DispatchMarketRecords))]
    public Task DispatchMarketRecords(
        [ServiceBusTrigger(IRecordQueue.Market, Connection = "ServiceBus", AutoCompleteMessages = false)] ServiceBusReceivedMessage message,
        ServiceBusMessageActions actions, CancellationToken cancellationToken) => DispatchAsync(message, actions, cancellationToken);

    private async Task DispatchAsync(ServiceBusReceivedMessage message, ServiceBusMessageActions actions, CancellationToken cancellationToken)
    {
        if (!StreamHint.TryParse(message.Subject, out var hint))
        {
            await actions.DeadLetterMessageAsync(message, null, "message-unreadable", $"\"{message.Subject}\" names no stream.", cancellationToken);
            return;
        }

        await dispatch.DispatchAsync(hint, cancellationToken);
        await actions.CompleteMessageAsync(message, cancellationToken);
    }
}
