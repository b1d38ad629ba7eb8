using Amqp;
using Amqp.Framing;
using Amqp.Types;
using CsCheck;
using JcmHub.Local.Broker.Messages;
using JcmHub.Local.Broker.Storage;

namespace JcmHub.Local.Broker.Tests.Messages;

public sealed class NewMessageTests
{
    static readonly Gen<Message> Messages = Gen.Select(Gen.String[1, 20], Gen.String[1, 10].Array[0, 3], Gen.Byte.Array[0, 400], Gen.Bool, Gen.UInt[1, 100_000])
        .Select((id, keys, body, header, ttl) =>
        {
            var message = new Message
            {
                Properties = new Properties { MessageId = id, Subject = id },
                ApplicationProperties = new ApplicationProperties(),
                MessageAnnotations = new MessageAnnotations { [new Symbol("x-own")] = body, [new Symbol("x-opt-sequence-number")] = 99L },
                BodySection = new Data { Binary = body },
            };
            if (header) message.Header = new Header { Ttl = ttl };
            foreach (var key in keys) message.ApplicationProperties[key] = key;
            return message;
        });

    [Fact]
    public void Encode_WhatWasRead_IsTheSendersMessageWithTheBrokersAnnotations() => Messages.Sample(message =>
    {
        var sent = Bytes(message);
        var read = NewMessage.Read(sent);
        var stored = new StoredMessage(7, MessageState.Active, 2, DateTimeOffset.UnixEpoch, null, read.TimeToLive, read.Annotations, read.Payload);
        var delivered = DeliveredMessage.Encode(stored, DateTimeOffset.UnixEpoch.AddSeconds(30)).ToArray();
        var got = Message.Decode(new ByteBuffer(delivered, 0, delivered.Length, delivered.Length));

        Assert.Equal(message.Properties.MessageId, read.MessageId);
        Assert.True(sent.AsSpan().EndsWith(read.Payload));
        Assert.True(delivered.AsSpan().EndsWith(read.Payload));
        Assert.Equal((2u, message.Header?.Ttl), (got.Header.DeliveryCount, message.Header is null ? null : got.Header.Ttl));
        Assert.Equal(7L, got.MessageAnnotations[new Symbol("x-opt-sequence-number")]);
        Assert.Equal(message.MessageAnnotations[new Symbol("x-own")], got.MessageAnnotations[new Symbol("x-own")]);
    });

    [Fact]
    public void Read_WithoutMessageId_GetsOneAndKeepsTheRest()
    {
        var message = new Message { Properties = new Properties { Subject = "s" }, BodySection = new AmqpValue { Value = "b" } };
        var read = NewMessage.Read(Bytes(message));
        var got = Message.Decode(new ByteBuffer(read.Payload, 0, read.Payload.Length, read.Payload.Length));
        Assert.Equal((read.MessageId, "s", "b"), (got.Properties.MessageId, got.Properties.Subject, (string)got.Body));
        Assert.NotEmpty(read.MessageId);
    }

    [Fact]
    public void Read_AnnotationsNull_AreNone()
    {
        // Described type, message-annotations (0x72), null; then a body.
        byte[] bytes = [0x00, 0x53, 0x72, 0x40, .. Bytes(new Message { BodySection = new AmqpValue { Value = "b" } })];

        var read = NewMessage.Read(bytes);

        Assert.Equal((null, null), (read.Annotations, read.ScheduledFor));
    }

    [Fact]
    public void Read_Garbage_IsADecodeError() => Gen.Select(Messages, Gen.Int[0, 10_000], Gen.Byte).Sample((message, where, value) =>
    {
        var bytes = Bytes(message);
        bytes[where % bytes.Length] = value;
        try
        {
            // What was taken can be changed later, whatever it holds.
            foreach (var read in NewMessage.ReadAll(bytes, 0)) PropertyChange.Apply(read.Payload, new Dictionary<string, object?> { ["DeadLetterReason"] = "r" });
        }
        catch (AmqpException e)
        {
            Assert.Equal(ErrorCode.DecodeError, (string)e.Error.Condition);
        }
    }, iter: 10_000);

    [Fact]
    public void Apply_Changes_SetsThemAndKeepsTheRest() => Messages.Sample(message =>
    {
        var payload = NewMessage.Read(Bytes(message)).Payload;
        var changed = PropertyChange.Apply(payload, new Dictionary<string, object?> { ["DeadLetterReason"] = "r", ["n"] = 5 });
        var got = Message.Decode(new ByteBuffer(changed, 0, changed.Length, changed.Length));
        Assert.Equal(("r", 5), ((string)got.ApplicationProperties["DeadLetterReason"], (int)got.ApplicationProperties["n"]));
        foreach (var (key, value) in message.ApplicationProperties.Map) Assert.Equal((string)key == "n" ? 5 : value, got.ApplicationProperties[key]);
        Assert.Equal(message.Properties.Subject, got.Properties.Subject);
        Assert.Equal(((Data)message.BodySection).Binary, ((Data)got.BodySection).Binary);
    });

    static byte[] Bytes(Message message)
    {
        var encoded = message.Encode();
        return encoded.Buffer.AsSpan(encoded.Offset, encoded.Length).ToArray();
    }
}
