using System.Buffers.Binary;
using Amqp;
using Amqp.Framing;
using Amqp.Types;
using JcmHub.Local.Broker.Storage;
using JcmHub.Local.Broker.Wire;

namespace JcmHub.Local.Broker.Messages;

/// <summary>
/// Encodes a stored message for a receiver: header and annotations of the broker, then the sender's sections unchanged.
/// Section by section, since encoding a whole message object would add an empty body that the JavaScript client trips over.
/// </summary>
internal static class DeliveredMessage
{
    const byte Described = 0x00;
    const byte SmallULong = 0x53;
    const byte Map32 = 0xD1;

    static readonly Symbol SequenceNumber = "x-opt-sequence-number";
    static readonly Symbol EnqueueSequenceNumber = "x-opt-enqueue-sequence-number";
    static readonly Symbol EnqueuedTime = "x-opt-enqueued-time";
    static readonly Symbol LockedUntil = "x-opt-locked-until";
    static readonly Symbol State = "x-opt-message-state";

    public static ReadOnlyMemory<byte> Encode(StoredMessage message, DateTimeOffset? lockedUntil)
    {
        var output = new ByteBuffer(message.Payload.Length + 256, true);
        var header = new Header { Durable = true, DeliveryCount = (uint)message.Deliveries };
        if (message.TimeToLive is { } life) header.Ttl = (uint)Math.Min(life.TotalMilliseconds, uint.MaxValue);
        header.Encode(output);
        WriteAnnotations(output, message, lockedUntil);
        FrameWriter.Append(output, message.Payload);
        return output.Buffer.AsMemory(output.Offset, output.Length);
    }

    static void WriteAnnotations(ByteBuffer output, StoredMessage message, DateTimeOffset? lockedUntil)
    {
        FrameWriter.Append(output, [Described, SmallULong, (byte)MessageSection.MessageAnnotations, Map32, 0, 0, 0, 0, 0, 0, 0, 0]);
        var body = output.WritePos - output.Offset;
        var count = 8;
        Encoder.WriteSymbol(output, SequenceNumber, true);
        Encoder.WriteLong(output, message.Sequence, true);
        Encoder.WriteSymbol(output, EnqueueSequenceNumber, true);
        Encoder.WriteLong(output, 0, true);
        Encoder.WriteSymbol(output, EnqueuedTime, true);
        Encoder.WriteTimestamp(output, message.Enqueued.UtcDateTime);
        Encoder.WriteSymbol(output, State, true);
        Encoder.WriteInt(output, (int)message.State, true);
        if (lockedUntil is { } until)
        {
            count += 2;
            Encoder.WriteSymbol(output, LockedUntil, true);
            Encoder.WriteTimestamp(output, until.UtcDateTime);
        }

        if (message.Annotations is { } own)
        {
            count += BinaryPrimitives.ReadInt32BigEndian(own);
            FrameWriter.Append(output, own.AsSpan(4));
        }

        // Size counts what follows it: the count and the entries.
        var head = output.Buffer.AsSpan(output.Offset + body - 8);
        BinaryPrimitives.WriteInt32BigEndian(head, output.WritePos - output.Offset - body + 4);
        BinaryPrimitives.WriteInt32BigEndian(head[4..], count);
    }
}
