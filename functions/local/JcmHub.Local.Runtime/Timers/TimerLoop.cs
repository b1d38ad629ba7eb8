using System.Collections.Immutable;
using JcmHub.Local.Runtime.Invocation;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace JcmHub.Local.Runtime.Timers;

/// <summary>
/// Runs one timer function when it is due, one run at a time. A run that lasts past the next occurrence is followed by one
/// run at once, however many were missed.
/// </summary>
internal sealed class TimerLoop(FunctionEntry function, TimerSchedule schedule, bool runOnStartup, ScheduleMonitor? monitor, FunctionInvoker invoker, TimeProvider time, ILogger log)
{
    // A timer cannot wait longer than about 49 days.
    static readonly TimeSpan LongestWait = TimeSpan.FromDays(24);

    DateTime next;
    bool pastDue;

    /// <summary>Runs the function out of turn; its schedule goes on as before.</summary>
    public Task RunNowAsync(CancellationToken abandoned) => InvokeAsync(missed: false, "This function was called by an operator.", abandoned);

    /// <summary>Looks at the status that was kept, before anything runs.</summary>
    /// <exception cref="IOException">It cannot be read or written.</exception>
    public void Open()
    {
        var (status, late) = monitor?.Open(function.Name, schedule, Now()) ?? (new ScheduleStatus { Next = schedule.NextAfter(Now()) }, false);
        (next, pastDue) = (status.Next, late);
    }

    /// <param name="stopping">Ends the waiting; a run under way is finished.</param>
    /// <param name="abandoned">Ends the run under way.</param>
    public async Task RunAsync(CancellationToken stopping, CancellationToken abandoned)
    {
        try
        {
            if (pastDue)
            {
                log.LogInformation(InvocationEvents.PastDue, "Timer '{Function}' missed its occurrence of {Occurrence:O} and runs now.", function.Name, next);
                await RunOnceAsync(missed: true, scheduled: false, abandoned);
            }
            else if (runOnStartup)
            {
                await RunOnceAsync(missed: false, scheduled: false, abandoned);
            }

            while (await WaitUntilAsync(next, stopping)) await RunOnceAsync(missed: false, scheduled: true, abandoned);
        }
        catch (IOException e)
        {
            log.LogError(InvocationEvents.TimerTrouble, e, "Timer '{Function}' has stopped: its status cannot be kept.", function.Name);
        }
    }

    Task<Exception?> InvokeAsync(bool missed, string reason, CancellationToken abandoned)
    {
        var info = new TimerInfo { IsPastDue = missed, ScheduleStatus = monitor?.Read(function.Name) };
        return invoker.InvokeAsync(function, new Trigger(info, ImmutableDictionary<string, object?>.Empty) { Reason = reason }, abandoned);
    }

    async Task RunOnceAsync(bool missed, bool scheduled, CancellationToken abandoned)
    {
        var at = Now();
        await InvokeAsync(missed, $"Timer fired at {at:O}", abandoned);

        // Cut off by the stop: it is due again after the next start.
        if (abandoned.IsCancellationRequested) return;

        // A timer that fires a little early counts as on time, else the same occurrence would come twice.
        if (scheduled && next > at) at = next;
        next = schedule.NextAfter(at);
        monitor?.Record(function.Name, new ScheduleStatus { Last = at, Next = next, LastUpdated = at });
    }

    async Task<bool> WaitUntilAsync(DateTime due, CancellationToken stopping)
    {
        try
        {
            for (var left = due - Now(); left > TimeSpan.Zero; left = due - Now())
                await Task.Delay(left < LongestWait ? left : LongestWait, time, stopping);
            return !stopping.IsCancellationRequested;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    DateTime Now() => time.GetUtcNow().UtcDateTime;
}
