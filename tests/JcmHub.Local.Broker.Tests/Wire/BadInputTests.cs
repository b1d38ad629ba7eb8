using System.Buffers.Binary;
using Amqp;
using Amqp.Framing;
using JcmHub.Local.Broker.Tests.Support;
using JcmHub.Local.Broker.Wire;

namespace JcmHub.Local.Broker.Tests.Wire;

/// <summary>Whatever one peer sends, it gets the right condition and nobody else notices.</summary>
public sealed class BadInputTests
{
    [Fact]
    public async Task Bytes_NotAmqp_AreAnsweredWithTheHeaderAndTheEnd()
    {
        await using var broker = await TestBroker.StartAsync();
        await using var good = await GoodPeer(broker);
        await using var bad = await RawPeer.DialAsync(broker.Port);
        await bad.SendBytesAsync("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"u8.ToArray());

        Assert.Equal(0x414D5150_00_01_00_00ul, await bad.ReadHeaderAsync());
        Assert.True(await bad.EndsAsync());
        await StillServes(good);
    }

    [Theory]
    [InlineData(0xFFFF_FFFF, ErrorCode.FramingError)]
    [InlineData(100_000, ErrorCode.FramingError)]
    [InlineData(4, ErrorCode.FramingError)]
    public async Task Frame_OfImpossibleSize_ClosesWithFramingError(uint size, string condition)
    {
        var frame = new byte[64];
        BinaryPrimitives.WriteUInt32BigEndian(frame, size);
        await ClosesWith(condition, frame);
    }

    [Fact]
    public Task Frame_OffsetOutsideItself_ClosesWithFramingError() => ClosesWith(ErrorCode.FramingError, [0, 0, 0, 8, 200, 0, 0, 0]);

    [Fact]
    public Task Frame_OfGarbage_ClosesWithDecodeError() => ClosesWith(ErrorCode.DecodeError, [0, 0, 0, 16, 2, 0, 0, 0, 0xDE, 0xAD, 0xBE, 0xEF, 1, 2, 3, 4]);

    [Fact]
    public Task Frame_NestedWithoutEnd_ClosesWithDecodeError() => ClosesWith(ErrorCode.DecodeError, [0, 0, 0xFF, 0, 2, 0, 0, 0, .. new byte[0xFF00 - 8]]);

    [Fact]
    public Task Frame_FieldOfWrongType_ClosesWithDecodeError() =>
        ClosesWith(ErrorCode.DecodeError, [0, 0, 0, 16, 2, 0, 0, 0, 0x00, 0x53, 0x11, 0xC0, 3, 1, 0xA1, 0]); // begin with a string for a channel

    [Fact]
    public Task Begin_BeforeOpen_ClosesWithNotAllowed() => ClosesWith(ErrorCode.NotAllowed, Encode(new Begin()), open: false);

    [Fact]
    public Task Attach_WithoutSession_ClosesWithNotAllowed() =>
        ClosesWith(ErrorCode.NotAllowed, Encode(new Attach { LinkName = "l", Handle = 0, Target = new Target { Address = "q" } }));

    [Fact]
    public async Task Frame_Half_IsGivenUpAfterTheIdleTime()
    {
        await using var broker = await TestBroker.StartAsync(with: options => options with { IdleTimeout = TimeSpan.FromMilliseconds(150) });
        await using var bad = await RawPeer.ConnectAsync(broker.Port);
        await bad.SendBytesAsync(Encode(new Begin()).AsMemory(0, 9));

        var close = await bad.ExpectAsync<Close>();
        Assert.Equal(ErrorCode.ResourceLimitExceeded, (string)close.Error.Condition);
        Assert.True(await bad.EndsAsync());
    }

    [Fact]
    public async Task Connection_CutInTheMiddleOfAMessage_StoresNothing()
    {
        await using var broker = await TestBroker.StartAsync();
        await using var good = await GoodPeer(broker);
        var bad = await broker.ConnectAsync();
        await bad.AttachSenderAsync(0);
        await bad.SendAsync(new Transfer { Handle = 0, DeliveryId = 9, DeliveryTag = [9], More = true }, new byte[1000]);
        await bad.DisposeAsync();

        await StillServes(good);
        Assert.Equal(1, broker.Statistics.Accepted);
    }

