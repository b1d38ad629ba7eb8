using Microsoft.Extensions.Logging;

namespace JcmHub.Local.Host.Workers;

/// <summary>What the host itself logs.</summary>
internal static partial class HostEvents
{
    [LoggerMessage(1, LogLevel.Information, "Executing 'Functions.{Function}' (Reason='{Reason}', Id={Id})")]
    public static partial void Executing(this ILogger log, string function, string reason, string id);

    [LoggerMessage(2, LogLevel.Information, "Executed 'Functions.{Function}' (Succeeded, Id={Id}, Duration={Duration}ms)")]
    public static partial void Executed(this ILogger log, string function, string id, long duration);

    [LoggerMessage(3, LogLevel.Error, "Executed 'Functions.{Function}' (Failed, Id={Id}, Duration={Duration}ms): {Failure}")]
    public static partial void Failed(this ILogger log, string function, string id, long duration, string failure);

    [LoggerMessage(4, LogLevel.Error, "'Functions.{Function}' did not end within {Limit}; the worker is started anew.")]
    public static partial void TimedOut(this ILogger log, string function, TimeSpan limit);

    [LoggerMessage(10, LogLevel.Warning, "Queue '{Queue}' ({Source}): {Reason}")]
    public static partial void QueueTrouble(this ILogger log, string queue, string source, string reason);

    [LoggerMessage(20, LogLevel.Information, "Timer '{Function}' missed its occurrence of {Occurrence:O} and runs now.")]
    public static partial void PastDue(this ILogger log, string function, DateTime occurrence);

    [LoggerMessage(21, LogLevel.Error, "Timer '{Function}' has stopped: its status cannot be kept.")]
    public static partial void TimerStopped(this ILogger log, Exception fault, string function);

    [LoggerMessage(30, LogLevel.Error, "The worker (process {Process}) has ended; it is started anew in {Delay}.")]
    public static partial void WorkerDied(this ILogger log, int process, TimeSpan delay);

    [LoggerMessage(31, LogLevel.Critical, "The worker has ended {Times} times within {Window}; the host stops.")]
    public static partial void WorkerGivenUp(this ILogger log, int times, TimeSpan window);

    [LoggerMessage(32, LogLevel.Error, "The worker did not start again: {Reason}")]
    public static partial void WorkerNotStarted(this ILogger log, string reason);
}
