using System.Buffers;
using Amqp;
using Amqp.Framing;

namespace JcmHub.Local.Broker.Wire;

/// <summary>A link over which the peer sends: joins frames into messages, holds the peer to its credit and the size limit.</summary>
internal sealed class IncomingLink(AmqpSession session, Attach attach, IMessageSink sink)
    : AmqpLink(session, attach, ((Target)attach.Target).Address ?? "")
{
    const uint MaxCredit = 500;

    uint deliveryCount = attach.InitialDeliveryCount;
    uint credit;
    uint unanswered;
    Transfer? first;
    ArrayBufferWriter<byte>? partial;
    bool tooLarge;

    public int MaxMessageSize => sink.MaxMessageSize;

    public void GrantCredit()
    {
        credit = MaxCredit - unanswered;
        Session.WriteFlow(this, deliveryCount, credit);
    }

    public override void OnFlow(Flow flow)
    {
        if (flow.Echo) Session.WriteFlow(this, deliveryCount, credit);
    }

    public override void OnTransfer(Transfer transfer, ReadOnlySpan<byte> payload)
    {
        if (first is null && !Begin(transfer)) return;
        if (!transfer.Aborted) Take(payload, transfer.More);
        if (transfer.More && !transfer.Aborted) return;

        var delivery = new IncomingDelivery(first!.DeliveryId, first.MessageFormat, first.Settled || transfer.Settled, partial?.WrittenSpan.ToArray() ?? []);
        var oversize = tooLarge;
        Drop();
        if (transfer.Aborted)
        {
            unanswered--;
        }
        else if (oversize)
        {
            Settle(delivery, new Rejected { Error = TooLarge(delivery.Id) });
        }
        else
        {
            Session.Connection.AddInbound(delivery.Payload.Length);
            sink.OnMessage(this, delivery);
        }
    }

    /// <summary>Tells the peer what became of its message and makes room for the next. Takes the gate; from any thread.</summary>
    public void Settle(IncomingDelivery delivery, DeliveryState outcome)
    {
        lock (Session.Connection.Gate)
        {
            Session.Connection.AddInbound(-delivery.Payload.Length);
            unanswered--;
            if (Detached) return;
            if (!delivery.Settled)
                Session.Write(new Dispose { Role = true, First = delivery.Id, Last = delivery.Id, Settled = true, State = outcome });
            if (credit + unanswered <= MaxCredit / 2) GrantCredit();
        }
    }

    protected override void OnReleased() => Drop();

    bool Begin(Transfer transfer)
    {
        if (credit == 0)
        {
            Detach(new Error(ErrorCode.TransferLimitExceeded) { Description = "A message was sent without credit." });
            return false;
        }

        first = transfer;
        credit--;
        unanswered++;
        deliveryCount = unchecked(deliveryCount + 1);
        return true;
    }

    // Past the limit the rest is let by unread and the message alone is refused: the client's other messages under way on
    // this link stay good, and the official JavaScript client would take a detach for a time-out and send it all again.
    void Take(ReadOnlySpan<byte> payload, bool more)
    {
        tooLarge |= (partial?.WrittenCount ?? 0) + payload.Length > MaxMessageSize;
        if (tooLarge)
        {
            Discard();
            return;
        }

        partial ??= new ArrayBufferWriter<byte>(more ? AmqpConnection.MaxFrameSize : Math.Max(payload.Length, 1));
        partial.Write(payload);
        Session.Connection.AddPartial(payload.Length);
    }

    void Drop()
    {
        Discard();
        (first, tooLarge) = (null, false);
    }

    void Discard()
    {
        if (partial is not null) Session.Connection.AddPartial(-partial.WrittenCount);
        partial = null;
    }

    Error TooLarge(uint deliveryId) => new(ErrorCode.MessageSizeExceeded)
    {
        Description = $"The received message (delivery-id:{deliveryId}) exceeds the limit ({MaxMessageSize} bytes) currently allowed on the link.",
    };
}
