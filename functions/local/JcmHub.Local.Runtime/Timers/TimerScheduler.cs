using System.Collections.Concurrent;
using JcmHub.Local.Runtime.Hosting;
using JcmHub.Local.Runtime.Invocation;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace JcmHub.Local.Runtime.Timers;

/// <summary>Runs the app's timer functions from start to stop; a stop waits for the runs under way.</summary>
internal sealed class TimerScheduler : IHostedService, IDisposable
{
    readonly Dictionary<FunctionEntry, TimerLoop> loops = [];
    readonly ConcurrentDictionary<Task, FunctionEntry> outOfTurn = [];
    readonly CancellationTokenSource stopping = new();
    readonly CancellationTokenSource abandoned = new();
    Task[] running = [];

    /// <exception cref="FormatException">A function's schedule is none.</exception>
    public TimerScheduler(FunctionCatalog catalog, FunctionInvoker invoker, AppSettings settings, ScheduleStore store, TimeProvider time, ILogger<TimerScheduler> log)
    {
        var monitor = new ScheduleMonitor(store);
        foreach (var (function, trigger) in catalog.StartedBy<TimerTriggerAttribute>())
        {
            var schedule = TimerSchedule.Parse(settings.Resolve(trigger.Schedule));
            var monitored = trigger.UseMonitor && schedule.CanBeMonitored(time.GetUtcNow().UtcDateTime);
            loops[function] = new TimerLoop(function, schedule, trigger.RunOnStartup, monitored ? monitor : null, invoker, time, log);
        }
    }

    /// <exception cref="IOException">A timer's status cannot be kept.</exception>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var loop in loops.Values) loop.Open();
        running = [.. loops.Values.Select(loop => Task.Run(() => loop.RunAsync(stopping.Token, abandoned.Token), CancellationToken.None))];
        return Task.CompletedTask;
    }

    /// <summary>Runs a timer function out of turn, in the background.</summary>
    public void RunNow(FunctionEntry function)
    {
        var run = Task.Run(() => loops[function].RunNowAsync(abandoned.Token), CancellationToken.None);
        outOfTurn[run] = function;
        _ = run.ContinueWith(ended => outOfTurn.TryRemove(ended, out _), TaskScheduler.Default);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await stopping.CancelAsync();
        await using var patience = cancellationToken.Register(abandoned.Cancel);
        await Task.WhenAll([.. running, .. outOfTurn.Keys]);
    }

    public void Dispose()
    {
        stopping.Dispose();
        abandoned.Dispose();
    }
}
