using System.Text.Json;
using JcmHub.Local.Host.Workers;
using JcmHub.Local.Protocol;
using Microsoft.Extensions.Logging;

namespace JcmHub.Local.Host.Timers;

/// <summary>
/// Runs one timer function when it is due, one run at a time. A run that lasts past the next occurrence is followed by one
/// run at once, however many were missed.
/// </summary>
internal sealed class TimerLoop(AppFunction function, TimerSchedule schedule, bool runOnStartup, ScheduleMonitor? monitor, RunFunction run, TimeProvider time, ILogger log)
{
    // A timer cannot wait longer than about 49 days.
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(24);

    private DateTime _next;
    private bool _pastDue;

    /// <summary>Runs the function out of turn; its schedule goes on as before.</summary>
    public Task RunNowAsync(CancellationToken abandoned) => InvokeAsync(missed: false, "This function was called by an operator.", abandoned);

    /// <summary>Looks at the status that was kept, before anything runs.</summary>
    /// <exception cref="IOException">It cannot be read or written.</exception>
    public void Open()
    {
        var (status, late) = monitor?.Open(function.Name, schedule, Now()) ?? (new ScheduleStatus { Next = schedule.NextAfter(Now()) }, false);
        (_next, _pastDue) = (status.Next, late);
    }

    /// <param name="stopping">Ends the waiting; a run under way is finished.</param>
    /// <param name="abandoned">Ends the run under way.</param>
    public async Task RunAsync(CancellationToken stopping, CancellationToken abandoned)
    {
        try
        {
            if (_pastDue)
            {
                log.PastDue(function.Name, _next);
                await RunOnceAsync(missed: true, scheduled: false, abandoned);
            }
            else if (runOnStartup)
            {
                await RunOnceAsync(missed: false, scheduled: false, abandoned);
            }

            while (await WaitUntilAsync(_next, stopping)) await RunOnceAsync(missed: false, scheduled: true, abandoned);
        }
        catch (IOException e)
        {
            log.TimerStopped(e, function.Name);
        }
    }

    private Task<string?> InvokeAsync(bool missed, string reason, CancellationToken abandoned)
    {
        // The names are those that the worker's TimerInfo reads.
        var info = new { Schedule = new { AdjustForDST = true }, ScheduleStatus = monitor?.Read(function.Name), IsPastDue = missed };
        return run(function, new Invocation(new TypedData { Json = JsonSerializer.Serialize(info) }, reason), abandoned);
    }

    private async Task RunOnceAsync(bool missed, bool scheduled, CancellationToken abandoned)
    {
        var at = Now();
        await InvokeAsync(missed, $"Timer fired at {at:O}", abandoned);

        // Cut off by the stop: it is due again after the next start.
        if (abandoned.IsCancellationRequested) return;

        // A timer that fires a little early counts as on time, else the same occurrence would come twice.
        if (scheduled && _next > at) at = _next;
        _next = schedule.NextAfter(at);
        monitor?.Record(function.Name, new ScheduleStatus { Last = at, Next = _next, LastUpdated = at });
    }

    private async Task<bool> WaitUntilAsync(DateTime due, CancellationToken stopping)
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

    private DateTime Now() => time.GetUtcNow().UtcDateTime;
}
