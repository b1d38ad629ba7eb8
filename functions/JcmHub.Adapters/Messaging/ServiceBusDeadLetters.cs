using System.Globalization;
using Azure.Messaging.ServiceBus;
using JcmHub.Flows.Exchange;
using JcmHub.Flows.Intake;
using JcmHub.Flows.Intake.Uploads;

namespace JcmHub.Adapters.Messaging;

/// <summary>The dead letters of the Service Bus queues.</summary>
public sealed class ServiceBusDeadLetters(ServiceBusClient client) : IDeadLetterQueues
{
    private const int Page = 100;
    private static readonly string[] Queues = [IUploadQueue.Name, IReportQueue.Name, IRecordQueue.Registries, IRecordQueue.Market];
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <inheritdoc />
    public async Task<IReadOnlyList<QueueDeadLetter>> ListAsync(CancellationToken cancellationToken)
    {
        var letters = new List<QueueDeadLetter>();
        foreach (var queue in Queues)
        {
            await using var receiver = Receiver(queue);
            long from = 0;
            while (await receiver.PeekMessagesAsync(Page, from, cancellationToken) is { Count: > 0 } messages)
            {
                letters.AddRange(messages.Select(message => new QueueDeadLetter(
                    IdOf(queue, message), queue, message.Subject, message.DeadLetterReason, message.DeadLetterErrorDescription, message.EnqueuedTime)));
                from = messages[^1].SequenceNumber + 1;
            }
        }

        return letters;
    }

    /// <inheritdoc />
    public async Task<bool> ReplayAsync(string id, CancellationToken cancellationToken)
    {
        if (Queues.FirstOrDefault(each => id.StartsWith(each + ".", StringComparison.Ordinal)) is not { } queue)
            return false;
        await using var receiver = Receiver(queue);
        var passed = new List<ServiceBusReceivedMessage>();
        try
        {
            while (await receiver.ReceiveMessageAsync(Patience, cancellationToken) is { } message)
            {
                if (IdOf(queue, message) != id)
                {
                    passed.Add(message);
                    continue;
                }

                // Put back first: where we die between the two, it is there twice, which harms nobody.
                await using var sender = client.CreateSender(queue);
                await sender.SendMessageAsync(new ServiceBusMessage(message), cancellationToken);
                await receiver.CompleteMessageAsync(message, cancellationToken);
                return true;
            }

            return false;
        }
        finally
        {
            foreach (var message in passed)
                await receiver.AbandonMessageAsync(message, null, CancellationToken.None);
        }
    }

    private ServiceBusReceiver Receiver(string queue) => client.CreateReceiver(queue, new ServiceBusReceiverOptions { SubQueue = SubQueue.DeadLetter });

    private static string IdOf(string queue, ServiceBusReceivedMessage message) =>
        string.Create(CultureInfo.InvariantCulture, $"{queue}.{message.SequenceNumber}");
}
