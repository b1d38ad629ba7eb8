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
    ArrayBufferWriter<byte>? partial;
    Transfer? first;

    public int MaxMessageSize => sink.MaxMessageSize;

    public void GrantCredit()
    {
        credit = MaxCredit - unanswered;
        Session.WriteFlow(this, deliveryCount, credit, drain: false);
    }

    public override void OnFlow(Flow flow)
    {
        if (flow.Echo) Session.WriteFlow(this, deliveryCount, credit, drain: false);
    }

    public override void OnTransfer(Transfer transfer, ReadOnlySpan<byte> payload)
    {
        if (first is null && !Begin(transfer)) return;
        if (transfer.Aborted)
        {
            (first, partial) = (null, null);
            unanswered--;
            return;
        }

        if ((partial?.WrittenCount ?? 0) + payload.Length > MaxMessageSize)
        {
            Detach(new Error(ErrorCode.MessageSizeExceeded)
            {
                Description = $"The received message (delivery-id:{first!.DeliveryId}) exceeds the limit ({MaxMessageSize} bytes) currently allowed on the link.",
            });
            return;
        }

        if (transfer.More)
        {
            (partial ??= new ArrayBufferWriter<byte>(AmqpConnection.MaxFrameSize)).Write(payload);
            return;
        }

        Complete(transfer, payload);
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

    protected override void OnReleased() => (first, partial) = (null, null);

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

    void Complete(Transfer last, ReadOnlySpan<byte> payload)
    {
        byte[] message;
        if (partial is null)
        {
            message = payload.ToArray();
        }
        else
        {
            partial.Write(payload);
            message = partial.WrittenSpan.ToArray();
        }

        var delivery = new IncomingDelivery(first!.DeliveryId, first.MessageFormat, first.Settled || last.Settled, message);
        (first, partial) = (null, null);
        Session.Connection.AddInbound(message.Length);
        sink.OnMessage(this, delivery);
    }
}
