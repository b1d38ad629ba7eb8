using Amqp.Framing;

namespace JcmHub.Local.Broker.Wire;

/// <summary>Holds a refused link's handle until the peer has answered the detach.</summary>
internal sealed class RefusedLink(AmqpSession session, Attach attach) : AmqpLink(session, attach, "")
{
    public override void OnFlow(Flow flow)
    {
    }

    public override void OnTransfer(Transfer transfer, ReadOnlySpan<byte> payload)
    {
    }

    protected override void OnReleased()
    {
    }
}
