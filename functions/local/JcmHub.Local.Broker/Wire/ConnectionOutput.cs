using System.Net.Sockets;
using Amqp;
using Amqp.Types;

namespace JcmHub.Local.Broker.Wire;

/// <summary>
/// What waits to be written to one socket. Frames are appended under the connection's gate and written by one loop,
/// so many small frames share one write. A peer that stops reading fills it to <see cref="HighWater"/>; deliveries
/// then stop, and at <see cref="Limit"/> (answers to a peer that keeps asking but never reads) the connection is cut.
/// </summary>
internal sealed class ConnectionOutput(Socket socket, Lock gate, Action cut) : IDisposable
{
    const int HighWater = 512 * 1024;
    const int Limit = 8 * 1024 * 1024;
    const int KeptCapacity = 256 * 1024;

    readonly SemaphoreSlim signal = new(0, 1);
    ByteBuffer pending = new(4096, true);
    ByteBuffer writing = new(4096, true);
    bool finished;
    bool refused;

    /// <summary>Ticks of the machine's clock at the last write, for heartbeats.</summary>
    public long LastSent { get; private set; } = Environment.TickCount64;

    /// <summary>Whether a delivery may be appended; a caller told no hears of it when there is room again. Called under the gate.</summary>
    public bool HasRoom()
    {
        var room = pending.Length + writing.Length <= HighWater;
        refused |= !room;
        return room;
    }

    public void Write(FrameKind kind, ushort channel, DescribedList? performative, ReadOnlySpan<byte> payload = default)
    {
        if (finished) return;
        FrameWriter.Write(pending, kind, channel, performative, payload);
        Wake();
    }

    public void Write(ReadOnlySpan<byte> bytes)
    {
        if (finished) return;
        FrameWriter.Append(pending, bytes);
        Wake();
    }

    /// <summary>Nothing more is accepted; the loop ends when what waits is written. Called under the gate.</summary>
    public void Finish()
    {
        if (finished) return;
        finished = true;
        Wake();
    }

    /// <summary>Writes until finished. <paramref name="roomAgain"/> is called outside the gate, once, after a refusal.</summary>
    public async Task RunAsync(Action roomAgain, CancellationToken stop)
    {
        while (true)
        {
            await signal.WaitAsync(stop);
            lock (gate)
            {
                (pending, writing) = (writing, pending);
                if (pending.Capacity > KeptCapacity) pending = new ByteBuffer(4096, true);
            }

            var waiting = writing.Buffer.AsMemory(writing.Offset, writing.Length);
            while (!waiting.IsEmpty) waiting = waiting[await socket.SendAsync(waiting, SocketFlags.None, stop)..];

            bool tell;
            lock (gate)
            {
                writing.Reset();
                LastSent = Environment.TickCount64;
                if (finished && pending.Length == 0) return;
                (tell, refused) = (refused, false);
            }

            if (tell) roomAgain();
        }
    }

    public void Dispose() => signal.Dispose();

    void Wake()
    {
        if (pending.Length > Limit)
        {
            finished = true;
            cut();
        }

        if (signal.CurrentCount == 0) signal.Release();
    }
}
