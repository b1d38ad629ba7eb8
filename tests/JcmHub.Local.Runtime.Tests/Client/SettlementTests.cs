using Azure.Messaging.ServiceBus;
using JcmHub.Local.Runtime.Tests.Support;

namespace JcmHub.Local.Runtime.Tests.Client;

public sealed class SettlementTests : IAsyncLifetime
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(150);

    TestBroker broker = null!;
    ServiceBusClient client = null!;
    ServiceBusReceiver receiver = null!;
    ServiceBusReceiver deadLetters = null!;

    public async Task InitializeAsync()
    {
        broker = await TestBroker.StartAsync(queue => queue with { MaxDeliveryCount = 3 });
        client = broker.Client();
        receiver = client.CreateReceiver(TestBroker.Queue);
        deadLetters = client.CreateReceiver(TestBroker.Queue, new ServiceBusReceiverOptions { SubQueue = SubQueue.DeadLetter });
        await client.CreateSender(TestBroker.Queue).SendMessageAsync(new ServiceBusMessage("x") { MessageId = "id" });
    }

    public async Task DisposeAsync()
    {
        await client.DisposeAsync();
        await broker.DisposeAsync();
    }

    [Fact]
    public async Task CompleteMessage_Locked_IsGone()
    {
        await receiver.CompleteMessageAsync(await receiver.ReceiveMessageAsync(Patience));

        Assert.Null(await receiver.PeekMessageAsync());
    }

    [Fact]
    public async Task CompleteMessage_Twice_SaysThatTheLockIsLost()
    {
        var message = await receiver.ReceiveMessageAsync(Patience);
        await receiver.CompleteMessageAsync(message);

        var error = await Assert.ThrowsAsync<ServiceBusException>(() => receiver.CompleteMessageAsync(message));

        Assert.Equal(ServiceBusFailureReason.MessageLockLost, error.Reason);
        Assert.False(error.IsTransient);
        Assert.Contains("(MessageLockLost", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AbandonMessage_WithProperties_ComesAgainWithThem()
    {
        await receiver.AbandonMessageAsync(await receiver.ReceiveMessageAsync(Patience), new Dictionary<string, object> { ["why"] = "busy", ["times"] = 1 });

        var again = await receiver.ReceiveMessageAsync(Patience);

        Assert.Equal((2, "busy", 1), (again.DeliveryCount, again.ApplicationProperties["why"], again.ApplicationProperties["times"]));
    }

    [Fact]
    public async Task AbandonMessage_ToTheDeliveryLimit_IsDeadLettered()
    {
        for (var i = 0; i < 3; i++) await receiver.AbandonMessageAsync(await receiver.ReceiveMessageAsync(Patience));

        var dead = await deadLetters.ReceiveMessageAsync(Patience);

        Assert.Equal(("id", "MaxDeliveryCountExceeded"), (dead.MessageId, dead.DeadLetterReason));
        Assert.Null(await receiver.PeekMessageAsync());
    }

    [Fact]
    public async Task DeadLetterMessage_WithReason_IsThereWithIt()
    {
        await receiver.DeadLetterMessageAsync(await receiver.ReceiveMessageAsync(Patience), new Dictionary<string, object> { ["extra"] = 7L }, "unreadable", "it is no JSON");

        var dead = await deadLetters.ReceiveMessageAsync(Patience);

        Assert.Equal(("unreadable", "it is no JSON", 7L), (dead.DeadLetterReason, dead.DeadLetterErrorDescription, dead.ApplicationProperties["extra"]));
        await deadLetters.CompleteMessageAsync(dead);
    }

    [Fact]
    public async Task DeferMessage_Locked_IsReceivedByItsNumberOnly()
    {
        var message = await receiver.ReceiveMessageAsync(Patience);
        await receiver.DeferMessageAsync(message);

        Assert.Null(await receiver.ReceiveMessageAsync(Moment));
        var deferred = await receiver.ReceiveDeferredMessageAsync(message.SequenceNumber);
        Assert.Equal("x", deferred.Body.ToString());
        await receiver.CompleteMessageAsync(deferred);
        Assert.Null(await receiver.PeekMessageAsync());
    }

    [Fact]
    public async Task ReceiveDeferredMessage_NotThere_SaysSo()
    {
        var error = await Assert.ThrowsAsync<ServiceBusException>(() => receiver.ReceiveDeferredMessageAsync(4711));

        Assert.Equal(ServiceBusFailureReason.MessageNotFound, error.Reason);
    }

    [Fact]
    public async Task RenewMessageLock_Locked_MovesItsEnd()
    {
        var message = await receiver.ReceiveMessageAsync(Patience);
        var before = message.LockedUntil;
        await Task.Delay(20);

        await receiver.RenewMessageLockAsync(message);

        Assert.True(message.LockedUntil > before);
    }

    [Fact]
    public async Task SettleMessage_LinkLostMeanwhile_GoesByItsLockToken()
    {
        var message = await receiver.ReceiveMessageAsync(Patience);
        await receiver.CloseAsync();
        var other = client.CreateReceiver(TestBroker.Queue);

        await other.CompleteMessageAsync(message);

        Assert.Null(await other.PeekMessageAsync());
    }

    [Fact]
    public async Task NewMessage_FromADeadLetter_LeavesTheReasonBehind()
    {
        await receiver.DeadLetterMessageAsync(await receiver.ReceiveMessageAsync(Patience), new Dictionary<string, object> { ["kept"] = "yes" }, "reason", "description");
        var dead = await deadLetters.ReceiveMessageAsync(Patience);

        await client.CreateSender(TestBroker.Queue).SendMessageAsync(new ServiceBusMessage(dead));

        var replayed = await receiver.ReceiveMessageAsync(Patience);
        Assert.Equal(("id", "x", "yes"), (replayed.MessageId, replayed.Body.ToString(), replayed.ApplicationProperties["kept"]));
        Assert.Null(replayed.DeadLetterReason);
    }
}
