using System.Collections.Concurrent;
using System.Globalization;
using Azure.Messaging.ServiceBus;
using JcmHub.Domain.Parties;
using JcmHub.Flows;
using JcmHub.Flows.Exchange;
using JcmHub.Flows.Intake;
using JcmHub.Flows.Intake.Uploads;

namespace JcmHub.Adapters.Messaging;

/// <summary>
/// The dead letters of the Service Bus queues, of those too that registries read: what a registry cannot verify it gives up there. A letter is
/// looked for by peeking, which sees locked ones too. It can be taken only by receiving, which gives what is not locked, and not by number:
/// whoever looks for one locks those that it passes over until it is done.
/// </summary>
public sealed class ServiceBusDeadLetters(ServiceBusClient client, RuleBook rules) : IDeadLetterQueues
{
    private const int Page = 100;

    /// <summary>How long to wait for a letter that is not locked.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>How long to wait for other replays of this process; shorter than a caller waits for an answer.</summary>
    private static readonly TimeSpan LongestTurn = TimeSpan.FromSeconds(20);

    private readonly string[] _queues =
    [
        IUploadQueue.Name, IReportQueue.Name, IRecordQueue.Registries, IRecordQueue.Market,
        .. rules.EverReachedBy(DeliveryMode.Queue).Select(party => RecordDrop.NameOf(party.Id)),
    ];

    private readonly ConcurrentDictionary<string, SemaphoreSlim> _turns = new();

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
    public async Task<LetterReplay> ReplayAsync(string id, CancellationToken cancellationToken)
    {
        if (_queues.FirstOrDefault(each => id.StartsWith(each + ".", StringComparison.Ordinal)) is not { } queue
            || !long.TryParse(id.AsSpan(queue.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return LetterReplay.Unknown;
        await using var receiver = Receiver(queue);
        if (!await IsThereAsync(receiver, number, cancellationToken))
            return LetterReplay.Unknown;
        // Replays of one process take turns, so that none finds what it looks for in the hands of another.
        var turn = _turns.GetOrAdd(queue, static _ => new SemaphoreSlim(1));
        if (!await turn.WaitAsync(LongestTurn, cancellationToken))
            return LetterReplay.Locked;
        try
        {
            if (await PutBackAsync(queue, receiver, number, cancellationToken))
                return LetterReplay.Replayed;
            // Gone since it was seen: another replay of the same letter put it back.
            return await IsThereAsync(receiver, number, cancellationToken) ? LetterReplay.Locked : LetterReplay.Replayed;
        }
        finally
        {
            turn.Release();
        }
    }

    private static async Task<bool> IsThereAsync(ServiceBusReceiver receiver, long number, CancellationToken cancellationToken) =>
        await receiver.PeekMessagesAsync(1, number, cancellationToken) is [var first, ..] && first.SequenceNumber == number;

    /// <summary>Receives what is not locked until the letter is among it, and puts that back into its queue.</summary>
    /// <returns>Whether it was found.</returns>
    private async Task<bool> PutBackAsync(string queue, ServiceBusReceiver receiver, long number, CancellationToken cancellationToken)
    {
        var passed = new Dictionary<long, ServiceBusReceivedMessage>();
        try
        {
            while (await receiver.ReceiveMessagesAsync(Page, Patience, cancellationToken) is { Count: > 0 } messages)
            {
                // One that comes again had its lock run out: the pass took too long, and would never end.
                var isAgain = messages.Any(message => passed.ContainsKey(message.SequenceNumber));
                foreach (var message in messages)
                    passed[message.SequenceNumber] = message;
                if (passed.Remove(number, out var letter))
                {
                    // Put back first: where we die between the two, it is there twice, which harms nobody.
                    await using var sender = client.CreateSender(queue);
                    await sender.SendMessageAsync(new ServiceBusMessage(letter), cancellationToken);
                    await receiver.CompleteMessageAsync(letter, cancellationToken);
                    return true;
                }

                if (isAgain)
                    return false;
            }

            return false;
        }
        finally
        {
            await Task.WhenAll(passed.Values.Select(message => GiveBackAsync(receiver, message)));
        }
    }

    private static async Task GiveBackAsync(ServiceBusReceiver receiver, ServiceBusReceivedMessage message)
    {
        try
        {
            await receiver.AbandonMessageAsync(message, null, CancellationToken.None);
        }
        catch (ServiceBusException)
        {
            // Its lock runs out by itself.
        }
    }

    private ServiceBusReceiver Receiver(string queue) => client.CreateReceiver(queue, new ServiceBusReceiverOptions { SubQueue = SubQueue.DeadLetter });

    private static string IdOf(string queue, ServiceBusReceivedMessage message) =>
        string.Create(CultureInfo.InvariantCulture, $"{queue}.{message.SequenceNumber}");
}
