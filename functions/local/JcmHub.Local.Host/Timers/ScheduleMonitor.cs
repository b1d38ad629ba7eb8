namespace JcmHub.Local.Host.Timers;

/// <summary>
/// Notices at the start whether an occurrence was missed while the host was down. The rules are those of the real monitor
/// (azure-webjobs-sdk-extensions, ScheduleMonitor): a changed schedule whose next occurrence is past starts anew from now
/// instead of counting as missed.
/// </summary>
internal sealed class ScheduleMonitor(ScheduleStore store)
{
    /// <summary>The timer's status, made where there is none; <c>PastDue</c> when its next occurrence is over.</summary>
    public (ScheduleStatus Status, bool PastDue) Open(string timer, TimerSchedule schedule, DateTime now)
    {
        if (store.Load(timer) is not { } status)
        {
            status = new ScheduleStatus { Next = schedule.NextAfter(now), LastUpdated = now };
            store.Save(timer, status);
            return (status, false);
        }

        var basis = status.Last != default ? status.Last : status.LastUpdated != default ? status.LastUpdated : now;
        var expected = schedule.NextAfter(basis);
        if (status.Next != expected)
        {
            if (now > expected) (basis, expected) = (now, schedule.NextAfter(now));
            status = new ScheduleStatus { Next = expected, LastUpdated = basis };
            store.Save(timer, status);
        }

        return (status, now > status.Next);
    }

    public void Record(string timer, ScheduleStatus status) => store.Save(timer, status);

    public ScheduleStatus? Read(string timer) => store.Load(timer);
}
