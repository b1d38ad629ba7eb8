using System.Buffers;
using Amqp.Framing;

namespace JcmHub.Local.Runtime.Wire;

/// <summary>
/// Receives messages under credit that we give. Without prefetch no credit outlives a receive: what is left is drained, so
/// that no message gets locked for somebody who does not ask any more.
/// </summary>
internal sealed class ReceivingLink(AmqpClientConnection connection, uint prefetch) : AmqpLink(connection)
{
    readonly Queue<ReceivedDelivery> arrived = [];
    ArrayBufferWriter<byte>? partial;
    Transfer? first;
    uint deliveryCount;
    uint credit;
    TaskCompletionSource? changed;
    bool draining;

    public static async Task<ReceivingLink> AttachAsync(AmqpClientConnection connection, string address, string? target, bool settled, uint prefetch, CancellationToken cancellationToken)
    {
        var link = new ReceivingLink(connection, prefetch);
        await connection.Session.AttachAsync(
            link,
            new Attach
            {
                LinkName = link.Name,
                Role = true,
                SndSettleMode = settled ? SenderSettleMode.Settled : SenderSettleMode.Unsettled,
                RcvSettleMode = settled ? ReceiverSettleMode.First : ReceiverSettleMode.Second,
                Source = new Source { Address = address },
                Target = new Target { Address = target },
            },
            cancellationToken);
        lock (connection.Gate) link.Restock();
        return link;
    }

    /// <summary>Waits until cancelled for a first message, then takes what is there, up to a count. Empty when cancelled first.</summary>
    /// <exception cref="IOException">The link is over.</exception>
    public async Task<List<ReceivedDelivery>> ReceiveAsync(int most, CancellationToken cancellationToken)
    {
        Ask(most);
        try
        {
            while (NextChange() is { } change) await change.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // Time is up; what comes while the rest of the credit is given back still counts.
        }

        await DrainAsync(most);
        return Take(most);
    }

    /// <summary>Gives back credit and messages that nobody took, before the link is closed.</summary>
    public async Task ReturnAllAsync()
    {
        await DrainAsync(int.MaxValue);
        foreach (var delivery in Take(int.MaxValue))
        {
            lock (Connection.Gate)
            {
                if (!IsOver) Session.SettleAtOnce(delivery.Id, new Released());
            }
        }
    }

    public override void OnAttached(Attach attach)
    {
        deliveryCount = attach.InitialDeliveryCount;
        base.OnAttached(attach);
    }

    public override void OnFlow(Flow flow)
    {
        if (draining && flow.Drain)
        {
            deliveryCount = flow.DeliveryCount;
            credit = 0;
            draining = false;
            Changed();
        }
        else if (flow.Echo)
        {
            Session.WriteFlow(this, deliveryCount, credit);
        }
    }

    public override void OnTransfer(Transfer transfer, ReadOnlySpan<byte> payload)
    {
        first ??= transfer;
        partial ??= new ArrayBufferWriter<byte>(Math.Max(payload.Length, 1));
        partial.Write(payload);
        if (transfer is { More: true, Aborted: false }) return;

        var (begun, message) = (first, partial.WrittenMemory);
        (first, partial) = (null, null);
        deliveryCount = unchecked(deliveryCount + 1);
        if (credit > 0) credit--;
        if (!transfer.Aborted)
            arrived.Enqueue(new ReceivedDelivery(this, begun.DeliveryId, begun.DeliveryTag is { Length: 16 } tag ? new Guid(tag) : Guid.Empty, message));
        Changed();
    }

    protected override void OnEnded(Exception why) => Changed();

    void Ask(int most)
    {
        lock (Connection.Gate)
        {
            if (IsOver || prefetch > 0) return;
            var missing = most - arrived.Count;
            if (missing <= credit) return;
            credit = (uint)missing;
            Session.WriteFlow(this, deliveryCount, credit);
        }
    }

    // What to wait for while no message is here; null when one is.
    Task? NextChange()
    {
        lock (Connection.Gate)
        {
            if (arrived.Count > 0) return null;
            if (IsOver) throw new IOException("The link to the broker is over.");
            changed ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return changed.Task;
        }
    }

    async Task DrainAsync(int most)
    {
        while (true)
        {
            Task wait;
            lock (Connection.Gate)
            {
                if (IsOver || (prefetch > 0 && most != int.MaxValue)) return;
                if (!draining && credit == 0) return;
                if (!draining)
                {
                    draining = true;
                    Session.WriteFlow(this, deliveryCount, credit, drain: true);
                }

                changed ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                wait = changed.Task;
            }

            await wait;
        }
    }

    List<ReceivedDelivery> Take(int most)
    {
        lock (Connection.Gate)
        {
            var taken = new List<ReceivedDelivery>();
            while (taken.Count < most && arrived.TryDequeue(out var delivery)) taken.Add(delivery);
            if (taken.Count > 0 && most != int.MaxValue) Restock();
            return taken;
        }
    }

    // Prefetch: as many as configured are here or on their way.
    void Restock()
    {
        if (IsOver || prefetch == 0) return;
        var wanted = (int)prefetch - arrived.Count;
        if (wanted <= credit) return;
        credit = (uint)wanted;
        Session.WriteFlow(this, deliveryCount, credit);
    }

    void Changed()
    {
        changed?.TrySetResult();
        changed = null;
    }
}
