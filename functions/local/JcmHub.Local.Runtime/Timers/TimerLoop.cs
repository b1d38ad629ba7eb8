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

    /// <summary>Runs the function out of turn; its schedule goes on as before.</summary>
    public Task RunNowAsync(CancellationToken abandoned) => InvokeAsync(pastDue: false, "This function was called by an operator.", abandoned);

    /// <param name="stopping">Ends the waiting; a run under way is finished.</param>
    /// <param name="abandoned">Ends the run under way.</param>
    public async Task RunAsync(CancellationToken stopping, CancellationToken abandoned)
    {
        try
        {
            var (status, pastDue) = monitor?.Open(function.Name, schedule, Now()) ?? (new ScheduleStatus { Next = schedule.NextAfter(Now()) }, false);
            var next = status.Next;
            if (pastDue)
            {
                log.LogInformation(InvocationEvents.PastDue, "Timer '{Function}' missed its occurrence of {Occurrence:O} and runs now.", function.Name, next);
                next = await RunOnceAsync(next, pastDue: true, scheduled: false, abandoned);
            }
            else if (runOnStartup)
            {
                next = await RunOnceAsync(next, pastDue: false, scheduled: false, abandoned);
            }

            while (await WaitUntilAsync(next, stopping))
                next = await RunOnceAsync(next, pastDue: false, scheduled: true, abandoned);
        }
        catch (IOException e)
        {
            log.LogError(InvocationEvents.TimerTrouble, e, "Timer '{Function}' has stopped: its status cannot be kept.", function.Name);
        }
    }

    Task<Exception?> InvokeAsync(bool pastDue, string reason, CancellationToken abandoned)
    {
        var info = new TimerInfo { IsPastDue = pastDue, ScheduleStatus = monitor?.Read(function.Name) };
        return invoker.InvokeAsync(function, new Trigger(info, ImmutableDictionary<string, object?>.Empty) { Reason = reason }, abandoned);
    }

    /// <returns>The next occurrence.</returns>
    async Task<DateTime> RunOnceAsync(DateTime due, bool pastDue, bool scheduled, CancellationToken abandoned)
    {
        var at = Now();
        await InvokeAsync(pastDue, $"Timer fired at {at:O}", abandoned);

        // A timer that fires a little early counts as on time, else the same occurrence would come twice.
        if (scheduled && due > at) at = due;
        var next = schedule.NextAfter(at);
        monitor?.Record(function.Name, new ScheduleStatus { Last = at, Next = next, LastUpdated = at });
        return next;
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
