using Amqp.Framing;

namespace JcmHub.Local.Runtime.Wire;

/// <summary>Sends messages, no more than the peer gives credit for; the others wait here in order.</summary>
internal sealed class SendingLink(AmqpClientConnection connection) : AmqpLink(connection)
{
    readonly LinkedList<(ReadOnlyMemory<byte> Message, uint Format, PendingOutcome Outcome)> waiting = [];
    uint deliveryCount;
    uint credit;

    /// <summary>Largest message that the peer takes, in bytes; 0 for any.</summary>
    public ulong MaxMessageSize { get; private set; }

    public static async Task<SendingLink> AttachAsync(AmqpClientConnection connection, string address, string? source, CancellationToken cancellationToken)
    {
        var link = new SendingLink(connection);
        await connection.Session.AttachAsync(
            link,
            new Attach
            {
                LinkName = link.Name,
                Role = false,
                SndSettleMode = SenderSettleMode.Unsettled,
                InitialDeliveryCount = 0,
                Source = new Source { Address = source },
                Target = new Target { Address = address },
            },
            cancellationToken);
        return link;
    }

    /// <summary>Done when the peer has accepted the message.</summary>
    /// <exception cref="Amqp.AmqpException">It has not.</exception>
    public async Task SendAsync(ReadOnlyMemory<byte> message, uint format, CancellationToken cancellationToken)
    {
        var outcome = new PendingOutcome();
        LinkedListNode<(ReadOnlyMemory<byte>, uint, PendingOutcome)>? place = null;
        lock (Connection.Gate)
        {
            Connection.ThrowIfOver();
            if (IsOver) throw new IOException("The link to the broker is over.");
            if (credit > 0 && waiting.Count == 0) SendNow(message, format, outcome);
            else place = waiting.AddLast((message, format, outcome));
        }

        try
        {
            await outcome.Task.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // Not sent yet: it shall not be. Already sent: nobody can take it back.
            lock (Connection.Gate)
            {
                if (place?.List is not null) waiting.Remove(place);
            }

            throw;
        }
    }

    public override void OnAttached(Attach attach)
    {
        MaxMessageSize = attach.MaxMessageSize;
        base.OnAttached(attach);
    }

    public override void OnFlow(Flow flow)
    {
        var left = unchecked((int)(flow.DeliveryCount + flow.LinkCredit - deliveryCount));
        credit = left > 0 ? (uint)left : 0;
        while (credit > 0 && waiting.First is { } next)
        {
            waiting.RemoveFirst();
            SendNow(next.Value.Message, next.Value.Format, next.Value.Outcome);
        }
    }

    protected override void OnEnded(Exception why)
    {
        foreach (var (_, _, outcome) in waiting) outcome.Fail(why);
        waiting.Clear();
    }

    void SendNow(ReadOnlyMemory<byte> message, uint format, PendingOutcome outcome)
    {
        credit--;
        deliveryCount = unchecked(deliveryCount + 1);
        Session.Send(this, message, format, outcome);
    }
}
