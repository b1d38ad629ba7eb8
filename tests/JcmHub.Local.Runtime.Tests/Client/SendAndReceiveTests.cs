using Azure.Messaging.ServiceBus;
using CsCheck;
using JcmHub.Local.Runtime.Tests.Support;

namespace JcmHub.Local.Runtime.Tests.Client;

public sealed class SendAndReceiveTests : IAsyncLifetime
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(150);

    TestBroker broker = null!;
    ServiceBusClient client = null!;

    public async Task InitializeAsync()
    {
        broker = await TestBroker.StartAsync();
        client = broker.Client();
    }

    public async Task DisposeAsync()
    {
        await client.DisposeAsync();
        await broker.DisposeAsync();
    }

    [Fact]
    public async Task SendMessage_EverythingSet_ArrivesAsSent()
    {
        var sent = new ServiceBusMessage("{\"a\":1}")
        {
            MessageId = "m-1",
            CorrelationId = "c-1",
            ContentType = "application/json",
            Subject = "subject",
            To = "to",
            ReplyTo = "reply",
            ReplyToSessionId = "reply session",
            PartitionKey = "key",
            TimeToLive = TimeSpan.FromMinutes(3),
        };
        var moment = new DateTimeOffset(2026, 11, 24, 1, 2, 3, TimeSpan.FromHours(9));
        sent.ApplicationProperties["text"] = "täxt";
        sent.ApplicationProperties["number"] = 42L;
        sent.ApplicationProperties["yes"] = true;
        sent.ApplicationProperties["id"] = Guid.Parse("00112233-4455-6677-8899-aabbccddeeff");
        sent.ApplicationProperties["moment"] = moment;
        sent.ApplicationProperties["span"] = TimeSpan.FromSeconds(90);
        sent.ApplicationProperties["uri"] = new Uri("https://jcmhub.example/a");

        await client.CreateSender(TestBroker.Queue).SendMessageAsync(sent);
        var received = await client.CreateReceiver(TestBroker.Queue).ReceiveMessageAsync(Patience);

        Assert.Equal("{\"a\":1}", received.Body.ToString());
        Assert.Equal(
            ("m-1", "c-1", "application/json", "subject", "to", "reply", "reply session", "key"),
            (received.MessageId, received.CorrelationId, received.ContentType, received.Subject, received.To, received.ReplyTo, received.ReplyToSessionId, received.PartitionKey));
        Assert.Equal(TimeSpan.FromMinutes(3), received.TimeToLive);
        Assert.Equal(received.EnqueuedTime + TimeSpan.FromMinutes(3), received.ExpiresAt);
        Assert.Equal(sent.ApplicationProperties.OrderBy(p => p.Key), received.ApplicationProperties.OrderBy(p => p.Key));
        Assert.Equal(1, received.DeliveryCount);
        Assert.Equal(1, received.SequenceNumber);
        Assert.Equal(ServiceBusMessageState.Active, received.State);
        Assert.NotEqual(Guid.Empty.ToString(), received.LockToken);
        Assert.InRange(received.LockedUntil - received.EnqueuedTime, TimeSpan.FromSeconds(50), TimeSpan.FromSeconds(70));
    }

    [Fact]
    public async Task SendMessage_AnyBody_ArrivesByteForByte()
    {
        var sender = client.CreateSender(TestBroker.Queue);
        var receiver = client.CreateReceiver(TestBroker.Queue, new ServiceBusReceiverOptions { ReceiveMode = ServiceBusReceiveMode.ReceiveAndDelete });

        // Sizes around the frame limit of 64 KB as well as small ones.
        await Gen.Select(Gen.Frequency((3, Gen.Int[0, 300]), (1, Gen.Int[65_300, 65_700]), (1, Gen.Int[100_000, 250_000])), Gen.Byte).SampleAsync(
            async (length, seed) =>
            {
                var body = Enumerable.Range(0, length).Select(i => unchecked((byte)((i * 31) + seed))).ToArray();
                await sender.SendMessageAsync(new ServiceBusMessage(body));
                var received = await receiver.ReceiveMessageAsync(Patience);
                return received.Body.ToMemory().Span.SequenceEqual(body);
            },
            iter: 60,
            threads: 1);
    }

    [Fact]
    public async Task SendMessage_PropertyOfUnknownType_IsRefused()
    {
        var message = new ServiceBusMessage("x") { ApplicationProperties = { ["amount"] = 1.5m } };

        await Assert.ThrowsAsync<System.Runtime.Serialization.SerializationException>(() => client.CreateSender(TestBroker.Queue).SendMessageAsync(message));
    }

    [Fact]
    public async Task SendMessages_List_ArrivesInOrderInOneTransfer()
    {
        await client.CreateSender(TestBroker.Queue).SendMessagesAsync(Enumerable.Range(0, 100).Select(i => new ServiceBusMessage($"{i}")));

        var received = await ReceiveAsync(client.CreateReceiver(TestBroker.Queue), 100);

        Assert.Equal(Enumerable.Range(0, 100).Select(i => $"{i}"), received.Select(m => m.Body.ToString()));
    }

    [Fact]
    public async Task SendMessages_None_DoesNothing()
    {
        await client.CreateSender(TestBroker.Queue).SendMessagesAsync([]);

        Assert.Null(await client.CreateReceiver(TestBroker.Queue).ReceiveMessageAsync(Moment));
    }

    [Fact]
    public async Task SendMessage_TwoHundredAtOnce_AllArrive()
    {
        var sender = client.CreateSender(TestBroker.Queue);

        await Task.WhenAll(Enumerable.Range(0, 2000).Select(i => sender.SendMessageAsync(new ServiceBusMessage($"{i}"))));

        var received = await ReceiveAsync(client.CreateReceiver(TestBroker.Queue), 2000);
        Assert.Equal(2000, received.Select(m => m.Body.ToString()).Distinct().Count());
    }

    [Fact]
    public async Task CreateMessageBatch_Filled_TakesWhatTheQueueTakes()
    {
        var sender = client.CreateSender(TestBroker.Queue);
        using var batch = await sender.CreateMessageBatchAsync();
        var count = 0;
        while (batch.TryAddMessage(new ServiceBusMessage(new byte[1000]))) count++;

        await sender.SendMessagesAsync(batch);

        Assert.Equal(256 * 1024, batch.MaxSizeInBytes);
        Assert.InRange(batch.SizeInBytes, batch.MaxSizeInBytes - 1100, batch.MaxSizeInBytes);
        Assert.Equal(count, batch.Count);
        Assert.Equal(count, (await ReceiveAsync(client.CreateReceiver(TestBroker.Queue), count)).Count);
    }

    [Fact]
    public async Task CreateMessageBatch_LargerThanTheQueueTakes_IsRefused() => await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
        async () => await client.CreateSender(TestBroker.Queue).CreateMessageBatchAsync(new CreateMessageBatchOptions { MaxSizeInBytes = 1_000_000 }));

    [Fact]
    public async Task ScheduleMessage_InTheFuture_IsThereButNotReceived()
    {
        var at = TimeProvider.System.GetUtcNow().AddHours(1);
        var number = await client.CreateSender(TestBroker.Queue).ScheduleMessageAsync(new ServiceBusMessage("later"), at);

        var receiver = client.CreateReceiver(TestBroker.Queue);
        var peeked = await receiver.PeekMessageAsync();
        Assert.Equal((number, ServiceBusMessageState.Scheduled, "later"), (peeked.SequenceNumber, peeked.State, peeked.Body.ToString()));
        Assert.Equal(at.ToUnixTimeMilliseconds(), peeked.ScheduledEnqueueTime.ToUnixTimeMilliseconds());
        Assert.Null(await receiver.ReceiveMessageAsync(Moment));
    }

    [Fact]
    public async Task ScheduleMessage_Due_IsReceived()
    {
        await client.CreateSender(TestBroker.Queue).ScheduleMessageAsync(new ServiceBusMessage("soon"), TimeProvider.System.GetUtcNow().AddMilliseconds(300));

        Assert.Equal("soon", (await client.CreateReceiver(TestBroker.Queue).ReceiveMessageAsync(Patience)).Body.ToString());
    }

    [Fact]
    public async Task CancelScheduledMessage_Waiting_IsGone()
    {
        var sender = client.CreateSender(TestBroker.Queue);
        var numbers = await sender.ScheduleMessagesAsync([new ServiceBusMessage("a"), new ServiceBusMessage("b")], TimeProvider.System.GetUtcNow().AddHours(1));

        await sender.CancelScheduledMessagesAsync(numbers);

        Assert.Null(await client.CreateReceiver(TestBroker.Queue).PeekMessageAsync());
        var again = await Assert.ThrowsAsync<ServiceBusException>(() => sender.CancelScheduledMessageAsync(numbers[0]));
        Assert.Equal(ServiceBusFailureReason.MessageNotFound, again.Reason);
    }

    [Fact]
    public async Task ReceiveMessages_FewerThanAsked_ComesWithoutWaitingForMore()
    {
        await client.CreateSender(TestBroker.Queue).SendMessagesAsync([new ServiceBusMessage("a"), new ServiceBusMessage("b")]);

        var received = await client.CreateReceiver(TestBroker.Queue).ReceiveMessagesAsync(10, TimeSpan.FromMinutes(10));

        Assert.InRange(received.Count, 1, 2);
    }

    [Fact]
    public async Task ReceiveMessage_TimeUp_LeavesNoCreditBehind()
    {
        var idle = client.CreateReceiver(TestBroker.Queue);
        Assert.Null(await idle.ReceiveMessageAsync(Moment));

        // Were the first receiver's credit still out, it and not the second would be given the message.
        await client.CreateSender(TestBroker.Queue).SendMessageAsync(new ServiceBusMessage("x"));
        Assert.NotNull(await client.CreateReceiver(TestBroker.Queue).ReceiveMessageAsync(Patience));
    }

    [Fact]
    public async Task ReceiveMessage_Cancelled_Throws()
    {
        using var cancel = new CancellationTokenSource();
        var receiving = client.CreateReceiver(TestBroker.Queue).ReceiveMessageAsync(TimeSpan.FromMinutes(10), cancel.Token);
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => receiving);
    }

    [Fact]
    public async Task ReceiveMessages_Stream_GivesOneAfterAnother()
    {
        await client.CreateSender(TestBroker.Queue).SendMessagesAsync(Enumerable.Range(0, 5).Select(i => new ServiceBusMessage($"{i}")));
        var received = new List<string>();

        await foreach (var message in client.CreateReceiver(TestBroker.Queue).ReceiveMessagesAsync())
        {
            received.Add(message.Body.ToString());
            if (received.Count == 5) break;
        }

        Assert.Equal(["0", "1", "2", "3", "4"], received);
    }

    [Fact]
    public async Task ReceiveMessages_Prefetching_FetchesAheadAndReturnsTheRestOnClose()
    {
        await client.CreateSender(TestBroker.Queue).SendMessagesAsync(Enumerable.Range(0, 10).Select(i => new ServiceBusMessage($"{i}")));
        var ahead = client.CreateReceiver(TestBroker.Queue, new ServiceBusReceiverOptions { PrefetchCount = 10 });
        await ahead.CompleteMessageAsync(await ahead.ReceiveMessageAsync(Patience));
        await ahead.CloseAsync();

        var rest = await ReceiveAsync(client.CreateReceiver(TestBroker.Queue), 9);

        Assert.All(rest, message => Assert.Equal(1, message.DeliveryCount));
    }

    [Fact]
    public async Task ReceiveMessage_ReceiveAndDelete_IsGone()
    {
        await client.CreateSender(TestBroker.Queue).SendMessageAsync(new ServiceBusMessage("x"));
        var receiver = client.CreateReceiver(TestBroker.Queue, new ServiceBusReceiverOptions { ReceiveMode = ServiceBusReceiveMode.ReceiveAndDelete });

        var received = await receiver.ReceiveMessageAsync(Patience);

        Assert.Null(await receiver.PeekMessageAsync());
        await Assert.ThrowsAsync<InvalidOperationException>(() => receiver.CompleteMessageAsync(received));
    }

    [Fact]
    public async Task PeekMessages_ManyTimes_GoesOnWhereItWas()
    {
        await client.CreateSender(TestBroker.Queue).SendMessagesAsync(Enumerable.Range(0, 5).Select(i => new ServiceBusMessage($"{i}")));
        var receiver = client.CreateReceiver(TestBroker.Queue);

        Assert.Equal(["0", "1", "2"], (await receiver.PeekMessagesAsync(3)).Select(m => m.Body.ToString()));
        Assert.Equal(["3", "4"], (await receiver.PeekMessagesAsync(3)).Select(m => m.Body.ToString()));
        Assert.Equal(["1"], (await receiver.PeekMessagesAsync(1, 2)).Select(m => m.Body.ToString()));
    }

    static async Task<List<ServiceBusReceivedMessage>> ReceiveAsync(ServiceBusReceiver receiver, int count)
    {
        var received = new List<ServiceBusReceivedMessage>();
        while (received.Count < count)
        {
            var more = await receiver.ReceiveMessagesAsync(count - received.Count, Patience);
            if (more.Count == 0) break;
            received.AddRange(more);
        }

        return received;
    }
}
