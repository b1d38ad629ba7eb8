using Amqp;
using Amqp.Framing;
using Amqp.Types;
using JcmHub.Local.Broker.Tests.Support;

namespace JcmHub.Local.Broker.Tests.Queues;

public sealed class RestartTests
{
    [Fact]
    public async Task Restart_LockedMessage_IsThereAtOnceWithItsDeliveryCount()
    {
        await using var broker = await TestBroker.StartAsync();
        await using (var before = await broker.ConnectAsync())
        {
            await before.AttachSenderAsync(0);
            await before.SendMessageAsync(0, "m");
            await before.AttachReceiverAsync(1);
            await before.FlowAsync(1, credit: 10);
            await before.SettleAsync((await before.ReceiveAsync(1)).DeliveryId, new Modified());
            Assert.Equal(1u, (await before.ReceiveAsync(1)).DeliveryCount);
            await broker.RestartAsync();
        }

        await using var peer = await broker.ConnectAsync();
        await peer.AttachReceiverAsync(1);
        await peer.FlowAsync(1, credit: 10);
        var message = await peer.ReceiveAsync(1);
        Assert.Equal(("m", 1L, 1u), (message.Body, message.Sequence, message.DeliveryCount));
    }

    [Fact]
    public async Task Restart_EveryState_IsKeptAndNumbersGoOn()
    {
        await using var broker = await TestBroker.StartAsync();
        await using (var before = await broker.ConnectAsync())
        {
            await before.AttachSenderAsync(0);
            foreach (var body in (string[])["deferred", "dead", "gone", "active"]) await before.SendMessageAsync(0, body);
            await before.SendMessageAsync(0, "scheduled", m => m.MessageAnnotations = new MessageAnnotations
            {
                [new Symbol("x-opt-scheduled-enqueue-time")] = broker.Time.GetUtcNow().AddHours(1).UtcDateTime,
            });
            await before.AttachReceiverAsync(1);
            await before.FlowAsync(1, credit: 3);
            await before.SettleAsync((await before.ReceiveAsync(1)).DeliveryId, new Modified { UndeliverableHere = true });
            await before.SettleAsync((await before.ReceiveAsync(1)).DeliveryId, new Rejected());
            await before.SettleAsync((await before.ReceiveAsync(1)).DeliveryId, new Accepted());
        }

        await broker.RestartAsync();

        await using var peer = await broker.ConnectAsync();
        Assert.Equal([(1L, "deferred", 1), (4L, "active", 0), (5L, "scheduled", 2)], await PeekAll(peer, TestBroker.Queue));
        Assert.Equal([(2L, "dead", 0)], await PeekAll(peer, $"{TestBroker.Queue}/$deadletterqueue"));
        await peer.AttachSenderAsync(0);
        await peer.SendMessageAsync(0, "new");
        broker.Time.Advance(TimeSpan.FromHours(1));
        await peer.AttachReceiverAsync(1);
        await peer.FlowAsync(1, credit: 10);
        var got = new List<(string, long)>();
        for (var i = 0; i < 3; i++)
        {
            var message = await peer.ReceiveAsync(1);
            got.Add((message.Body, message.Sequence));
        }

        Assert.Equal([("active", 4L), ("new", 6L), ("scheduled", 7L)], got);
    }

    [Fact]
    public async Task Restart_QueueNoLongerDeclared_KeepsItsMessagesForLater()
    {
        await using var broker = await TestBroker.StartAsync();
        await using (var peer = await broker.ConnectAsync())
        {
            await peer.AttachSenderAsync(0);
            await peer.SendMessageAsync(0, "kept");
        }

        await broker.RestartAsync(options => options with { Queues = [QueueDeclaration.WithDefaults("other")] });
        await using (var peer = await broker.ConnectAsync()) Assert.Null((await peer.AttachSenderAsync(0)).Target);
        await broker.RestartAsync();

        await using var after = await broker.ConnectAsync();
        await after.AttachReceiverAsync(1);
        await after.FlowAsync(1, credit: 1);
        Assert.Equal("kept", (await after.ReceiveAsync(1)).Body);
    }

    [Fact]
    public async Task Start_FileInUse_SaysWhichFile()
    {
        await using var broker = await TestBroker.StartAsync();
        var error = await Assert.ThrowsAsync<IOException>(() => Broker.StartAsync(broker.Options));
        Assert.Contains(broker.Options.DatabaseFile, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_PortInUse_SaysWhichPort()
    {
        await using var broker = await TestBroker.StartAsync();
        var error = await Assert.ThrowsAsync<IOException>(() => Broker.StartAsync(broker.Options with { DatabaseFile = broker.Options.DatabaseFile + "2", Port = broker.Port }));
        Assert.Contains($"port {broker.Port}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_OnThePortOfABrokerJustStopped_Works()
    {
        await using var broker = await TestBroker.StartAsync();
        await using var peer = await broker.ConnectAsync();
        var port = broker.Port;
        await broker.RestartAsync(options => options with { Port = port });
        Assert.Equal(port, broker.Port);
    }

    [Fact]
    public async Task Stop_TellsItsClients()
    {
        await using var broker = await TestBroker.StartAsync();
        await using var peer = await broker.ConnectAsync();
        var stopping = broker.RestartAsync();
        Assert.Equal(ErrorCode.ConnectionForced, (string)(await peer.ExpectAsync<Close>()).Error.Condition);
        await peer.SendAsync(new Close());
        Assert.True(await peer.EndsAsync());
        await stopping;
    }

    static async Task<List<(long, string, int)>> PeekAll(RawPeer peer, string queue)
    {
        var answer = await peer.ManageAsync(queue, "peek-message", new() { ["from-sequence-number"] = 0L, ["message-count"] = 100 });
        return [.. ((System.Collections.IEnumerable)((Map)answer.Body)["messages"]).Cast<Map>().Select(entry =>
        {
            var bytes = (byte[])entry["message"];
            var message = Message.Decode(new ByteBuffer(bytes, 0, bytes.Length, bytes.Length));
            return ((long)message.MessageAnnotations[new Symbol("x-opt-sequence-number")], (string)message.Body, (int)message.MessageAnnotations[new Symbol("x-opt-message-state")]);
        })];
    }
}
