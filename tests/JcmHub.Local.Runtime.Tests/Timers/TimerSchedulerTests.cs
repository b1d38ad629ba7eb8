using JcmHub.Local.Runtime.Tests.SampleApp;
using JcmHub.Local.Runtime.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace JcmHub.Local.Runtime.Tests.Timers;

public sealed class TimerSchedulerTests : IDisposable
{
    static readonly DateTimeOffset Start = new(2026, 11, 24, 10, 0, 0, TimeSpan.Zero);

    readonly FakeTimeProvider time = new(Start);
    readonly string state = Directory.CreateTempSubdirectory("jcmhub-timers-").FullName;

    public void Dispose() => Directory.Delete(state, recursive: true);

    [Fact]
    public async Task Timer_Due_RunsOnTimeAndKeepsItsStatus()
    {
        await using var app = await StartAsync(typeof(NightlySample));

        await AdvanceUntilAsync(app, 1, TimeSpan.FromMinutes(30));
        await AdvanceUntilAsync(app, 2, TimeSpan.FromMinutes(30));

        Assert.Equal(
            ["on time 0001-01-01T00:00:00 2026-11-24T15:00:00", "on time 2026-11-24T15:00:00 2026-11-25T15:00:00"],
            app.Ledger.Entries);
    }

    [Fact]
    public async Task Timer_MissedWhileDown_RunsAtOnceAndIsPastDue()
    {
        await using (await StartAsync(typeof(NightlySample)))
        {
            // Down again before the first occurrence.
        }

        time.Advance(TimeSpan.FromDays(3));
        await using var app = await StartAsync(typeof(NightlySample));

        Assert.Equal(["past due 0001-01-01T00:00:00 2026-11-24T15:00:00"], await app.Ledger.WaitForAsync(1));
    }

    [Fact]
    public async Task Timer_RanBeforeTheRestart_DoesNotRunAgain()
    {
        await using (var before = await StartAsync(typeof(NightlySample)))
            await AdvanceUntilAsync(before, 1, TimeSpan.FromMinutes(30));

        await using var app = await StartAsync(typeof(NightlySample));
        await AdvanceUntilAsync(app, 1, TimeSpan.FromMinutes(30));

        Assert.StartsWith("on time 2026-11-24T15:00:00", app.Ledger.Entries.Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Timer_IntervalUnderAMinute_IsNotMonitored()
    {
        await using var app = await StartAsync(typeof(FrequentSample), ("Frequent", "*/5 * * * * *"));

        await app.Ledger.WaitForAsync(1);
        await AdvanceUntilAsync(app, 3, TimeSpan.FromSeconds(1));

        Assert.All(app.Ledger.Entries, entry => Assert.Equal("unmonitored", entry));
        Assert.Empty(Directory.GetFiles(state));
    }

    [Fact]
    public async Task Timer_RunOnStartup_RunsAtOnceAndOnItsSchedule()
    {
        await using var app = await StartAsync(typeof(FrequentSample), ("Frequent", "0 */10 * * * *"));

        await app.Ledger.WaitForAsync(1);
        await AdvanceUntilAsync(app, 2, TimeSpan.FromMinutes(1));

        Assert.Equal(["monitored", "monitored"], app.Ledger.Entries);
    }

    [Fact]
    public async Task Timer_NoSuchSetting_StopsTheStart() =>
        Assert.Contains("'Frequent'", (await Assert.ThrowsAsync<InvalidOperationException>(() => StartAsync(typeof(FrequentSample)))).Message, StringComparison.Ordinal);

    [Fact]
    public async Task Timer_WithRetry_IsRepeatedInPlace()
    {
        await using var app = await StartAsync(typeof(RetriedSample));

        Assert.Equal(["0 of 2", "1 of 2", "2 of 2"], await app.Ledger.WaitForAsync(3));
    }

    Task<RunningApp> StartAsync(Type functions, params (string, string)[] settings) => RunningApp.StartAsync(functions, time: time, state: state, settings: settings);

    // In small steps, since a timer that is about to wait must not be overtaken by one large one.
    async Task AdvanceUntilAsync(RunningApp app, int entries, TimeSpan step)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (app.Ledger.Entries.Count < entries)
        {
            time.Advance(step);
            await Task.Delay(2, patience.Token);
        }
    }
}
