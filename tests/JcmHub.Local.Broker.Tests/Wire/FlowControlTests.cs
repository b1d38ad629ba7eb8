using Amqp;
using Amqp.Framing;
using JcmHub.Local.Broker.Messages;
using JcmHub.Local.Broker.Tests.Support;

namespace JcmHub.Local.Broker.Tests.Wire;

/// <summary>Credit, drain and windows, to the frame (AMQP 1.0 parts 2.5.6 and 2.6.7).</summary>
public sealed class FlowControlTests
{
    [Fact]
    public async Task Credit_LessThanMessages_DeliversExactlyThatMany()
    {
        await using var broker = await TestBroker.StartAsync();
        await using var peer = await SendAsync(broker, 5);
        await peer.AttachReceiverAsync(1);
        await peer.FlowAsync(1, credit: 2);

        Assert.Equal("0", (await peer.ReceiveAsync(1)).Body);
        Assert.Equal("1", (await peer.ReceiveAsync(1)).Body);
        var drained = await peer.DrainAsync(1, credit: 0, deliveryCount: 2);
        Assert.Equal(2u, drained.DeliveryCount);
        Assert.Null(await NextTransferBefore(peer));
    }

    [Fact]
    public async Task Flow_RepeatedWithSameCredit_KeepsTheCredit()
    {
        await using var broker = await TestBroker.StartAsync();
        await using var peer = await broker.ConnectAsync();
        await peer.AttachReceiverAsync(1);
        await peer.FlowAsync(1, credit: 3);
        await peer.FlowAsync(1, credit: 3);
        await peer.FlowAsync(1, credit: 3, echo: true);
        Assert.Equal(3u, (await peer.ExpectAsync<Flow>(f => f.HasHandle && f.Handle == 1)).LinkCredit);

        await peer.AttachSenderAsync(0);
        for (var i = 0; i < 3; i++) await peer.SendMessageAsync(0, $"{i}");
        for (var i = 0; i < 3; i++) Assert.Equal($"{i}", (await peer.ReceiveAsync(1)).Body);
    }

    [Fact]
    public async Task Flow_CountedBeforeDeliveriesArrived_IsCorrectedByThem()
    {
        await using var broker = await TestBroker.StartAsync();
        await using var peer = await SendAsync(broker, 6);
        await peer.AttachReceiverAsync(1);
        await peer.FlowAsync(1, credit: 4);
        for (var i = 0; i < 4; i++) await peer.ReceiveAsync(1);

        // Says "5 more than the one I have seen": four are out, so two are left, not five.
        await peer.FlowAsync(1, credit: 5, deliveryCount: 1);
        Assert.Equal("4", (await peer.ReceiveAsync(1)).Body);
        Assert.Equal("5", (await peer.ReceiveAsync(1)).Body);
        await peer.SendMessageAsync(0, "6");
        Assert.Equal(6u, (await peer.DrainAsync(1, credit: 0, deliveryCount: 6)).DeliveryCount);
        Assert.Null(await NextTransferBefore(peer));
    }

    [Fact]
    public async Task Drain_QueueHoldsFewer_DeliversThemAndReturnsTheRest()
    {
        await using var broker = await TestBroker.StartAsync();
        await using var peer = await SendAsync(broker, 2);
        await peer.AttachReceiverAsync(1);

        var drained = await peer.DrainAsync(1, credit: 10, deliveryCount: 0);

        Assert.Equal((10u, 0u), (drained.DeliveryCount, drained.LinkCredit));
        Assert.Equal("0", (await peer.ReceiveAsync(1)).Body);
        Assert.Equal("1", (await peer.ReceiveAsync(1)).Body);
        await peer.SendMessageAsync(0, "2");
        await peer.FlowAsync(1, credit: 1, deliveryCount: 10);
        Assert.Equal("2", (await peer.ReceiveAsync(1)).Body);
    }

    [Fact]
    public async Task Credit_TakenBack_StopsDeliveries()
    {
        await using var broker = await TestBroker.StartAsync();
        await using var peer = await broker.ConnectAsync();
        await peer.AttachReceiverAsync(1);
        await peer.FlowAsync(1, credit: 10);
        await peer.FlowAsync(1, credit: 0);
        await peer.AttachSenderAsync(0);
        await peer.SendMessageAsync(0, "kept");

        Assert.Equal(0u, (await peer.DrainAsync(1, credit: 0, deliveryCount: 0)).DeliveryCount);
        Assert.Null(await NextTransferBefore(peer));
    }

