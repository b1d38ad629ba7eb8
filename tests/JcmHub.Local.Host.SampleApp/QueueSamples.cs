using Azure.Messaging.ServiceBus;
using Grpc.Core;
using Microsoft.Azure.Functions.Worker;

namespace JcmHub.Local.Host.SampleApp;

/// <summary>One function that a queue starts; the message's subject says what it shall do.</summary>
public sealed class QueueSamples(Diary diary)
{
    [Function("Handle")]
    public async Task Handle(
        [ServiceBusTrigger("q", Connection = "Queues", AutoCompleteMessages = false)] ServiceBusReceivedMessage message,
        ServiceBusMessageActions actions, FunctionContext context, CancellationToken cancellationToken)
    {
        diary.Add($"{message.Subject} {message.MessageId} {message.DeliveryCount} {message.Body}");
        switch (message.Subject)
        {
            case "complete":
                await actions.CompleteMessageAsync(message, cancellationToken);
                break;
            case "abandon":
                await actions.AbandonMessageAsync(message, new Dictionary<string, object> { ["by"] = context.FunctionDefinition.Name }, cancellationToken);
                break;
            case "dead-letter":
                await actions.DeadLetterMessageAsync(message, new Dictionary<string, object> { ["by"] = context.FunctionDefinition.Name }, "reason", "description", cancellationToken);
                break;
            case "fail":
                throw new InvalidOperationException("told to fail");
            case "wait":
                await diary.Gate.Task.WaitAsync(cancellationToken);
                await actions.CompleteMessageAsync(message, cancellationToken);
                diary.Add("waited");
                break;
            case "renew":
                await actions.RenewMessageLockAsync(message, cancellationToken);
                await actions.CompleteMessageAsync(message, cancellationToken);
                diary.Add("renewed");
                break;
            case "complete twice":
                await actions.CompleteMessageAsync(message, cancellationToken);
                try
                {
                    await actions.CompleteMessageAsync(message, cancellationToken);
                }
                catch (RpcException fault)
                {
                    diary.Add($"RpcException {fault.StatusCode}");
                }

                break;
        }
    }
}
