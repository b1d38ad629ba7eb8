using Amqp;
using Amqp.Sasl;
using Amqp.Types;

namespace JcmHub.Local.Broker.Wire;

/// <summary>
/// The protocol headers and SASL (AMQP 1.0 part 5.3). SASL proves nothing here: as in Service Bus the right to an entity
/// is proved at <c>$cbs</c>. Each step waits for the peer's own: the official JavaScript client hangs when the SASL outcome
/// and the AMQP header that follows reach it in one chunk.
/// </summary>
internal static class SaslHandshake
{
    const ulong AmqpHeader = 0x414D5150_00_01_00_00;
    const ulong SaslHeader = 0x414D5150_03_01_00_00;
    static readonly byte[] AmqpHeaderBytes = [.. "AMQP"u8, 0, 1, 0, 0];
    static readonly byte[] SaslHeaderBytes = [.. "AMQP"u8, 3, 1, 0, 0];
    static readonly Symbol[] Mechanisms = ["ANONYMOUS", "MSSBCBS"];

    /// <summary>True when the AMQP layer may start.</summary>
    public static async Task<bool> RunAsync(FrameReader reader, ConnectionOutput output, Lock gate, CancellationToken stop)
    {
        var header = await reader.ReadProtocolHeaderAsync(stop);
        if (header == SaslHeader)
        {
            if (!await AuthenticateAsync(reader, output, gate, stop)) return false;
            header = await reader.ReadProtocolHeaderAsync(stop);
        }

        if (header is null) return false;
        lock (gate) output.Write(AmqpHeaderBytes);
        return header == AmqpHeader;
    }

    static async Task<bool> AuthenticateAsync(FrameReader reader, ConnectionOutput output, Lock gate, CancellationToken stop)
    {
        lock (gate)
        {
            output.Write(SaslHeaderBytes);
            output.Write(FrameKind.Sasl, 0, new SaslMechanisms { SaslServerMechanisms = Mechanisms });
        }

        if (await reader.ReadAsync(stop) is not { Kind: FrameKind.Sasl, Performative: SaslInit init }) return false;
        var known = Mechanisms.Contains(init.Mechanism);
        lock (gate) output.Write(FrameKind.Sasl, 0, new SaslOutcome { Code = known ? SaslCode.Ok : SaslCode.Auth });
        return known;
    }
}
