using System.Buffers.Binary;
using Amqp;
using Amqp.Types;

namespace JcmHub.Local.Broker.Wire;

/// <summary>Writes AMQP and SASL frames (AMQP 1.0 part 2.3) behind each other into a buffer.</summary>
internal static class FrameWriter
{
    public const int HeaderSize = 8;
    const byte DataOffsetInWords = 2;

    public static void Write(ByteBuffer output, FrameKind kind, ushort channel, DescribedList? performative, ReadOnlySpan<byte> payload = default)
    {
        output.ValidateWrite(HeaderSize);
        var start = output.WritePos - output.Offset;
        output.Append(HeaderSize);
        try
        {
            performative?.Encode(output);
        }
        catch
        {
            // Half a frame would take the frames of everybody else on this connection with it.
            output.Shrink(output.WritePos - output.Offset - start);
            throw;
        }

        Append(output, payload);

        var frame = output.Buffer.AsSpan(output.Offset + start);
        BinaryPrimitives.WriteInt32BigEndian(frame, output.WritePos - output.Offset - start);
        frame[4] = DataOffsetInWords;
        frame[5] = (byte)kind;
        BinaryPrimitives.WriteUInt16BigEndian(frame[6..], channel);
    }

    public static void Append(ByteBuffer output, ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty) return;
        output.ValidateWrite(bytes.Length);
        bytes.CopyTo(output.Buffer.AsSpan(output.WritePos));
        output.Append(bytes.Length);
    }
}
