using Azure.Messaging.ServiceBus;
using JcmHub.Adapters.Messaging;
using JcmHub.Adapters.Tests.Exchange;
using JcmHub.Domain.Parties;
using JcmHub.Flows.Exchange;
using JcmHub.Flows.Intake;
using JcmHub.Flows.Intake.Uploads;
using JcmHub.Local.Broker;

namespace JcmHub.Adapters.Tests.Messaging;

/// <summary>Dead letters on the real broker: many of them, replayed side by side, by this process and by another.</summary>
public sealed class DeadLetterQueuesTests : IAsyncLifetime
{
    private const int Many = 600;
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(20);
    private readonly string _directory = Directory.CreateTempSubdirectory("jcmhub-broker-").FullName;
    private Broker _broker = null!;
    private ServiceBusClient _client = null!;

    public async Task InitializeAsync()
    {
        _broker = await Broker.StartAsync(new BrokerOptions
        {
            DatabaseFile = Path.Combine(_directory, "broker.db"),
            Queues = [.. new[] { IUploadQueue.Name, IReportQueue.Name, IRecordQueue.Registries, IRecordQueue.Market }.Select(QueueDeclaration.WithDefaults)],
        });
        _client = new ServiceBusClient(_broker.ConnectionString);
    }

    public async Task DisposeAsync()
    {
        await _client.DisposeAsync();
        await _broker.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    /// <summary>Each replay locks what it passes over, and the others once said of those letters that there are none such.</summary>
    [Fact]
    public async Task Replay_ManyAtOnce_PutsEachBackOnceAndCallsNoneUnknown()
    {
        await GiveUpAsync(Many);
        await using var other = new ServiceBusClient(_broker.ConnectionString);
        IDeadLetterQueues[] processes = [Queues(_client), Queues(other)];
        var letters = await processes[0].ListAsync(default);
        Assert.Equal(Many, letters.Count);
        var wanted = letters.Where((_, at) => at % 75 == 74).Select(letter => letter.Id).ToArray();

        var answers = await Task.WhenAll(wanted.Select((id, at) => UntilFreeAsync(processes[at % 2], id)));

        Assert.All(answers, answer => Assert.Equal(LetterReplay.Replayed, answer));
        var left = await processes[0].ListAsync(default);
        Assert.Equal(letters.Select(letter => letter.Id).Except(wanted), left.Select(letter => letter.Id));
        await using var queue = _client.CreateReceiver(IRecordQueue.Registries);
        Assert.Equal(wanted.Length, (await queue.PeekMessagesAsync(Many)).Count);
    }

    [Fact]
    public async Task Replay_LetterThatAnotherReads_IsLockedAndNotUnknown()
    {
        await GiveUpAsync(2);
        var letters = await Queues(_client).ListAsync(default);
        await using var reader = _client.CreateReceiver(IRecordQueue.Registries, new ServiceBusReceiverOptions { SubQueue = SubQueue.DeadLetter });
        var read = await reader.ReceiveMessageAsync(Timeout);

        Assert.Equal(LetterReplay.Locked, await Queues(_client).ReplayAsync(letters[0].Id, default));
        Assert.Equal(LetterReplay.Replayed, await Queues(_client).ReplayAsync(letters[1].Id, default));
        await reader.AbandonMessageAsync(read);
        Assert.Equal(LetterReplay.Replayed, await Queues(_client).ReplayAsync(letters[0].Id, default));
        Assert.Equal(LetterReplay.Unknown, await Queues(_client).ReplayAsync(letters[0].Id, default));
    }

    [Theory]
    [InlineData("registry-records.1")]
    [InlineData("registry-records.")]
    [InlineData("registry-records.x")]
    [InlineData("registry-records.-1")]
    [InlineData("registry-records.99999999999999999999")]
    [InlineData("nothing.1")]
    public async Task Replay_LetterThatIsNotThere_IsUnknown(string id) => Assert.Equal(LetterReplay.Unknown, await Queues(_client).ReplayAsync(id, default));

    private static ServiceBusDeadLetters Queues(ServiceBusClient client) => new(client, ExchangeLab.RulesWith(PartyId.Parse("AE")));

    private static async Task<LetterReplay> UntilFreeAsync(IDeadLetterQueues queues, string id)
    {
        while (true)
        {
            if (await queues.ReplayAsync(id, default) is var answer && answer != LetterReplay.Locked)
                return answer;
        }
    }

    private async Task GiveUpAsync(int count)
    {
        await using var sender = _client.CreateSender(IRecordQueue.Registries);
        await using var receiver = _client.CreateReceiver(IRecordQueue.Registries);
        await sender.SendMessagesAsync(Enumerable.Range(0, count).Select(_ => new ServiceBusMessage("junk")));
        for (var given = 0; given < count;)
        {
            var messages = await receiver.ReceiveMessagesAsync(100, Timeout);
            Assert.NotEmpty(messages);
            foreach (var message in messages)
                await receiver.DeadLetterMessageAsync(message, "message-unreadable", "It names no stream.");
            given += messages.Count;
        }
    }
}
