using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Amqp;
using Amqp.Framing;
using Amqp.Types;
using JcmHub.Local.Broker.Wire;

namespace JcmHub.Local.Broker.Tests.Support;

/// <summary>
/// A client that says exactly what a test wants, frame by frame, and waits for exactly one answer at a time. What comes
/// meanwhile is kept for whoever asks for it later.
/// </summary>
internal sealed class RawPeer : IAsyncDisposable
{
    public static readonly byte[] Header = [.. "AMQP"u8, 0, 1, 0, 0];
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    readonly Socket socket;
    readonly FrameReader reader;
    readonly List<(ushort Channel, DescribedList Performative, byte[] Payload)> kept = [];
    uint nextDeliveryId;

    RawPeer(Socket socket)
    {
        this.socket = socket;
        reader = new FrameReader(socket, AmqpConnection.MaxFrameSize);
    }

    /// <summary>Connects the socket only.</summary>
    public static async Task<RawPeer> DialAsync(int port, int receiveBuffer = 0)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        if (receiveBuffer > 0) socket.ReceiveBufferSize = receiveBuffer;
        await socket.ConnectAsync(IPAddress.Loopback, port);
        return new RawPeer(socket);
    }

    public static async Task<RawPeer> ConnectAsync(int port, int receiveBuffer = 0)
    {
        var peer = await DialAsync(port, receiveBuffer);
        await peer.SendBytesAsync(Header);
        Assert.Equal(0x414D5150_00_01_00_00ul, await peer.ReadHeaderAsync());
        await peer.SendAsync(new Open { ContainerId = "peer", MaxFrameSize = AmqpConnection.MaxFrameSize });
        await peer.ExpectAsync<Open>();
        return peer;
    }

    public static string Token(string resource, string keyName, string key, DateTimeOffset expires)
    {
        var sr = Uri.EscapeDataString(resource);
        var se = expires.ToUnixTimeSeconds();
        var signature = HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes($"{sr}\n{se}"));
        return $"SharedAccessSignature sr={sr}&sig={Uri.EscapeDataString(Convert.ToBase64String(signature))}&se={se}&skn={keyName}";
    }

    public async Task SendBytesAsync(ReadOnlyMemory<byte> bytes)
    {
        while (!bytes.IsEmpty) bytes = bytes[await socket.SendAsync(bytes)..];
    }

    public Task SendAsync(DescribedList? performative, byte[]? payload = null, ushort channel = 0)
    {
        var buffer = new ByteBuffer(256, true);
        FrameWriter.Write(buffer, FrameKind.Amqp, channel, performative, payload);
        return SendBytesAsync(buffer.Buffer.AsMemory(buffer.Offset, buffer.Length));
    }

    public async Task<ulong?> ReadHeaderAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        return await reader.ReadProtocolHeaderAsync(patience.Token);
    }

    /// <summary>The next performative of a kind, also one that came before; null when the broker ends the stream instead.</summary>
    public async Task<(T Performative, byte[] Payload)?> TryExpectAsync<T>(Predicate<T>? wanted = null, ushort channel = 0)
        where T : DescribedList
    {
        var known = kept.FindIndex(Matches);
        if (known >= 0)
        {
            var found = kept[known];
            kept.RemoveAt(known);
            return ((T)found.Performative, found.Payload);
        }

        using var patience = new CancellationTokenSource(Patience);
        while (await reader.ReadAsync(patience.Token) is { } frame)
        {
            if (frame.Performative is null) continue;
            var item = (frame.Channel, frame.Performative, frame.Payload.ToArray());
            if (Matches(item)) return ((T)item.Performative, item.Item3);
            kept.Add(item);
        }

        return null;

        bool Matches((ushort Channel, DescribedList Performative, byte[] Payload) item) =>
            item.Performative is T performative && item.Channel == channel && wanted?.Invoke(performative) != false;
    }

    public async Task<T> ExpectAsync<T>(Predicate<T>? wanted = null, ushort channel = 0)
        where T : DescribedList
    {
        var found = await TryExpectAsync(wanted, channel);
        Assert.True(found is not null, $"The broker ended the stream instead of sending {typeof(T).Name}.");
        return found.Value.Performative;
    }

    /// <summary>A performative that has come already, or null.</summary>
    public T? Kept<T>()
        where T : DescribedList => kept.Select(item => item.Performative).OfType<T>().FirstOrDefault();

    /// <summary>Whether the broker ends the stream.</summary>
    public async Task<bool> EndsAsync() => await TryExpectAsync<Begin>(_ => false) is null;

    public async Task BeginAsync(ushort channel = 0, uint incomingWindow = 5000)
    {
        await SendAsync(new Begin { NextOutgoingId = 0, IncomingWindow = incomingWindow, OutgoingWindow = 5000, HandleMax = 255 }, channel: channel);
        await ExpectAsync<Begin>(channel: channel);
    }

    /// <summary>Puts a token; the broker's status code.</summary>
    public async Task<int> PutTokenAsync(string token)
    {
        var response = await RequestAsync("$cbs", 254, new Message
        {
            ApplicationProperties = new ApplicationProperties { ["operation"] = "put-token", ["type"] = "servicebus.windows.net:sastoken", ["name"] = "any" },
            BodySection = new AmqpValue { Value = token },
        });
        return (int)response.ApplicationProperties["status-code"];
    }

    /// <summary>Asks a queue's management node.</summary>
    public Task<Message> ManageAsync(string queue, string operation, Map body) => RequestAsync($"{queue}/$management", 252, new Message
    {
        ApplicationProperties = new ApplicationProperties { ["operation"] = $"com.microsoft:{operation}" },
        BodySection = new AmqpValue { Value = body },
    });

    public async Task<Attach> AttachSenderAsync(uint handle, string address = TestBroker.Queue, string? replyTo = null)
    {
        var name = $"s{handle}-{Guid.NewGuid():N}";
        await SendAsync(new Attach
        {
            LinkName = name, Handle = handle, Role = false, InitialDeliveryCount = 0,
            Source = new Source { Address = replyTo ?? "peer" }, Target = new Target { Address = address },
        });
        return await ExpectAsync<Attach>(a => a.LinkName == name);
    }

    public async Task<Attach> AttachReceiverAsync(uint handle, string address = TestBroker.Queue, bool settled = false, string? replyTo = null)
    {
        var name = $"r{handle}-{Guid.NewGuid():N}";
        await SendAsync(new Attach
        {
            LinkName = name, Handle = handle, Role = true,
            SndSettleMode = settled ? SenderSettleMode.Settled : SenderSettleMode.Unsettled,
            RcvSettleMode = settled ? ReceiverSettleMode.First : ReceiverSettleMode.Second,
            Source = new Source { Address = address }, Target = new Target { Address = replyTo ?? "peer" },
        });
        return await ExpectAsync<Attach>(a => a.LinkName == name);
    }

    public Task FlowAsync(uint handle, uint credit, uint deliveryCount = 0, bool drain = false, bool echo = false, uint window = 5000, uint nextIncomingId = 0) =>
        SendAsync(new Flow
        {
            NextIncomingId = nextIncomingId, IncomingWindow = window, NextOutgoingId = 0, OutgoingWindow = 5000,
            Handle = handle, DeliveryCount = deliveryCount, LinkCredit = credit, Drain = drain, Echo = echo,
        });

    public Task<DeliveryState> SendMessageAsync(uint handle, string body, Action<Message>? with = null)
    {
        var message = new Message { BodySection = new AmqpValue { Value = body } };
        with?.Invoke(message);
        var encoded = message.Encode();
        return TransferAsync(handle, encoded.Buffer.AsMemory(encoded.Offset, encoded.Length).ToArray());
    }

    /// <summary>Sends one encoded message, in as many frames as it needs; the broker's outcome.</summary>
    public async Task<DeliveryState> TransferAsync(uint handle, byte[] message, uint format = 0)
    {
        var id = nextDeliveryId++;
        const int Part = AmqpConnection.MaxFrameSize - 256;
        for (var at = 0; at == 0 || at < message.Length; at += Part)
        {
            var transfer = new Transfer { Handle = handle, More = at + Part < message.Length };
            if (at == 0) (transfer.DeliveryId, transfer.DeliveryTag, transfer.MessageFormat) = (id, BitConverter.GetBytes(id), format);
            await SendAsync(transfer, message[at..Math.Min(at + Part, message.Length)]);
        }

        return (await ExpectAsync<Dispose>(d => d.Role && d.First == id)).State;
    }

    /// <summary>The next whole message on a link.</summary>
    public async Task<Received> ReceiveAsync(uint handle)
    {
        var first = await TryExpectAsync<Transfer>(t => t.Handle == handle) ?? throw new EndOfStreamException();
        var payload = first.Payload.ToList();
        for (var last = first.Performative; last.More;)
        {
            var next = await TryExpectAsync<Transfer>(t => t.Handle == handle) ?? throw new EndOfStreamException();
            payload.AddRange(next.Payload);
            last = next.Performative;
        }

        var bytes = payload.ToArray();
        return new Received(
            first.Performative.DeliveryId, new Guid(first.Performative.DeliveryTag), first.Performative.Settled,
            Message.Decode(new ByteBuffer(bytes, 0, bytes.Length, bytes.Length)));
    }

    /// <summary>Decides about a delivery; the broker's answer.</summary>
    public async Task<DeliveryState> SettleAsync(uint deliveryId, DeliveryState decision)
    {
        await SendAsync(new Dispose { Role = true, First = deliveryId, Last = deliveryId, Settled = false, State = decision });
        return (await ExpectAsync<Dispose>(d => !d.Role && d.First == deliveryId)).State;
    }

    /// <summary>Asks a link to give its credit back; the number of messages that came instead is to be read by the test.</summary>
    public async Task<Flow> DrainAsync(uint handle, uint credit, uint deliveryCount)
    {
        await FlowAsync(handle, credit, deliveryCount, drain: true);
        return await ExpectAsync<Flow>(f => f.HasHandle && f.Handle == handle && f.Drain);
    }

    public async ValueTask DisposeAsync()
    {
        socket.Dispose();
        await Task.CompletedTask;
    }

    async Task<Message> RequestAsync(string address, uint handle, Message request)
    {
        var replyTo = $"reply-{handle}";
        await AttachSenderAsync(handle, address);
        await AttachReceiverAsync(handle + 1, address, settled: true, replyTo: replyTo);
        await FlowAsync(handle + 1, 10);
        request.Properties = new Properties { MessageId = "request", ReplyTo = replyTo };
        var encoded = request.Encode();
        var state = await TransferAsync(handle, encoded.Buffer.AsMemory(encoded.Offset, encoded.Length).ToArray());
        Assert.IsType<Accepted>(state);
        var response = (await ReceiveAsync(handle + 1)).Message;
        Assert.Equal("request", response.Properties.CorrelationId);
        foreach (var used in (uint[])[handle, handle + 1])
        {
            await SendAsync(new Detach { Handle = used, Closed = true });
            await ExpectAsync<Detach>(d => d.Handle == used);
        }

        return response;
    }
}
