using System.Buffers.Binary;
using System.Net.Sockets;
using Amqp;
using Amqp.Framing;
using Amqp.Types;

namespace JcmHub.Local.Runtime.Wire;

/// <summary>
/// One socket as frames (AMQP 1.0 part 2.3). Frames to send are appended under the connection's gate and written by one loop,
/// so many small ones share a write; a frame read is valid until the next is read.
/// </summary>
internal sealed class AmqpTransport(Socket socket, Lock gate) : IDisposable
{
    public const int MaxFrameSize = 64 * 1024;
    public const byte AmqpFrame = 0;
    public const byte SaslFrame = 1;

    const int HeaderSize = 8;
    const int KeptCapacity = 256 * 1024;

    readonly byte[] incoming = new byte[2 * MaxFrameSize];
    readonly SemaphoreSlim signal = new(0, 1);
    int start;
    int end;
    ByteBuffer pending = new(4096, true);
    ByteBuffer writing = new(4096, true);
    bool finished;

    // The library knows its frames by their codes only once one was made, and a process that only receives reads before it makes any.
    static AmqpTransport() => _ = new Open();

    /// <summary>Ticks of the machine's clock at the last byte received.</summary>
    public long LastReceived { get; private set; } = Environment.TickCount64;

    /// <summary>Ticks of the machine's clock at the last write.</summary>
    public long LastSent { get; private set; } = Environment.TickCount64;

    /// <summary>Appends a frame, without a performative a heartbeat. Under the gate.</summary>
    public void Write(byte kind, ushort channel, DescribedList? performative, ReadOnlySpan<byte> payload = default)
    {
        if (finished) return;
        pending.ValidateWrite(HeaderSize);
        var at = pending.WritePos - pending.Offset;
        pending.Append(HeaderSize);
        try
        {
            performative?.Encode(pending);
        }
        catch
        {
            pending.Shrink(pending.WritePos - pending.Offset - at);
            throw;
        }

        Append(payload);
        var frame = pending.Buffer.AsSpan(pending.Offset + at);
        BinaryPrimitives.WriteInt32BigEndian(frame, pending.WritePos - pending.Offset - at);
        frame[4] = HeaderSize / 4;
        frame[5] = kind;
        BinaryPrimitives.WriteUInt16BigEndian(frame[6..], channel);
        Wake();
    }

    /// <summary>Appends bytes that are no frame: a protocol header. Under the gate.</summary>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        if (finished) return;
        Append(bytes);
        Wake();
    }

    /// <summary>Nothing more is taken; the writing ends when what waits is out. Under the gate.</summary>
    public void Finish()
    {
        finished = true;
        Wake();
    }

    public async Task WriteAllAsync(CancellationToken stop)
    {
        while (true)
        {
            await signal.WaitAsync(stop);
            lock (gate)
            {
                (pending, writing) = (writing, pending);
                if (pending.Capacity > KeptCapacity) pending = new ByteBuffer(4096, true);
            }

            var left = writing.Buffer.AsMemory(writing.Offset, writing.Length);
            while (!left.IsEmpty) left = left[await socket.SendAsync(left, SocketFlags.None, stop)..];
            lock (gate)
            {
                writing.Reset();
                LastSent = Environment.TickCount64;
                if (finished && pending.Length == 0) return;
            }
        }
    }

    /// <summary>Reads a protocol header and holds it against the expected one.</summary>
    /// <exception cref="AmqpException">The peer does not speak this protocol.</exception>
    public async Task ExpectAsync(ReadOnlyMemory<byte> header, CancellationToken stop)
    {
        await FillAsync(header.Length, stop);
        if (!incoming.AsSpan(start, header.Length).SequenceEqual(header.Span))
            throw new AmqpException(ErrorCode.NotImplemented, "The other side does not speak AMQP 1.0.");
        start += header.Length;
    }

    /// <exception cref="EndOfStreamException">The peer has closed the connection.</exception>
    public async ValueTask<(ushort Channel, DescribedList? Performative, ReadOnlyMemory<byte> Payload)> ReadAsync(CancellationToken stop)
    {
        await FillAsync(HeaderSize, stop);
        var size = BinaryPrimitives.ReadInt32BigEndian(incoming.AsSpan(start));
        if (size is < HeaderSize or > MaxFrameSize) throw new AmqpException(ErrorCode.FramingError, $"A frame of {size} bytes is out of range.");
        await FillAsync(size, stop);

        var frame = incoming.AsMemory(start, size);
        start += size;
        var body = frame.Span[4] * 4;
        var channel = BinaryPrimitives.ReadUInt16BigEndian(frame.Span[6..]);
        if (body == size) return (channel, null, default);
        var buffer = new ByteBuffer(incoming, start - size + body, size - body, size - body);
        var performative = (DescribedList)Encoder.ReadDescribed(buffer, Encoder.ReadFormatCode(buffer));
        return (channel, performative, frame[(size - buffer.Length)..]);
    }

    public void Dispose() => socket.Dispose();

    async ValueTask FillAsync(int count, CancellationToken stop)
    {
        while (end - start < count)
        {
            if (start > 0 && incoming.Length - start < MaxFrameSize)
            {
                incoming.AsSpan(start, end - start).CopyTo(incoming);
                (start, end) = (0, end - start);
            }

            var received = await socket.ReceiveAsync(incoming.AsMemory(end), SocketFlags.None, stop);
            if (received == 0) throw new EndOfStreamException("The broker has closed the connection.");
            LastReceived = Environment.TickCount64;
            end += received;
        }
    }

    void Append(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty) return;
        pending.ValidateWrite(bytes.Length);
        bytes.CopyTo(pending.Buffer.AsSpan(pending.WritePos));
        pending.Append(bytes.Length);
    }

    void Wake()
    {
        if (signal.CurrentCount == 0) signal.Release();
    }
}
