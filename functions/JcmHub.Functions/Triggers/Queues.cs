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
        if (!ReportState.TryHostOf(message.Subject, out _))
        {
            await UnreadableAsync(message, actions, "report", cancellationToken);
            return;
        }

        var computed = await compute.ComputeAsync(message.Subject, cancellationToken);
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
            await UnreadableAsync(message, actions, "stream", cancellationToken);
            return;
        }

        await dispatch.DispatchAsync(hint, cancellationToken);
        await actions.CompleteMessageAsync(message, cancellationToken);
    }

    private static Task UnreadableAsync(ServiceBusReceivedMessage message, ServiceBusMessageActions actions, string what, CancellationToken cancellationToken) =>
        actions.DeadLetterMessageAsync(message, null, "message-unreadable", $"\"{message.Subject}\" names no {what}.", cancellationToken);
}
