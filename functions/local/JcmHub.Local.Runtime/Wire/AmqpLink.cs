using Amqp.Framing;

namespace JcmHub.Local.Runtime.Wire;

/// <summary>One end of a link (AMQP 1.0 part 2.6). All but the tasks is used under the connection's gate.</summary>
internal abstract class AmqpLink(AmqpClientConnection connection)
{
    readonly TaskCompletionSource attached = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Name { get; } = Guid.NewGuid().ToString("N");

    public uint Handle { get; set; }

    public Task Attached => attached.Task;

    public bool IsOver { get; private set; }

    public AmqpClientConnection Connection => connection;

    protected AmqpClientSession Session => connection.Session;

    public virtual void OnAttached(Attach attach) => attached.TrySetResult();

    public abstract void OnFlow(Flow flow);

    public virtual void OnTransfer(Transfer transfer, ReadOnlySpan<byte> payload)
    {
    }

    public void End(Exception why)
    {
        if (IsOver) return;
        IsOver = true;
        if (attached.TrySetException(why)) _ = attached.Task.Exception;
        OnEnded(why);
    }

    protected abstract void OnEnded(Exception why);
}
