using System.Buffers.Binary;
using System.Net.Sockets;
using Amqp;
using Amqp.Types;

namespace JcmHub.Local.Broker.Wire;

/// <summary>Cuts a socket's bytes into frames. Holds one buffer of the largest frame; a frame is valid until the next is read.</summary>
internal sealed class FrameReader(Socket socket, int maxFrameSize)
{
    readonly byte[] buffer = new byte[2 * maxFrameSize];
    int start;
    int end;

    /// <summary>Ticks of the machine's clock at the last byte received, for the idle check.</summary>
    public long LastReceived { get; private set; } = Environment.TickCount64;

    /// <summary>Counts as received: we do not read at the moment, so the peer cannot be blamed.</summary>
    public void Excuse() => LastReceived = Environment.TickCount64;

    /// <summary>The eight bytes before a protocol layer starts, or null at the end of the stream.</summary>
    public async ValueTask<ulong?> ReadProtocolHeaderAsync(CancellationToken stop)
    {
        if (!await FillAsync(8, stop)) return null;
        var header = BinaryPrimitives.ReadUInt64BigEndian(buffer.AsSpan(start));
        start += 8;
        return header;
    }

    /// <summary>The next frame, or null at the end of the stream.</summary>
    /// <exception cref="AmqpException"><c>amqp:connection:framing-error</c> or <c>amqp:decode-error</c>.</exception>
    public async ValueTask<Frame?> ReadAsync(CancellationToken stop)
    {
        if (!await FillAsync(FrameWriter.HeaderSize, stop)) return null;
        var size = BinaryPrimitives.ReadUInt32BigEndian(buffer.AsSpan(start));
        if (size < FrameWriter.HeaderSize || size > maxFrameSize)
            throw new AmqpException(ErrorCode.FramingError, $"A frame of {size} bytes is not between {FrameWriter.HeaderSize} and {maxFrameSize}.");
        if (!await FillAsync((int)size, stop)) return null;

        var frame = buffer.AsMemory(start, (int)size);
        start += (int)size;
        return Parse(frame);
    }

    static Frame Parse(ReadOnlyMemory<byte> frame)
    {
        var bytes = frame.Span;
        var bodyAt = bytes[4] * 4;
        if (bodyAt < FrameWriter.HeaderSize || bodyAt > bytes.Length)
            throw new AmqpException(ErrorCode.FramingError, "A frame's data offset lies outside it.");
        var kind = (FrameKind)bytes[5];
        var channel = BinaryPrimitives.ReadUInt16BigEndian(bytes[6..]);
        if (bodyAt == bytes.Length) return new Frame(kind, channel, null, default);

        var bodyEnd = WireValue.End(bytes, bodyAt);
        return new Frame(kind, channel, Decoder.Decode<DescribedList>(bytes[bodyAt..bodyEnd]), frame[bodyEnd..]);
    }

    async ValueTask<bool> FillAsync(int count, CancellationToken stop)
    {
        while (end - start < count)
        {
            if (start > 0 && buffer.Length - start < maxFrameSize)
            {
                buffer.AsSpan(start, end - start).CopyTo(buffer);
                end -= start;
                start = 0;
            }

            var received = await socket.ReceiveAsync(buffer.AsMemory(end), SocketFlags.None, stop);
            if (received == 0) return false;
            LastReceived = Environment.TickCount64;
            end += received;
        }

        return true;
    }
}