    [Theory]
    [InlineData("unknown", ErrorCode.NotFound)]
    [InlineData("unknown/$management", ErrorCode.NotFound)]
    [InlineData("q/$deadletterqueue", ErrorCode.NotAllowed)]
    [InlineData("", ErrorCode.NotFound)]
    public async Task Attach_ToWhatIsNotThere_IsRefusedAlone(string address, string condition)
    {
        await using var broker = await TestBroker.StartAsync();
        await using var peer = await GoodPeer(broker);
        Assert.Null((await peer.AttachSenderAsync(5, address)).Target);
        var detach = await peer.ExpectAsync<Detach>();
        Assert.Equal(condition, (string)detach.Error.Condition);
        await peer.SendAsync(new Detach { Handle = 5, Closed = true });

        await peer.AttachSenderAsync(5, "other");
        Assert.IsType<Accepted>(await peer.SendMessageAsync(5, "the handle is free again"));
        await StillServes(peer);
    }

    [Fact]
    public async Task Attach_WithoutToken_IsUnauthorized()
    {
        await using var broker = await TestBroker.StartAsync();
        await using var peer = await RawPeer.ConnectAsync(broker.Port);
        await peer.BeginAsync();
        Assert.Null((await peer.AttachReceiverAsync(0)).Source);
        Assert.Equal(ErrorCode.UnauthorizedAccess, (string)(await peer.ExpectAsync<Detach>()).Error.Condition);
    }

    [Fact]
    public async Task Message_Oversize_IsRefusedAndTheLinkStays()
    {
        await using var broker = await TestBroker.StartAsync();
        await using var peer = await GoodPeer(broker);

        var rejected = Assert.IsType<Rejected>(await peer.SendMessageAsync(0, new string('x', 300_000)));

        Assert.Equal(ErrorCode.MessageSizeExceeded, (string)rejected.Error.Condition);
        Assert.IsType<Accepted>(await peer.SendMessageAsync(0, "small"));
        Assert.Equal(1, broker.Statistics.Accepted);
    }

    [Fact]
    public async Task Message_OfGarbage_IsRefusedAndTheLinkStays()
    {
        await using var broker = await TestBroker.StartAsync();
        await using var peer = await GoodPeer(broker);
        byte[] numbersForKeys = [0x00, 0x53, 0x74, 0xC1, 5, 2, 0x54, 1, 0x54, 2, 0x00, 0x53, 0x77, 0x40];
        foreach (var garbage in (byte[][])[numbersForKeys, [], [1, 2, 3], [0x00, 0x53, 0x77], [0x00, 0x53, 0x70, 0xC0, 9, 1, 0x41], [0x00, 0x53, 0x73, 0xC0, 2, 1, 0x41]])
        {
            var rejected = Assert.IsType<Rejected>(await peer.TransferAsync(0, garbage));
            Assert.Equal(ErrorCode.DecodeError, (string)rejected.Error.Condition);
        }

        await StillServes(peer);
    }

    [Fact]
    public async Task Transfer_WithoutCredit_DetachesTheLink()
    {
        await using var broker = await TestBroker.StartAsync();
        await using var good = await GoodPeer(broker);
        await using var bad = await broker.ConnectAsync();
        await bad.AttachSenderAsync(0);
        var credit = (await bad.ExpectAsync<Flow>(f => f.HasHandle && f.Handle == 0)).LinkCredit;

        // Messages that never end use up the credit: an answer would restore it.
        for (var i = 0u; i < credit; i++)
            await bad.SendAsync(new Transfer { Handle = 0, DeliveryId = i, DeliveryTag = [0], Aborted = true });
        await bad.SendAsync(new Transfer { Handle = 0, DeliveryId = credit, DeliveryTag = [0] }, [1]);

        Assert.Equal(ErrorCode.TransferLimitExceeded, (string)(await bad.ExpectAsync<Detach>()).Error.Condition);
        await StillServes(good);
    }

    [Fact]
    public async Task Handle_NotAttached_EndsTheSessionAlone()
    {
        await using var broker = await TestBroker.StartAsync();
        await using var peer = await GoodPeer(broker);
        await peer.BeginAsync(channel: 3);
        await peer.SendAsync(new Transfer { Handle = 42, DeliveryId = 0, DeliveryTag = [0] }, [1], channel: 3);

        Assert.Equal(ErrorCode.UnattachedHandle, (string)(await peer.ExpectAsync<End>(channel: 3)).Error.Condition);
        await StillServes(peer);
    }

    [Fact]
    public async Task Disposition_OfUnknownDelivery_IsAnsweredAsLockLost()
    {
        await using var broker = await TestBroker.StartAsync();
        await using var peer = await GoodPeer(broker);
        var rejected = Assert.IsType<Rejected>(await peer.SettleAsync(1234, new Accepted()));
        Assert.Equal("com.microsoft:message-lock-lost", (string)rejected.Error.Condition);
    }

