using Amqp.Framing;

namespace JcmHub.Local.Broker.Wire;

/// <summary>One end of a link (AMQP 1.0 part 2.6). Everything here runs under the connection's gate.</summary>
internal abstract class AmqpLink(AmqpSession session, Attach attach, string address)
{
    public AmqpSession Session { get; } = session;

    public uint Handle { get; } = attach.Handle;

    public string Name { get; } = attach.LinkName;

    public string Address { get; } = address;

    /// <summary>Set once either side has detached; a link so marked sends nothing more.</summary>
    public bool Detached { get; private set; }

    /// <summary>Set when we detached and the peer's answer is outstanding; its frames until then are dropped.</summary>
    public bool AwaitsDetach { get; private set; }

    public abstract void OnFlow(Flow flow);

    public abstract void OnTransfer(Transfer transfer, ReadOnlySpan<byte> payload);

    public virtual void OnRoom()
    {
    }

    /// <summary>Ends the link from our side, with the condition the peer shall see.</summary>
    public void Detach(Error error)
    {
        if (Detached) return;
        AwaitsDetach = true;
        Session.Write(new Detach { Handle = Handle, Closed = true, Error = error });
        Release();
    }

    /// <summary>Ends the link without a word: the peer detached, or its session or connection is gone.</summary>
    public void Release()
    {
        if (Detached) return;
        Detached = true;
        OnReleased();
    }

    protected abstract void OnReleased();
}
