using Azure.Messaging.ServiceBus;
using JcmHub.Local.Broker;
using JcmHub.Local.Runtime.Tests.SampleApp;
using JcmHub.Local.Runtime.Tests.Support;

namespace JcmHub.Local.Runtime.Tests.Queues;

public sealed class QueuePumpTests
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(150);

    [Fact]
    public async Task Message_Completed_IsGone()
    {
        await using var bench = await Bench.StartAsync(typeof(QueueSamples));

        await bench.SendAsync("complete", "m1");
        await bench.App.Ledger.WaitForAsync(1);
        await bench.App.StopAsync();

        Assert.Equal(["complete m1 1"], bench.App.Ledger.Entries);
        Assert.Null(await bench.Receiver.PeekMessageAsync());
    }

    [Fact]
    public async Task Message_DeadLettered_IsThereWithReasonAndProperties()
    {
        await using var bench = await Bench.StartAsync(typeof(QueueSamples));

        await bench.SendAsync("dead-letter", "m1");

        var dead = await bench.DeadLetters.ReceiveMessageAsync(Patience);
        Assert.Equal(("reason", "description", "Handle"), (dead.DeadLetterReason, dead.DeadLetterErrorDescription, dead.ApplicationProperties["by"]));
    }

    [Fact]
    public async Task Message_Deferred_WaitsForWhoKnowsItsNumber()
    {
        await using var bench = await Bench.StartAsync(typeof(QueueSamples));

        await bench.SendAsync("defer", "m1");
        await bench.App.Ledger.WaitForAsync(1);
        await bench.App.StopAsync();

        Assert.Equal(ServiceBusMessageState.Deferred, (await bench.Receiver.PeekMessageAsync()).State);
    }

    [Fact]
    public async Task Message_FailsEachTime_IsDeadLetteredWithTheExceptionAtTheDeliveryLimit()
    {
        await using var bench = await Bench.StartAsync(typeof(QueueSamples), queuesFile: true);

        await bench.SendAsync("fail", "m1");

        var dead = await bench.DeadLetters.ReceiveMessageAsync(Patience);
        Assert.Equal(["fail m1 1", "fail m1 2", "fail m1 3"], bench.App.Ledger.Entries);
        Assert.Equal(("System.InvalidOperationException", "told to fail"), (dead.DeadLetterReason, dead.DeadLetterErrorDescription));
    }

    [Fact]
    public async Task Message_FailsEachTimeWithoutQueuesFile_IsDeadLetteredByTheBrokerAndKeepsTheException()
    {
        await using var bench = await Bench.StartAsync(typeof(QueueSamples));

        await bench.SendAsync("fail", "m1");

        var dead = await bench.DeadLetters.ReceiveMessageAsync(Patience);
        Assert.Equal(["fail m1 1", "fail m1 2", "fail m1 3"], bench.App.Ledger.Entries);
        Assert.Equal(
            ("MaxDeliveryCountExceeded", "System.InvalidOperationException", "told to fail"),
            (dead.DeadLetterReason, dead.ApplicationProperties["ExceptionType"], dead.ApplicationProperties["ExceptionMessage"]));
    }

    [Fact]
    public async Task Message_SettledThenFailed_StaysSettled()
    {
        await using var bench = await Bench.StartAsync(typeof(QueueSamples));

        await bench.SendAsync("settle and fail", "m1");
        await bench.App.Ledger.WaitForAsync(1);
        await bench.App.StopAsync();

        Assert.Null(await bench.Receiver.PeekMessageAsync());
        Assert.Null(await bench.DeadLetters.PeekMessageAsync());
    }

    [Fact]
    public async Task Message_LeftUnsettled_ComesAgainWhenItsLockEnds()
    {
        await using var bench = await Bench.StartAsync(typeof(QueueSamples), queue => queue with { LockDuration = TimeSpan.FromMilliseconds(300) });

        await bench.SendAsync("leave", "m1");

        Assert.Equal(["leave m1 1", "leave m1 2"], (await bench.App.Ledger.WaitForAsync(2)).Take(2));
    }

    [Fact]
    public async Task Message_FunctionRunsLongerThanTheLock_KeepsIt()
    {
        await using var bench = await Bench.StartAsync(typeof(QueueSamples), queue => queue with { LockDuration = TimeSpan.FromMilliseconds(400) });
        await bench.SendAsync("wait", "m1");
        await bench.App.Ledger.WaitForAsync(1);

        // Somebody who waits through three lock times gets nothing.
        Assert.Null(await bench.Receiver.ReceiveMessageAsync(TimeSpan.FromMilliseconds(1200)));
        bench.App.Ledger.Gate.SetResult();

        Assert.Equal(["wait m1 1", "waited"], await bench.App.Ledger.WaitForAsync(2));
    }

    [Fact]
    public async Task Messages_MoreThanCallsAllowed_WaitTheirTurn()
    {
        await using var bench = await Bench.StartAsync(typeof(QueueSamples));
        for (var i = 0; i < 12; i++) await bench.SendAsync("wait", $"m{i}");
        await bench.App.Ledger.WaitForAsync(4);

        // The sample's host.json allows four calls; the others stay receivable for somebody else.
        var others = await bench.Receiver.ReceiveMessagesAsync(12, Patience);
        Assert.Equal((8, 4), (others.Count, bench.App.Ledger.Entries.Count));
        foreach (var other in others) await bench.Receiver.AbandonMessageAsync(other);
        bench.App.Ledger.Gate.SetResult();
        await bench.App.Ledger.WaitForAsync(24);
        Assert.Equal(12, bench.App.Ledger.Entries.Count(entry => entry == "waited"));
    }

    [Fact]
    public async Task Stop_MessageInHand_IsFinished()
    {
        await using var bench = await Bench.StartAsync(typeof(QueueSamples));
        await bench.SendAsync("wait", "m1");
        await bench.App.Ledger.WaitForAsync(1);

        var stopping = bench.App.StopAsync();
        await bench.SendAsync("complete", "m2");
        bench.App.Ledger.Gate.SetResult();
        await stopping;

        Assert.Equal(["wait m1 1", "waited"], bench.App.Ledger.Entries);
        var left = await bench.Receiver.ReceiveMessageAsync(Patience);
        Assert.Equal(("m2", 1), (left.MessageId, left.DeliveryCount));
    }

    [Fact]
    public async Task Stop_PatienceOver_CancelsTheFunction()
    {
        await using var bench = await Bench.StartAsync(typeof(QueueSamples));
        await bench.SendAsync("wait", "m1");
        await bench.App.Ledger.WaitForAsync(1);
        using var patience = new CancellationTokenSource(Moment);

        await bench.App.StopAsync(patience.Token);

        Assert.Equal(2, (await bench.Receiver.ReceiveMessageAsync(Patience)).DeliveryCount);
    }

    [Fact]
    public async Task Broker_NotThereAtFirst_IsWaitedFor()
    {
        await using var bench = await Bench.StartAsync(typeof(QueueSamples), brokerFirst: false);
        await bench.Broker.StartAgainAsync();

        await bench.SendAsync("complete", "m1");

        Assert.Equal(["complete m1 1"], await bench.App.Ledger.WaitForAsync(1));
    }

    [Fact]
    public async Task Broker_Restarted_MessagesGoOn()
    {
        await using var bench = await Bench.StartAsync(typeof(QueueSamples));
        await bench.SendAsync("complete", "m1");
        await bench.App.Ledger.WaitForAsync(1);

        await bench.Broker.StopAsync();
        await bench.Broker.StartAgainAsync();
        await bench.SendAsync("complete", "m2");

        Assert.Contains("complete m2 1", await bench.App.Ledger.WaitForAsync(2));
    }

    [Fact]
    public async Task AutoComplete_SucceedsOrFails_IsCompletedOrGivenBack()
    {
        await using var bench = await Bench.StartAsync(typeof(AutoCompletedSamples));
        await bench.SendAsync("", "m1", "good");
        await bench.SendAsync("", "m2", "fail");

        var dead = await bench.DeadLetters.ReceiveMessageAsync(Patience);
        await bench.App.StopAsync();

        Assert.Equal("m2", dead.MessageId);
        Assert.Equal(["fail", "fail", "fail", "good"], bench.App.Ledger.Entries.Order());
        Assert.Null(await bench.Receiver.PeekMessageAsync());
    }

    [Fact]
    public async Task Batched_ManyMessages_ComeAsArrays()
    {
        await using var bench = await Bench.StartAsync(typeof(BatchSamples));
        await bench.Sender.SendMessagesAsync(Enumerable.Range(0, 50).Select(i => new ServiceBusMessage($"{i}")));

        var handled = await bench.App.Ledger.WaitForAsync(50);

        Assert.Equal(50, handled.Distinct().Count());
    }

    [Fact]
    public async Task Start_NoSuchConnection_SaysWhichSettingIsMissing()
    {
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => RunningApp.StartAsync(typeof(QueueSamples)));

        Assert.Contains("'Queues'", error.Message, StringComparison.Ordinal);
    }

    /// <summary>An app, its broker, and a client to look from outside.</summary>
    sealed class Bench : IAsyncDisposable
    {
        readonly string directory = Directory.CreateTempSubdirectory("jcmhub-pump-").FullName;
        ServiceBusClient client = null!;

        public required TestBroker Broker { get; init; }

        public RunningApp App { get; private set; } = null!;

        public ServiceBusSender Sender { get; private set; } = null!;

        public ServiceBusReceiver Receiver { get; private set; } = null!;

        public ServiceBusReceiver DeadLetters { get; private set; } = null!;

        public static async Task<Bench> StartAsync(Type functions, Func<QueueDeclaration, QueueDeclaration>? queue = null, bool queuesFile = false, bool brokerFirst = true)
        {
            var bench = new Bench { Broker = await TestBroker.StartAsync(declared => queue?.Invoke(declared) ?? declared with { MaxDeliveryCount = 3 }) };
            if (!brokerFirst) await bench.Broker.StopAsync();
            bench.client = bench.Broker.Client();
            bench.Sender = bench.client.CreateSender(TestBroker.Queue);
            bench.Receiver = bench.client.CreateReceiver(TestBroker.Queue);
            bench.DeadLetters = bench.client.CreateReceiver(TestBroker.Queue, new ServiceBusReceiverOptions { SubQueue = SubQueue.DeadLetter });

            var file = Path.Combine(bench.directory, "queues.json");
            if (queuesFile) await File.WriteAllTextAsync(file, $$"""{"queues":[{"name":"{{TestBroker.Queue}}","maxDeliveryCount":3}]}""");
            bench.App = await RunningApp.StartAsync(
                functions, settings: [("Queues", bench.Broker.ConnectionString), ("QueueName", TestBroker.Queue), ("LOCAL_FUNCTIONS_QUEUES", file)]);
            return bench;
        }

        public Task SendAsync(string subject, string id, string body = "") => Sender.SendMessageAsync(new ServiceBusMessage(body) { Subject = subject, MessageId = id });

        public async ValueTask DisposeAsync()
        {
            await App.DisposeAsync();
            await client.DisposeAsync();
            await Broker.DisposeAsync();
            Directory.Delete(directory, recursive: true);
        }
    }
}