    [Fact]
    public Task Disposition_OfEverything_ClosesWithInvalidField() =>
        ClosesWith(ErrorCode.InvalidField, [.. Encode(new Begin { IncomingWindow = 1, OutgoingWindow = 1 }), .. Encode(new Dispose { Role = true, First = 0, Last = uint.MaxValue })]);

    [Fact]
    public async Task Peer_ThatStopsReading_HoldsBackOnlyItself()
    {
        await using var broker = await TestBroker.StartAsync(queue => queue with { MaxMessageSizeInKilobytes = 1024 });
        await using var good = await GoodPeer(broker);
        const int Messages = 40;
        for (var i = 0; i < Messages; i++) await good.SendMessageAsync(0, new string('x', 250_000));

        // Ten megabytes wait, the peer has credit for all and reads nothing.
        await using var deaf = await broker.ConnectAsync();
        await deaf.AttachReceiverAsync(1);
        await deaf.FlowAsync(1, credit: 1000);
        await StillServes(good, "other");

        // What it has not been given goes to others; what it has is less than its output may hold.
        await good.AttachReceiverAsync(1);
        await good.FlowAsync(1, credit: 1);
        await good.ReceiveAsync(1);
        Assert.InRange(broker.Statistics.Delivered, 1, Messages - 1);
    }

    [Fact]
    public async Task Peer_ThatStoppedReading_GetsTheRestWhenItReads()
    {
        await using var broker = await TestBroker.StartAsync(queue => queue with { MaxMessageSizeInKilobytes = 1024 });
        await using var peer = await GoodPeer(broker);
        const int Messages = 30;
        for (var i = 0; i < Messages; i++) await peer.SendMessageAsync(0, $"{i}".PadLeft(250_000));
        await peer.AttachReceiverAsync(1);
        await peer.FlowAsync(1, credit: 1000);
        for (var i = 0; i < Messages; i++) Assert.Equal($"{i}", (await peer.ReceiveAsync(1)).Body.Trim());
    }

    [Fact]
    public async Task Peer_ThatAsksAndNeverReads_IsCut()
    {
        await using var broker = await TestBroker.StartAsync();
        await using var good = await GoodPeer(broker);
        await using var bad = await RawPeer.ConnectAsync(broker.Port, receiveBuffer: 4096);
        await bad.BeginAsync();
        var echo = Encode(new Flow { NextIncomingId = 0, IncomingWindow = 10, NextOutgoingId = 0, OutgoingWindow = 10, Echo = true });
        var many = Enumerable.Repeat(echo, 2000).SelectMany(bytes => bytes).ToArray();

        // Each request is answered; sooner or later the broker has enough and the socket is gone.
        await Assert.ThrowsAnyAsync<System.Net.Sockets.SocketException>(async () =>
        {
            for (var i = 0; i < 1000; i++) await bad.SendBytesAsync(many);
        });
        await StillServes(good);
    }

    static async Task ClosesWith(string condition, byte[] bytes, bool open = true)
    {
        await using var broker = await TestBroker.StartAsync();
        await using var good = await GoodPeer(broker);
        await using var bad = await RawPeer.DialAsync(broker.Port);
        await bad.SendBytesAsync(RawPeer.Header);
        await bad.ReadHeaderAsync();
        if (open) await bad.SendAsync(new Open { ContainerId = "bad" });
        await bad.SendBytesAsync(bytes);

        var close = await bad.ExpectAsync<Close>();
        Assert.Equal(condition, (string)close.Error.Condition);
        await bad.SendAsync(new Close());
        Assert.True(await bad.EndsAsync());
        await StillServes(good);
    }

    static async Task<RawPeer> GoodPeer(TestBroker broker)
    {
        var peer = await broker.ConnectAsync();
        await peer.AttachSenderAsync(0);
        return peer;
    }

    static async Task StillServes(RawPeer peer, string queue = TestBroker.Queue)
    {
        await peer.AttachSenderAsync(100, queue);
        Assert.IsType<Accepted>(await peer.SendMessageAsync(100, "still there"));
    }

    static byte[] Encode(Amqp.Types.DescribedList performative)
    {
        var buffer = new ByteBuffer(256, true);
        FrameWriter.Write(buffer, FrameKind.Amqp, 0, performative);
        return buffer.Buffer.AsSpan(buffer.Offset, buffer.Length).ToArray();
    }
}
