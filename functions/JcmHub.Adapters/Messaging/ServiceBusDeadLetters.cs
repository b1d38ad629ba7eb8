using System.Globalization;
using Azure.Messaging.ServiceBus;
using JcmHub.Domain.Parties;
using JcmHub.Flows;
using JcmHub.Flows.Exchange;
using JcmHub.Flows.Intake;
using JcmHub.Flows.Intake.Uploads;

namespace JcmHub.Adapters.Messaging;

/// <summary>The dead letters of the Service Bus queues, of those too that registries read: what a registry cannot verify it gives up there.</summary>
public sealed class ServiceBusDeadLetters(ServiceBusClient client, RuleBook rules) : IDeadLetterQueues
{
    private const int Page = 100;

    private readonly string[] _queues =
    [
        IUploadQueue.Name, IReportQueue.Name, IRecordQueue.Registries, IRecordQueue.Market,
        .. rules.EverReachedBy(DeliveryMode.Queue).Select(party => RecordDrop.NameOf(party.Id)),
    ];

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <inheritdoc />
    public async Task<IReadOnlyList<QueueDeadLetter>> ListAsync(CancellationToken cancellationToken)
    {
        var letters = new List<QueueDeadLetter>();
        foreach (var queue in _queues)
        {
            try
            {
                letters.AddRange(await ListAsync(queue, cancellationToken));
            }
            catch (ServiceBusException failure) when (failure.Reason == ServiceBusFailureReason.MessagingEntityNotFound)
            {
                // A rule whose first day is to come may name a queue that is not made yet; once it is due, the destination rests and says so.
            }
        }

        return letters;
    }

    private async Task<IReadOnlyList<QueueDeadLetter>> ListAsync(string queue, CancellationToken cancellationToken)
    {
        var letters = new List<QueueDeadLetter>();
        await using var receiver = Receiver(queue);
        long from = 0;
        while (await receiver.PeekMessagesAsync(Page, from, cancellationToken) is { Count: > 0 } messages)
        {
            letters.AddRange(messages.Select(message => new QueueDeadLetter(
                IdOf(queue, message), queue, message.Subject, message.DeadLetterReason, message.DeadLetterErrorDescription, message.EnqueuedTime)));
            from = messages[^1].SequenceNumber + 1;
        }

        return letters;
    }

    /// <inheritdoc />
    public async Task<bool> ReplayAsync(string id, CancellationToken cancellationToken)
    {
        if (_queues.FirstOrDefault(each => id.StartsWith(each + ".", StringComparison.Ordinal)) is not { } queue)
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
