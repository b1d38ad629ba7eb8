using Microsoft.Azure.Functions.Worker;

namespace JcmHub.Local.Host.SampleApp;

/// <summary>A function that a timer starts.</summary>
public sealed class TimerSamples(Diary diary)
{
    [Function("Nightly")]
    public void Nightly([TimerTrigger("%Schedule%")] TimerInfo timer) =>
        diary.Add($"{(timer.IsPastDue ? "past due" : "on time")} {(timer.ScheduleStatus is null ? "unmonitored" : "monitored")}");
}
