using Azure.Messaging.ServiceBus;

namespace JcmHub.EndToEnd.Tests;

/// <summary>
/// What cannot be read is dead-lettered with a code, and hinders nobody. On a stack of its own, whose functions receive before
/// they ever send: once, that left their client unable to read a frame.
/// </summary>
public sealed class QueueTests(StackFixture hub) : IClassFixture<StackFixture>
{
    [Theory]
    [InlineData("registry-records", "no stream at all", "message-unreadable")]
    [InlineData("registry-records", null, "message-unreadable")]
    [InlineData("reports", "TH014-0123456789abcdef", "report-unknown")]
    [InlineData("reports", "garbage", "message-unreadable")]
    [InlineData("reports", "TH014-0123/56789abcde", "message-unreadable")]
    [InlineData("reports", null, "message-unreadable")]
    [InlineData("uploads", "../reports/x.json", "message-unreadable")]
    [InlineData("market-records", "TH", "message-unreadable")]
    public async Task Message_ThatNamesNothing_IsDeadLetteredWithItsCodeAndListed(string queue, string? subject, string code)
    {
        await using var client = new ServiceBusClient(hub.Stack.ServiceBusConnectionString);
        var id = Guid.NewGuid().ToString();
        await client.CreateSender(queue).SendMessageAsync(new ServiceBusMessage("{}") { MessageId = id, Subject = subject });

        await hub.EventuallyAsync("dead-letters", "operator", letters => letters["messages"]!.AsArray().Any(letter =>
            letter!["queue"]!.GetValue<string>() == queue && letter["code"]!.GetValue<string>() == code && letter["subject"]?.GetValue<string>() == subject));
        var dead = client.CreateReceiver(queue, new ServiceBusReceiverOptions { SubQueue = SubQueue.DeadLetter });
        var message = await dead.ReceiveMessageAsync(TimeSpan.FromSeconds(60));
        Assert.NotNull(message);
        await dead.CompleteMessageAsync(message);
        Assert.Equal(id, message.MessageId);
        Assert.Equal(code, message.DeadLetterReason);
        Assert.NotEmpty(message.DeadLetterErrorDescription);
    }

    [Fact]
    public async Task Message_ForAStreamWithoutWork_IsCompleted()
    {
        await using var client = new ServiceBusClient(hub.Stack.ServiceBusConnectionString);
        var settled = hub.Stack.QueueOperations.Settled;

        await client.CreateSender("registry-records").SendMessageAsync(new ServiceBusMessage("{}") { Subject = "PH.JP" });

        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (hub.Stack.QueueOperations.Settled == settled)
            await Task.Delay(50, limit.Token);
        var dead = client.CreateReceiver("registry-records", new ServiceBusReceiverOptions { SubQueue = SubQueue.DeadLetter });
        Assert.Null(await dead.PeekMessageAsync());
    }
}
