using System.Text.Json;
using System.Threading.Channels;
using JcmHub.Local.Host.Hosting;
using JcmHub.Local.Host.Timers;
using JcmHub.Local.Host.Workers;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace JcmHub.Local.Host.Tests.Timers;

public sealed class TimerSchedulerTests : IDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 11, 24, 10, 0, 0, TimeSpan.Zero);

    private readonly FakeTimeProvider _time = new(Start);
    private readonly string _state = Directory.CreateTempSubdirectory("jcmhub-timers-").FullName;
    private readonly List<AppFunction> _functions = [];
    private readonly Channel<string> _runs = Channel.CreateUnbounded<string>();

    public void Dispose() => Directory.Delete(_state, recursive: true);

    [Fact]
    public async Task Timer_Due_RunsOnTimeAndKeepsItsStatus()
    {
        using var timers = Timers("0 0 15 * * *");

        Assert.Equal("on time 0001-01-01T00:00:00 2026-11-24T15:00:00", await NextAsync(TimeSpan.FromMinutes(30)));
        Assert.Equal("on time 2026-11-24T15:00:00 2026-11-25T15:00:00", await NextAsync(TimeSpan.FromMinutes(30)));
        await timers.StopAsync();
    }

    [Fact]
    public async Task Timer_MissedWhileDown_RunsAtOnceAndIsPastDue()
    {
        using (var before = Timers("0 0 15 * * *"))
            await before.StopAsync();
        _time.Advance(TimeSpan.FromDays(3));

        using var timers = Timers("0 0 15 * * *");

        Assert.Equal("past due 0001-01-01T00:00:00 2026-11-24T15:00:00", await _runs.Reader.ReadAsync());
        await timers.StopAsync();
    }

    [Fact]
    public async Task Timer_RanBeforeTheRestart_DoesNotRunAgain()
    {
        using (var before = Timers("0 0 15 * * *"))
        {
            await NextAsync(TimeSpan.FromMinutes(30));
            await before.StopAsync();
        }

        using var timers = Timers("0 0 15 * * *");

        Assert.StartsWith("on time 2026-11-24T15:00:00", await NextAsync(TimeSpan.FromMinutes(30)), StringComparison.Ordinal);
        await timers.StopAsync();
    }

    [Fact]
    public async Task Timer_IntervalUnderAMinute_IsNotMonitored()
    {
        using var timers = Timers("*/5 * * * * *", runOnStartup: true);

        Assert.Equal("on time unmonitored", await _runs.Reader.ReadAsync());
        Assert.Equal("on time unmonitored", await NextAsync(TimeSpan.FromSeconds(1)));
        await timers.StopAsync();
        Assert.Empty(Directory.GetFiles(_state));
    }

    [Fact]
    public async Task Timer_RunOutOfTurn_RunsOnce()
    {
        using var timers = Timers("0 0 15 * * *");

        Assert.True(timers.TryRunNow(_functions[0]));
        Assert.StartsWith("on time", await _runs.Reader.ReadAsync(), StringComparison.Ordinal);
        await timers.StopAsync();
    }

    [Fact]
    public void Timer_NoSuchSetting_StopsTheStart() =>
        Assert.Contains("'Missing'", Assert.Throws<InvalidOperationException>(() => Timers("%Missing%")).Message, StringComparison.Ordinal);

    private TimerScheduler Timers(string schedule, bool runOnStartup = false)
    {
        _functions.Clear();
        _functions.Add(Function(schedule, runOnStartup));
        var timers = new TimerScheduler(
            _functions, Run, new AppSettings(new ConfigurationBuilder().Build()), new ScheduleStore(_state), _time, NullLogger.Instance, CancellationToken.None);
        timers.Start();
        return timers;
    }

    private static AppFunction Function(string schedule, bool runOnStartup) =>
        new("Nightly", JsonSerializer.SerializeToElement(new { name = "timer", type = "timerTrigger", schedule, runOnStartup }));

    private Task<string?> Run(AppFunction function, Invocation invocation, CancellationToken abandoned)
    {
        using var info = JsonDocument.Parse(invocation.Input.Json);
        var status = info.RootElement.GetProperty("ScheduleStatus");
        var text = status.ValueKind == JsonValueKind.Null
            ? "unmonitored"
            : string.Create(null, $"{status.GetProperty("Last").GetDateTime():s} {status.GetProperty("Next").GetDateTime():s}");
        _runs.Writer.TryWrite($"{(info.RootElement.GetProperty("IsPastDue").GetBoolean() ? "past due" : "on time")} {text}");
        return Task.FromResult<string?>(null);
    }

    /// <summary>The next run. In small steps, since a timer that is about to wait must not be overtaken by one large one.</summary>
    private async Task<string> NextAsync(TimeSpan step)
    {
        string? run;
        while (!_runs.Reader.TryRead(out run))
        {
            _time.Advance(step);
            await Task.Delay(2);
        }

        return run;
    }
}
