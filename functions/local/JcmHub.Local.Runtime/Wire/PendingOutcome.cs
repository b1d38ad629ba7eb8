using Amqp;
using Amqp.Framing;

namespace JcmHub.Local.Runtime.Wire;

/// <summary>The peer's answer to one delivery or settlement, awaited.</summary>
internal sealed class PendingOutcome
{
    readonly TaskCompletionSource source = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Task => source.Task;

    /// <summary>Anything but a rejection with an error is the outcome that was asked for.</summary>
    public void Decide(DeliveryState? state)
    {
        if (state is Rejected { Error: { } error }) source.TrySetException(new AmqpException(error));
        else source.TrySetResult();
    }

    public void Fail(Exception why) => source.TrySetException(why);
}
