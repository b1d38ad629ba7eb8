using Azure.Messaging.ServiceBus;
using JcmHub.Local.Host.Tests.Support;

namespace JcmHub.Local.Host.Tests.Queues;

/// <summary>Messages from the broker through the host to the real worker, and how they are settled.</summary>
public sealed class QueueTests : IAsyncLifetime
{
    private TestBroker _broker = null!;
    private SampleHost _host = null!;
    private ServiceBusClient _client = null!;

    public async Task InitializeAsync()
    {
        _broker = await TestBroker.StartAsync(queue => queue with { MaxDeliveryCount = 3 });
        _host = await SampleHost.StartAsync(_broker.ConnectionString);
        _client = _broker.Client();
    }

    public async Task DisposeAsync()
    {
        await _client.DisposeAsync();
        await _host.DisposeAsync();
        await _broker.DisposeAsync();
    }

    [Fact]
    public async Task Message_Completed_IsGoneAndCameWhole()
    {
        await SendAsync("complete", "1", "some text");

        Assert.Equal(["complete 1 1 some text"], await _host.DiaryAsync(1));
        await EmptyAsync();
    }

    [Fact]
    public async Task Message_Abandoned_ComesAgainUntilTheBrokerGivesItUp()
    {
        await SendAsync("abandon", "1");

        Assert.Equal(["abandon 1 1 ", "abandon 1 2 ", "abandon 1 3 "], await _host.DiaryAsync(3));
        var letter = await DeadLetterAsync();
        Assert.Equal(("MaxDeliveryCountExceeded", "Handle"), (letter.DeadLetterReason, letter.ApplicationProperties["by"]));
    }

    [Fact]
    public async Task Message_OfAFailingFunction_ComesAgainUntilTheBrokerGivesItUp()
    {
        await SendAsync("fail", "1");

        Assert.Equal(["fail 1 1 ", "fail 1 2 ", "fail 1 3 "], await _host.DiaryAsync(3));
        Assert.Equal("MaxDeliveryCountExceeded", (await DeadLetterAsync()).DeadLetterReason);
    }

    [Fact]
    public async Task Message_DeadLettered_LiesThereWithReasonAndProperties()
    {
        await SendAsync("dead-letter", "1");

        var letter = await DeadLetterAsync();
        Assert.Equal(
            ("reason", "description", "Handle"), (letter.DeadLetterReason, letter.DeadLetterErrorDescription, letter.ApplicationProperties["by"]));
    }

    [Fact]
    public async Task Message_RenewedByItsFunction_CanBeCompleted()
    {
        await SendAsync("renew", "1");

        Assert.Equal("renewed", (await _host.DiaryAsync(2))[1]);
        await EmptyAsync();
    }

    [Fact]
    public async Task Settlement_ThatCannotBe_IsAnRpcException()
    {
        await SendAsync("complete twice", "1");

        Assert.Equal("RpcException Unknown", (await _host.DiaryAsync(2))[1]);
    }

    [Fact]
    public async Task Stop_MessageInHand_IsFinished()
    {
        await SendAsync("wait", "1");
        await _host.DiaryAsync(1);
        var opening = _host.OpenGateAsync();
        _host.EndInput();
        await opening;

        Assert.Equal(0, await _host.ExitAsync());
        await EmptyAsync();
    }

    [Fact]
    public async Task Host_Killed_MessageInHandComesAgain()
    {
        await SendAsync("wait", "1");
        await _host.DiaryAsync(1);

        _host.Kill();

        await using var receiver = _client.CreateReceiver(TestBroker.Queue);
        var again = await receiver.ReceiveMessageAsync(TimeSpan.FromMinutes(2));
        Assert.Equal(("1", 2), (again.MessageId, again.DeliveryCount));
    }

    /// <summary>A function that holds its message past the lock keeps it: the client renews.</summary>
    [Fact]
    public async Task Lock_OfALongFunction_IsRenewed()
    {
        await SendAsync("wait", "1");
        await _host.DiaryAsync(1);
        // The queue's lock is shorter than this; what is renewed is not given to another.
        await using var receiver = _client.CreateReceiver(TestBroker.Queue);
        Assert.Null(await receiver.ReceiveMessageAsync(TestBroker.LockDuration * 2));

        await _host.OpenGateAsync();

        Assert.Equal("waited", (await _host.DiaryAsync(2))[1]);
        await EmptyAsync();
    }

    private async Task SendAsync(string subject, string id, string body = "")
    {
        await using var sender = _client.CreateSender(TestBroker.Queue);
        await sender.SendMessageAsync(new ServiceBusMessage(body) { Subject = subject, MessageId = id });
    }

    private async Task<ServiceBusReceivedMessage> DeadLetterAsync()
    {
        await using var receiver = _client.CreateReceiver(TestBroker.Queue, new ServiceBusReceiverOptions { SubQueue = SubQueue.DeadLetter });
        return await receiver.ReceiveMessageAsync(TimeSpan.FromMinutes(2));
    }

    private async Task EmptyAsync()
    {
        await using var receiver = _client.CreateReceiver(TestBroker.Queue);
        while (await receiver.PeekMessageAsync(0) is not null)
            await Task.Delay(20);
    }
}
