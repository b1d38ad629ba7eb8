using JcmHub.Flows.Operations;
using Microsoft.Azure.Functions.Worker;

namespace JcmHub.Functions.Triggers;

/// <summary>Timers.</summary>
public sealed class Timers(Sweep sweep)
{
    /// <summary>Every minute: the net under every hint.</summary>
    [Function(nameof(SweepEveryMinute))]
    public Task SweepEveryMinute([TimerTrigger("0 * * * * *")] TimerInfo timer, CancellationToken cancellationToken) => sweep.RunAsync(cancellationToken);
}
