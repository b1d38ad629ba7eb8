using System.Globalization;
using Microsoft.Azure.Functions.Worker;

namespace JcmHub.Local.Runtime.Tests.SampleApp;

internal sealed class NightlySample(Ledger ledger)
{
    [Function("Nightly")]
    public void Nightly([TimerTrigger("0 0 15 * * *")] TimerInfo timer, FunctionContext context) => ledger.Add(
        string.Create(CultureInfo.InvariantCulture, $"{(timer.IsPastDue ? "past due" : "on time")} {timer.ScheduleStatus?.Last:s} {timer.ScheduleStatus?.Next:s}{(context.GetHttpContext() is null ? "" : " http")}"));
}

internal sealed class FrequentSample(Ledger ledger)
{
    [Function("Frequent")]
    public void Frequent([TimerTrigger("%Frequent%", RunOnStartup = true)] TimerInfo timer) => ledger.Add(timer.ScheduleStatus is null ? "unmonitored" : "monitored");
}

internal sealed class RetriedSample(Ledger ledger)
{
    [Function("Retried")]
    [FixedDelayRetry(2, "00:00:00")]
    public void Retried([TimerTrigger("0 0 0 1 1 *", RunOnStartup = true)] TimerInfo timer, FunctionContext context)
    {
        ledger.Add($"{context.RetryContext.RetryCount} of {context.RetryContext.MaxRetryCount}");
        throw new InvalidOperationException("told to fail");
    }
}
