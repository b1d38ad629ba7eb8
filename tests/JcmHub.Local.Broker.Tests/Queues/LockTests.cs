using Amqp.Framing;
using JcmHub.Local.Broker.Tests.Support;

namespace JcmHub.Local.Broker.Tests.Queues;

public sealed class LockTests
{
    [Fact]
    public async Task Lock_TimeIsOver_MessageComesAgainAndTheOldLockIsWorthNothing()
    {
        await using var broker = await TestBroker.StartAsync(queue => queue with { LockDuration = TimeSpan.FromMinutes(1) });
        await using var peer = await ReceiverOfOne(broker);
        var first = await peer.ReceiveAsync(1);
        Assert.Equal(broker.Time.GetUtcNow().UtcDateTime.AddMinutes(1), first.LockedUntil);

        broker.Time.Advance(TimeSpan.FromSeconds(61));
        var second = await peer.ReceiveAsync(1);

        Assert.Equal((first.Sequence, 1u), (second.Sequence, second.DeliveryCount));
        Assert.NotEqual(first.LockToken, second.LockToken);
        Assert.Equal("com.microsoft:message-lock-lost", LostCondition(await peer.SettleAsync(first.DeliveryId, new Accepted())));
        Assert.IsType<Accepted>(await peer.SettleAsync(second.DeliveryId, new Accepted()));
    }

    [Fact]
    public async Task Lock_Renewed_HoldsFromNowOn()
    {
        await using var broker = await TestBroker.StartAsync(queue => queue with { LockDuration = TimeSpan.FromMinutes(1) });
        await using var peer = await ReceiverOfOne(broker);
        var message = await peer.ReceiveAsync(1);

        broker.Time.Advance(TimeSpan.FromSeconds(50));
        var answer = await peer.ManageAsync(TestBroker.Queue, "renew-lock", new() { ["lock-tokens"] = new[] { message.LockToken } });
        Assert.Equal(200, answer.ApplicationProperties["statusCode"]);
        Assert.Equal(broker.Time.GetUtcNow().UtcDateTime.AddMinutes(1), ((DateTime[])((Amqp.Types.Map)answer.Body)["expirations"])[0]);
        broker.Time.Advance(TimeSpan.FromSeconds(50));

        Assert.IsType<Accepted>(await peer.SettleAsync(message.DeliveryId, new Accepted()));
    }

    [Fact]
    public async Task Lock_LinkAndConnectionClose_StaysUntilItsTimeIsOver()
    {
        await using var broker = await TestBroker.StartAsync(queue => queue with { LockDuration = TimeSpan.FromMinutes(1) });
        await using (var peer = await ReceiverOfOne(broker)) await peer.ReceiveAsync(1);

        await using var next = await broker.ConnectAsync();
        await next.AttachReceiverAsync(1);
        Assert.Equal(5u, (await next.DrainAsync(1, credit: 5, deliveryCount: 0)).DeliveryCount);
        Assert.Null(next.Kept<Transfer>());

        await next.FlowAsync(1, credit: 1, deliveryCount: 5);
        broker.Time.Advance(TimeSpan.FromSeconds(61));
        Assert.Equal(1u, (await next.ReceiveAsync(1)).DeliveryCount);
    }

    [Fact]
    public async Task Lock_LinkClosed_CanStillBeSettledOverTheSession()
    {
        await using var broker = await TestBroker.StartAsync();
        await using var peer = await ReceiverOfOne(broker);
        var message = await peer.ReceiveAsync(1);
        await peer.SendAsync(new Detach { Handle = 1, Closed = true });
        await peer.ExpectAsync<Detach>();
        Assert.IsType<Accepted>(await peer.SettleAsync(message.DeliveryId, new Accepted()));
        Assert.Equal(1, broker.Statistics.Settled);
    }

    [Fact]
    public async Task Released_Message_ComesAgainUncounted()
    {
        await using var broker = await TestBroker.StartAsync();
        await using var peer = await ReceiverOfOne(broker);
        var first = await peer.ReceiveAsync(1);
        Assert.IsType<Released>(await peer.SettleAsync(first.DeliveryId, new Released()));
        Assert.Equal(0u, (await peer.ReceiveAsync(1)).DeliveryCount);
    }

    [Fact]
    public async Task Settled_ByThePeerAtOnce_IsDoneWithoutAnswer()
    {
        await using var broker = await TestBroker.StartAsync();
        await using var peer = await ReceiverOfOne(broker);
        var message = await peer.ReceiveAsync(1);
        await peer.SendAsync(new Dispose { Role = true, First = message.DeliveryId, Settled = true, State = new Accepted() });

        Assert.Equal(204, (await peer.ManageAsync(TestBroker.Queue, "peek-message", new() { ["from-sequence-number"] = 0L, ["message-count"] = 1 }))
            .ApplicationProperties["statusCode"]);
        Assert.Null(peer.Kept<Dispose>());
    }

    [Fact]
    public async Task Abandoned_ToTheMaximum_IsDeadLetteredWithTheReason()
    {
        await using var broker = await TestBroker.StartAsync(queue => queue with { MaxDeliveryCount = 2 });
        await using var peer = await ReceiverOfOne(broker);
        for (var delivery = 0u; delivery < 2; delivery++)
        {
            var message = await peer.ReceiveAsync(1);
            Assert.Equal(delivery, message.DeliveryCount);
            await peer.SettleAsync(message.DeliveryId, new Modified { DeliveryFailed = true });
        }

        await peer.AttachReceiverAsync(2, $"{TestBroker.Queue}/$DeadLetterQueue");
        await peer.FlowAsync(2, credit: 1);
        var dead = await peer.ReceiveAsync(2);
        Assert.Equal("MaxDeliveryCountExceeded", dead.Message.ApplicationProperties["DeadLetterReason"]);
    }

    static string LostCondition(DeliveryState state) => Assert.IsType<Rejected>(state).Error.Condition;

    /// <summary>A peer with one message in the queue and a receiver on its link 1.</summary>
    static async Task<RawPeer> ReceiverOfOne(TestBroker broker)
    {
        var peer = await broker.ConnectAsync();
        await peer.AttachSenderAsync(0);
        await peer.SendMessageAsync(0, "one");
        await peer.AttachReceiverAsync(1);
        await peer.FlowAsync(1, credit: 10);
        return peer;
    }
}