    [Fact]
    public async Task Deliveries_UnsettledBeyondTheBound_WaitForSettlement()
    {
        const int Bound = 5000;
        await using var broker = await TestBroker.StartAsync();
        await using var peer = await broker.ConnectAsync();
        await peer.AttachSenderAsync(0);
        var body = new Message { BodySection = new AmqpValue { Value = "b" } }.Encode();
        var batch = new ByteBuffer(200_000, true);
        for (var i = 0; i < 1000; i++) new Data { Binary = body.Buffer.AsSpan(body.Offset, body.Length).ToArray() }.Encode(batch);
        for (var i = 0; i < 6; i++) await peer.TransferAsync(0, batch.Buffer.AsSpan(batch.Offset, batch.Length).ToArray(), NewMessage.BatchFormat);

        await peer.AttachReceiverAsync(1);
        await peer.FlowAsync(1, credit: uint.MaxValue, window: uint.MaxValue);
        var first = await peer.ReceiveAsync(1);
        for (var i = 1; i < Bound; i++) await peer.ReceiveAsync(1);
        Assert.Null(await NextTransferBefore(peer));

        await peer.SettleAsync(first.DeliveryId, new Accepted());
        await peer.ReceiveAsync(1);
        await peer.BeginAsync(channel: 8);
        Assert.Null(peer.Kept<Transfer>());
    }

    [Fact]
    public async Task SessionWindow_Closed_HoldsFramesUntilItOpens()
    {
        await using var broker = await TestBroker.StartAsync();
        await using var sender = await SendAsync(broker, 0);
        await sender.SendMessageAsync(0, new string('x', 150_000));
        await sender.SendMessageAsync(0, "second");

        await using var peer = await broker.ConnectAsync();
        await peer.AttachReceiverAsync(1);
        await peer.FlowAsync(1, credit: 10, window: 2, nextIncomingId: 1); // The token's answer was transfer 0.
        Assert.True((await peer.ExpectAsync<Transfer>()).More);
        Assert.True((await peer.ExpectAsync<Transfer>()).More);
        await peer.FlowAsync(1, credit: 10, window: 0, nextIncomingId: 3, echo: true);
        await peer.ExpectAsync<Flow>(f => f.HasHandle && f.Handle == 1);
        Assert.Null(await NextTransferBefore(peer));

        await peer.FlowAsync(1, credit: 10, window: 100, nextIncomingId: 3);
        Assert.False((await peer.ExpectAsync<Transfer>()).More);
        Assert.Equal("second", (await peer.ReceiveAsync(1)).Body);
    }

    [Fact]
    public async Task PeerMaxFrameSize_Small_IsKept()
    {
        await using var broker = await TestBroker.StartAsync();
        await using var sender = await SendAsync(broker, 0);
        await sender.SendMessageAsync(0, new string('y', 5_000));

        await using var peer = await RawPeer.DialAsync(broker.Port);
        await peer.SendBytesAsync(RawPeer.Header);
        await peer.ReadHeaderAsync();
        await peer.SendAsync(new Open { ContainerId = "small", MaxFrameSize = 512 });
        await peer.ExpectAsync<Open>();
        await peer.BeginAsync();
        await peer.PutTokenAsync(RawPeer.Token("sb://x/", broker.Options.SharedAccessKeyName, broker.Options.SharedAccessKey, broker.Time.GetUtcNow().AddHours(1)));
        await peer.AttachReceiverAsync(1);
        await peer.FlowAsync(1, credit: 1);

        var (_, payload) = (await peer.TryExpectAsync<Transfer>())!.Value;
        Assert.InRange(payload.Length, 1, 512);
    }

    [Fact]
    public async Task Receivers_Several_TakeTurns()
    {
        await using var broker = await TestBroker.StartAsync();
        await using var first = await broker.ConnectAsync();
        await using var second = await broker.ConnectAsync();
        foreach (var receiver in (RawPeer[])[first, second])
        {
            await receiver.AttachReceiverAsync(1);
            await receiver.FlowAsync(1, credit: 10, echo: true);
            await receiver.ExpectAsync<Flow>(f => f.HasHandle && f.Handle == 1);
        }

        await using var sender = await SendAsync(broker, 4);
        var got = new List<string>();
        foreach (var receiver in (RawPeer[])[first, second, first, second]) got.Add((await receiver.ReceiveAsync(1)).Body);
        Assert.Equal(["0", "1", "2", "3"], got.Order());
    }

    /// <summary>A peer that has sent messages "0", "1", … over its link 0.</summary>
    static async Task<RawPeer> SendAsync(TestBroker broker, int messages)
    {
        var peer = await broker.ConnectAsync();
        await peer.AttachSenderAsync(0);
        for (var i = 0; i < messages; i++) Assert.IsType<Accepted>(await peer.SendMessageAsync(0, $"{i}"));
        return peer;
    }

    // The answer to a new session comes behind whatever was sent before it.
    static async Task<Transfer?> NextTransferBefore(RawPeer peer)
    {
        await peer.BeginAsync(channel: 7);
        return peer.Kept<Transfer>();
    }
}
