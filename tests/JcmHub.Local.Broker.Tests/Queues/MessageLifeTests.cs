using Amqp;
using Amqp.Framing;
using Amqp.Types;
using JcmHub.Local.Broker.Tests.Support;

namespace JcmHub.Local.Broker.Tests.Queues;

/// <summary>Schedules, times to live and remembered ids, on a clock that the test moves.</summary>
public sealed class MessageLifeTests
{
    [Fact]
    public async Task Scheduled_TimeComes_IsAppendedWithANewNumber()
    {
        await using var broker = await TestBroker.StartAsync();
        await using var peer = await broker.ConnectAsync();
        await peer.AttachSenderAsync(0);
        await peer.SendMessageAsync(0, "tomorrow", At(broker.Time.GetUtcNow().AddDays(1)));
        await peer.SendMessageAsync(0, "now");
        await peer.AttachReceiverAsync(1);
        await peer.FlowAsync(1, credit: 10);
        var now = await peer.ReceiveAsync(1);
        Assert.Equal("now", now.Body);
        await peer.SettleAsync(now.DeliveryId, new Accepted());

        broker.Time.Advance(TimeSpan.FromHours(23));
        Assert.Equal(10u, (await peer.DrainAsync(1, credit: 9, deliveryCount: 1)).DeliveryCount);
        Assert.Null(peer.Kept<Transfer>());
        await peer.FlowAsync(1, credit: 1, deliveryCount: 10);
        broker.Time.Advance(TimeSpan.FromHours(1));

        var message = await peer.ReceiveAsync(1);
        Assert.Equal(("tomorrow", 3L), (message.Body, message.Sequence));
    }

    [Fact]
    public async Task TimeToLive_Over_MessageGoesToTheDeadLetters()
    {
        await using var broker = await TestBroker.StartAsync(queue => queue with { DeadLetteringOnMessageExpiration = true, DefaultMessageTimeToLive = TimeSpan.FromHours(1) });
        await using var peer = await broker.ConnectAsync();
        await peer.AttachSenderAsync(0);
        await peer.SendMessageAsync(0, "asks for two hours, gets one", m => m.Header = new Header { Ttl = 7_200_000 });
        await peer.SendMessageAsync(0, "asks for a minute", m => m.Header = new Header { Ttl = 60_000 });

        broker.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(("asks for a minute", "TTLExpiredException"), await Dead());
        broker.Time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(("asks for two hours, gets one", "TTLExpiredException"), await Dead());

        async Task<(string, object)> Dead()
        {
            await peer.AttachReceiverAsync(2, $"{TestBroker.Queue}/$deadletterqueue");
            await peer.FlowAsync(2, credit: 1);
            var dead = await peer.ReceiveAsync(2);
            await peer.SettleAsync(dead.DeliveryId, new Accepted());
            await peer.SendAsync(new Detach { Handle = 2, Closed = true });
            await peer.ExpectAsync<Detach>();
            return (dead.Body, dead.Message.ApplicationProperties["DeadLetterReason"]);
        }
    }

    [Fact]
    public async Task TimeToLive_OverWhileLocked_StillBelongsToItsReceiver()
    {
        await using var broker = await TestBroker.StartAsync(queue => queue with { LockDuration = TimeSpan.FromMinutes(5) });
        await using var peer = await broker.ConnectAsync();
        await peer.AttachSenderAsync(0);
        await peer.SendMessageAsync(0, "short-lived", m => m.Header = new Header { Ttl = 60_000 });
        await peer.AttachReceiverAsync(1);
        await peer.FlowAsync(1, credit: 10);
        var message = await peer.ReceiveAsync(1);

        broker.Time.Advance(TimeSpan.FromMinutes(2));
        Assert.IsType<Accepted>(await peer.SettleAsync(message.DeliveryId, new Accepted()));
        Assert.Equal(204, await PeekStatus(peer, TestBroker.Queue));
    }

    [Fact]
    public async Task TimeToLive_OverWhileAbandoned_IsNotDeliveredAgain()
    {
        await using var broker = await TestBroker.StartAsync(queue => queue with { LockDuration = TimeSpan.FromMinutes(5) });
        await using var peer = await broker.ConnectAsync();
        await peer.AttachSenderAsync(0);
        await peer.SendMessageAsync(0, "short-lived", m => m.Header = new Header { Ttl = 60_000 });
        await peer.SendMessageAsync(0, "next");
        await peer.AttachReceiverAsync(1);
        await peer.FlowAsync(1, credit: 1);
        var message = await peer.ReceiveAsync(1);
        broker.Time.Advance(TimeSpan.FromMinutes(2));
        await peer.SettleAsync(message.DeliveryId, new Modified());

        await peer.FlowAsync(1, credit: 1, deliveryCount: 1);
        Assert.Equal("next", (await peer.ReceiveAsync(1)).Body);
    }

    [Fact]
    public async Task Duplicate_WithinTheWindow_IsAcceptedAndDropped()
    {
        await using var broker = await TestBroker.StartAsync(queue => queue with { RequiresDuplicateDetection = true, DuplicateDetectionHistoryTimeWindow = TimeSpan.FromMinutes(10) });
        await using var peer = await broker.ConnectAsync();
        await peer.AttachSenderAsync(0);
        await Send("first");
        broker.Time.Advance(TimeSpan.FromMinutes(9));
        await Send("duplicate");
        await broker.RestartAsync();
        await using var after = await broker.ConnectAsync();
        await after.AttachSenderAsync(0);
        await after.SendMessageAsync(0, "duplicate after a restart", WithId);
        broker.Time.Advance(TimeSpan.FromMinutes(1));
        await after.SendMessageAsync(0, "second", WithId);

        await after.AttachReceiverAsync(1);
        await after.FlowAsync(1, credit: 10);
        Assert.Equal("first", (await after.ReceiveAsync(1)).Body);
        Assert.Equal("second", (await after.ReceiveAsync(1)).Body);

        async Task Send(string body) => Assert.IsType<Accepted>(await peer.SendMessageAsync(0, body, WithId));

        static void WithId(Message message) => message.Properties = new Properties { MessageId = "same" };
    }

    [Fact]
    public async Task Token_Expires_LinksAreDetached()
    {
        await using var broker = await TestBroker.StartAsync(with: options => options with { IdleTimeout = TimeSpan.FromMilliseconds(500) });
        await using var peer = await RawPeer.ConnectAsync(broker.Port);
        await peer.BeginAsync();
        var token = RawPeer.Token("sb://localhost/q", broker.Options.SharedAccessKeyName, broker.Options.SharedAccessKey, broker.Time.GetUtcNow().AddMinutes(20));
        Assert.Equal(202, await peer.PutTokenAsync(token));
        Assert.NotNull((await peer.AttachReceiverAsync(1)).Source);

        broker.Time.Advance(TimeSpan.FromMinutes(21));

        Assert.Equal(ErrorCode.UnauthorizedAccess, (string)(await peer.ExpectAsync<Detach>()).Error.Condition);
        Assert.Equal(401, await peer.PutTokenAsync(token));
    }

    static Action<Message> At(DateTimeOffset time) => message =>
        message.MessageAnnotations = new MessageAnnotations { [new Symbol("x-opt-scheduled-enqueue-time")] = time.UtcDateTime };

    static async Task<object> PeekStatus(RawPeer peer, string queue) =>
        (await peer.ManageAsync(queue, "peek-message", new() { ["from-sequence-number"] = 0L, ["message-count"] = 10 })).ApplicationProperties["statusCode"];
}
