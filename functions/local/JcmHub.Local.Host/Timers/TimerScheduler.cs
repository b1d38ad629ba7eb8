using System.Collections.Concurrent;
using JcmHub.Local.Host.Hosting;
using JcmHub.Local.Host.Workers;
using Microsoft.Extensions.Logging;

namespace JcmHub.Local.Host.Timers;

/// <summary>Runs the app's timer functions from start to stop; a stop waits for the runs under way.</summary>
internal sealed class TimerScheduler : IDisposable
{
    private readonly Dictionary<AppFunction, TimerLoop> _loops = [];
    private readonly ConcurrentDictionary<Task, AppFunction> _outOfTurn = [];
    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationToken _abandoned;
    private Task[] _running = [];

    /// <param name="functions">The app's functions.</param>
    /// <param name="run">Runs them.</param>
    /// <param name="settings">Settings that a schedule may name.</param>
    /// <param name="store">Where each timer's status is kept.</param>
    /// <param name="time">The clock.</param>
    /// <param name="log">Where to say what was missed.</param>
    /// <param name="abandoned">Ends the runs under way.</param>
    /// <exception cref="FormatException">A function's schedule is none.</exception>
    public TimerScheduler(
        IEnumerable<AppFunction> functions, RunFunction run, AppSettings settings, ScheduleStore store, TimeProvider time, ILogger log, CancellationToken abandoned)
    {
        _abandoned = abandoned;
        var monitor = new ScheduleMonitor(store);
        foreach (var function in functions.Where(function => function.Kind == "timerTrigger"))
        {
            var schedule = TimerSchedule.Parse(settings.Resolve(function.Text("schedule") ?? string.Empty));
            var monitored = function.Flag("useMonitor") != false && schedule.CanBeMonitored(time.GetUtcNow().UtcDateTime);
            _loops[function] = new TimerLoop(function, schedule, function.Flag("runOnStartup") == true, monitored ? monitor : null, run, time, log);
        }
    }

    /// <summary>Starts waiting for what is due.</summary>
    /// <exception cref="IOException">A timer's status cannot be kept.</exception>
    public void Start()
    {
        foreach (var loop in _loops.Values)
            loop.Open();
        _running = [.. _loops.Values.Select(loop => Task.Run(() => loop.RunAsync(_stopping.Token, _abandoned), CancellationToken.None))];
    }

    /// <summary>Runs a timer function out of turn, in the background; false where no timer starts it.</summary>
    public bool TryRunNow(AppFunction function)
    {
        if (!_loops.TryGetValue(function, out var loop))
            return false;
        var run = Task.Run(() => loop.RunNowAsync(_abandoned), CancellationToken.None);
        _outOfTurn[run] = function;
        _ = run.ContinueWith(ended => _outOfTurn.TryRemove(ended, out _), TaskScheduler.Default);
        return true;
    }

    /// <summary>Nothing is started any more, and what runs is waited for.</summary>
    public async Task StopAsync()
    {
        await _stopping.CancelAsync();
        await Task.WhenAll([.. _running, .. _outOfTurn.Keys]);
    }

    /// <inheritdoc />
    public void Dispose() => _stopping.Dispose();
}
