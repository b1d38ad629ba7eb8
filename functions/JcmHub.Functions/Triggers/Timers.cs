using JcmHub.Flows.Exchange;
using JcmHub.Flows.Operations;
using Microsoft.Azure.Functions.Worker;

namespace JcmHub.Functions.Triggers;

/// <summary>Timers.</summary>
public sealed class Timers(Sweep sweep, KeepCheckpoints checkpoints, SealRecords seal)
{
    /// <summary>Every minute: the net under every hint.</summary>
    [Function(nameof(SweepEveryMinute))]
    public Task SweepEveryMinute([TimerTrigger("0 * * * * *")] TimerInfo timer, CancellationToken cancellationToken) => sweep.RunAsync(cancellationToken);

    /// <summary>Midnight in Japan: checkpoints of the ledgers, so that no reader of a cut has to begin with the first entry (D4).</summary>
    [Function(nameof(KeepCheckpointsEveryNight))]
    public Task KeepCheckpointsEveryNight([TimerTrigger("0 0 15 * * *")] TimerInfo timer, CancellationToken cancellationToken) => checkpoints.RunAsync(cancellationToken);

    /// <summary>Midnight in Japan: what was receipted is sealed (D6).</summary>
    [Function(nameof(SealRecordsEveryNight))]
    public Task SealRecordsEveryNight([TimerTrigger("0 0 15 * * *")] TimerInfo timer, CancellationToken cancellationToken) => seal.RunAsync(cancellationToken);
}
