using Amqp;
using Amqp.Framing;
using JcmHub.Local.Broker.Wire;

namespace JcmHub.Local.Broker.Nodes;

/// <summary>The answering link of a request node. Answers wait for credit; a client that never gives any loses the link.</summary>
internal sealed class ResponseSource(OutgoingLink link, List<ResponseSource> responders) : IMessageSource
{
    const int MostWaiting = 1000;

    readonly Queue<ReadOnlyMemory<byte>> waiting = [];

    public OutgoingLink Link => link;

    public void Send(ReadOnlyMemory<byte> response)
    {
        lock (link.Session.Connection.Gate)
        {
            waiting.Enqueue(response);
            if (waiting.Count > MostWaiting) link.Detach(new Error(ErrorCode.ResourceLimitExceeded) { Description = "Answers are not taken." });
            OnReady();
        }
    }

    public void OnReady()
    {
        while (waiting.Count > 0 && link.TryReserve()) link.Send(waiting.Dequeue(), Guid.NewGuid(), settled: true);
        if (waiting.Count == 0) link.FinishDrain();
    }

    public void OnDisposition(uint deliveryId, Guid lockToken, DeliveryState? state, bool settled)
    {
    }

    public void OnClosed()
    {
        responders.Remove(this);
        waiting.Clear();
    }
}
