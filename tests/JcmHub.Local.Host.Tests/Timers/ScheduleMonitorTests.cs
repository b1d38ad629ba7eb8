using JcmHub.Local.Host.Timers;

namespace JcmHub.Local.Host.Tests.Timers;

/// <summary>The rules of the real monitor (azure-webjobs-sdk-extensions, ScheduleMonitor.CheckPastDueAsync).</summary>
public sealed class ScheduleMonitorTests : IDisposable
{
    private static readonly DateTime Now = new(2026, 11, 24, 10, 0, 0, DateTimeKind.Utc);
    private static readonly TimerSchedule Nightly = TimerSchedule.Parse("0 0 15 * * *");

    private readonly string directory = Directory.CreateTempSubdirectory("jcmhub-monitor-").FullName;
    private readonly ScheduleStore store;
    private readonly ScheduleMonitor monitor;

    public ScheduleMonitorTests()
    {
        store = new ScheduleStore(directory);
        monitor = new ScheduleMonitor(store);
    }

    public void Dispose() => Directory.Delete(directory, recursive: true);

    [Fact]
    public void Open_FirstTime_WritesTheNextOccurrenceAndIsNotPastDue()
    {
        var (status, pastDue) = monitor.Open("t", Nightly, Now);

        Assert.Equal((default, Now.AddHours(5), Now, false), (status.Last, status.Next, status.LastUpdated, pastDue));
        Assert.Equal(Now.AddHours(5), store.Load("t")!.Next);
    }

    [Fact]
    public void Open_OccurrenceMissedBeforeTheFirstRun_IsPastDue()
    {
        monitor.Open("t", Nightly, Now);

        Assert.True(monitor.Open("t", Nightly, Now.AddHours(6)).PastDue);
    }

    [Fact]
    public void Open_OccurrenceMissedSinceTheLastRun_IsPastDue()
    {
        store.Save("t", new ScheduleStatus { Last = Now.AddDays(-3).AddHours(5), Next = Now.AddDays(-2).AddHours(5), LastUpdated = Now.AddDays(-3).AddHours(5) });

        var (status, pastDue) = monitor.Open("t", Nightly, Now);

        Assert.Equal((Now.AddDays(-2).AddHours(5), true), (status.Next, pastDue));
    }

    [Fact]
    public void Open_NothingMissed_IsNotPastDue()
    {
        store.Save("t", new ScheduleStatus { Last = Now.AddHours(-19), Next = Now.AddHours(5), LastUpdated = Now.AddHours(-19) });

        Assert.False(monitor.Open("t", Nightly, Now).PastDue);
    }

    [Fact]
    public void Open_ScheduleChangedAndItsNextIsOver_StartsAnewFromNow()
    {
        store.Save("t", new ScheduleStatus { Last = Now.AddDays(-1).AddHours(-1), Next = Now.AddHours(-1), LastUpdated = Now.AddDays(-1).AddHours(-1) });

        var (status, pastDue) = monitor.Open("t", Nightly, Now);

        Assert.Equal((default, Now.AddHours(5), Now, false), (status.Last, status.Next, status.LastUpdated, pastDue));
    }

    [Fact]
    public void Open_ScheduleChangedAndItsNextIsToCome_TakesItOver()
    {
        store.Save("t", new ScheduleStatus { Last = Now.AddHours(-1), Next = Now.AddHours(23), LastUpdated = Now.AddHours(-1) });

        var (status, pastDue) = monitor.Open("t", Nightly, Now);

        Assert.Equal((Now.AddHours(5), Now.AddHours(-1), false), (status.Next, status.LastUpdated, pastDue));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{ cut o")]
    [InlineData("null")]
    public void Open_FileUnreadable_StartsAnew(string content)
    {
        File.WriteAllText(Path.Combine(directory, "t.json"), content);

        Assert.False(monitor.Open("t", Nightly, Now).PastDue);
        Assert.Equal(Now.AddHours(5), store.Load("t")!.Next);
    }

    [Fact]
    public void Save_Always_LeavesNoOtherFile()
    {
        for (var i = 0; i < 3; i++) store.Save("t", new ScheduleStatus { Next = Now });

        Assert.Equal(["t.json"], Directory.GetFiles(directory).Select(Path.GetFileName));
    }
}
