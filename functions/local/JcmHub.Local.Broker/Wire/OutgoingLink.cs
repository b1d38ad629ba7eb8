using Amqp;
using Amqp.Framing;

namespace JcmHub.Local.Broker.Wire;

/// <summary>A link over which we send: never beyond the peer's credit, the session's window or a full output.</summary>
internal sealed class OutgoingLink(AmqpSession session, Attach attach)
    : AmqpLink(session, attach, ((Source)attach.Source).Address ?? "")
{
    const int DeliveryCountField = 5;

    IMessageSource? source;
    uint deliveryCount;
    long credit; // Below zero when the peer took credit back that was reserved already.
    uint reserved;

    /// <summary>Where answers over this link say they go, for matching a request's reply-to.</summary>
    public string? ReplyAddress { get; } = (attach.Target as Target)?.Address;

    /// <summary>Whether the peer wants messages sent settled: receive-and-delete.</summary>
    public bool SendsSettled { get; } = attach.SndSettleMode == SenderSettleMode.Settled;

    /// <summary>Whether the peer asked to use up its credit or give it back.</summary>
    public bool DrainAsked { get; private set; }

    public void Connect(IMessageSource connected) => source = connected;

    /// <summary>Takes one credit for a delivery that will follow. Takes the gate; from any thread.</summary>
    public bool TryReserve()
    {
        lock (Session.Connection.Gate)
        {
            if (Detached || credit <= 0 || Session.Deliveries.IsBlocked || !Session.Connection.Output.HasRoom()) return false;
            credit--;
            reserved++;
            return true;
        }
    }

    /// <summary>Gives a reserved credit back: there is nothing to send under it. Takes the gate; from any thread.</summary>
    public void Unreserve()
    {
        lock (Session.Connection.Gate)
        {
            reserved--;
            credit++;
        }
    }

    /// <summary>Sends under a reserved credit. Takes the gate; from any thread.</summary>
    /// <returns>The delivery's id, or null when the link is gone.</returns>
    public uint? Send(ReadOnlyMemory<byte> message, Guid tag, bool settled)
    {
        lock (Session.Connection.Gate)
        {
            reserved--;
            if (Detached) return null;
            deliveryCount = unchecked(deliveryCount + 1);
            return Session.Deliveries.Send(this, message, tag, settled);
        }
    }

    /// <summary>Gives unused credit back when the peer asked for it. Takes the gate; from any thread.</summary>
    public void FinishDrain()
    {
        lock (Session.Connection.Gate)
        {
            if (Detached || !DrainAsked) return;
            DrainAsked = false;
            deliveryCount = unchecked(deliveryCount + (uint)Math.Max(credit, 0));
            credit = 0;
            Session.WriteFlow(this, deliveryCount, 0, drain: true);
        }
    }

    /// <summary>Answers the peer's disposition, after the store has committed it. Takes the gate; from any thread.</summary>
    public void Settle(uint deliveryId, DeliveryState outcome)
    {
        lock (Session.Connection.Gate) Session.Deliveries.Settle(deliveryId, outcome);
    }

    /// <summary>The delivery's lock has ended; a later disposition of it is answered as unknown. Takes the gate; from any thread.</summary>
    public void Forget(uint deliveryId)
    {
        lock (Session.Connection.Gate) Session.Deliveries.Forget(deliveryId);
    }

    public void OnDisposition(uint deliveryId, Guid lockToken, DeliveryState? state, bool settled) =>
        source?.OnDisposition(deliveryId, lockToken, state, settled);

    public override void OnFlow(Flow flow)
    {
        // link-credit counts from the peer's view of the delivery count; what we sent meanwhile is taken off
        // (part 2.6.7). Before the peer knows our count it leaves the field out.
        var seen = flow.HasField(DeliveryCountField) ? flow.DeliveryCount : 0;
        credit = flow.LinkCredit + (long)unchecked((int)(seen - deliveryCount)) - reserved;
        DrainAsked = flow.Drain;
        if (flow.Echo && !flow.Drain) Session.WriteFlow(this, deliveryCount, (uint)Math.Max(credit, 0));
        source?.OnReady();
    }

    public override void OnTransfer(Transfer transfer, ReadOnlySpan<byte> payload) =>
        Detach(new Error(ErrorCode.NotAllowed) { Description = "This link sends, it does not receive." });

    public override void OnRoom() => source?.OnReady();

    protected override void OnReleased() => source?.OnClosed();
}
