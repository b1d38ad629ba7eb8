using Azure.Messaging.ServiceBus;
using Microsoft.Azure.Functions.Worker;

namespace JcmHub.Local.Runtime.Tests.SampleApp;

/// <summary>One function; the message's subject says what it shall do.</summary>
internal sealed class QueueSamples(Ledger ledger)
{
    [Function("Handle")]
    public async Task Handle(
        [ServiceBusTrigger("q", Connection = "Queues", AutoCompleteMessages = false)] ServiceBusReceivedMessage message,
        ServiceBusMessageActions actions,
        FunctionContext context,
        string messageId,
        int deliveryCount,
        CancellationToken cancellationToken)
    {
        ledger.Add($"{message.Subject} {messageId} {deliveryCount}");
        switch (message.Subject)
        {
            case "complete":
                await actions.CompleteMessageAsync(message, cancellationToken);
                break;
            case "dead-letter":
                await actions.DeadLetterMessageAsync(message, new Dictionary<string, object> { ["by"] = context.FunctionDefinition.Name }, "reason", "description", cancellationToken);
                break;
            case "defer":
                await actions.DeferMessageAsync(message, cancellationToken: cancellationToken);
                break;
            case "fail":
                throw new InvalidOperationException("told to fail");
            case "settle and fail":
                await actions.CompleteMessageAsync(message, cancellationToken);
                throw new InvalidOperationException("told to fail");
            case "wait":
                await ledger.Gate.Task.WaitAsync(cancellationToken);
                await actions.CompleteMessageAsync(message, cancellationToken);
                ledger.Add("waited");
                break;
        }
    }
}

/// <summary>What the host completes by itself.</summary>
internal sealed class AutoCompletedSamples(Ledger ledger)
{
    [Function("Text")]
    public void Text([ServiceBusTrigger("%QueueName%", Connection = "Queues", AutoCompleteMessages = true)] string text)
    {
        ledger.Add(text);
        if (text == "fail") throw new InvalidOperationException("told to fail");
    }
}

/// <summary>Leaves the choice of completing to host.json, takes messages as an array.</summary>
internal sealed class BatchSamples(Ledger ledger)
{
    [Function("Many")]
    public async Task Many([ServiceBusTrigger("q", Connection = "Queues", IsBatched = true)] ServiceBusReceivedMessage[] messages, ServiceBusMessageActions actions)
    {
        foreach (var message in messages)
        {
            await actions.CompleteMessageAsync(message);
            ledger.Add(message.Body.ToString());
        }
    }
}
