using System.Diagnostics;
using JcmHub.Local.Protocol;
using Microsoft.Extensions.Logging;

namespace JcmHub.Local.Host.Workers;

/// <summary>Runs functions in the worker: with their trace, their limit of time, and a cancel that cannot be lost.</summary>
internal sealed class Invoker(WorkerSupervisor workers, WorkerLogs logs, TimeSpan limit, TimeProvider time, ILoggerFactory loggers)
{
    /// <summary>
    /// The worker handles each message on a task of its own, so a cancel right behind its invocation can overtake it and is lost then:
    /// it is said again until the invocation ends.
    /// </summary>
    private static readonly TimeSpan CancelAgain = TimeSpan.FromSeconds(1);

    /// <summary>What the real host gives a function after its time is up; then the worker is started anew.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    /// <summary>Runs a function to its end.</summary>
    /// <param name="function">The function.</param>
    /// <param name="invocation">What starts it.</param>
    /// <param name="abandoned">Signals the function's token; its end is waited for all the same.</param>
    /// <returns>Why it failed, in words; null where it succeeded.</returns>
    public async Task<string?> InvokeAsync(AppFunction function, Invocation invocation, CancellationToken abandoned)
    {
        var log = loggers.CreateLogger($"Function.{function.Name}");
        using var activity = new Activity(function.Name);
        if (invocation.TraceParent is { } parent)
            activity.SetParentId(parent);
        activity.Start();
        logs.Begin(invocation.Id, function.Name);
        log.Executing(function.Name, invocation.Reason, invocation.Id);
        var began = time.GetTimestamp();
        string? failure = "the worker ended";
        try
        {
            failure = await RunAsync(function, invocation, activity, log, abandoned);
        }
        catch (WorkerGoneException)
        {
            // Said below.
        }
        catch (OperationCanceledException) when (abandoned.IsCancellationRequested)
        {
            failure = "it was given up before it began";
        }
        finally
        {
            logs.End(invocation.Id);
        }

        var duration = (long)time.GetElapsedTime(began).TotalMilliseconds;
        if (failure is null)
            log.Executed(function.Name, invocation.Id, duration);
        else
            log.Failed(function.Name, invocation.Id, duration, failure);
        return failure;
    }

    private async Task<string?> RunAsync(AppFunction function, Invocation invocation, Activity activity, ILogger log, CancellationToken abandoned)
    {
        var worker = await workers.ReadyAsync(abandoned);
        abandoned.ThrowIfCancellationRequested();
        var request = new InvocationRequest
        {
            InvocationId = invocation.Id,
            InputData = { new ParameterBinding { Name = function.Parameter, Data = invocation.Input } },
            TraceContext = new RpcTraceContext { TraceParent = activity.Id, TraceState = activity.TraceStateString ?? string.Empty },
        };
        request.TriggerMetadata.Add(invocation.TriggerMetadata);
        var running = worker.InvokeAsync(function, request);

        using var watch = new CancellationTokenSource();
        using var timeUp = new CancellationTokenSource(limit, time);
        using var cancelled = CancellationTokenSource.CreateLinkedTokenSource(abandoned, timeUp.Token);
        var cancelling = CancelAsync(worker, invocation.Id, cancelled.Token, watch.Token);
        var late = LateAsync(timeUp.Token, watch.Token);
        if (await Task.WhenAny(running, late) == late)
        {
            log.TimedOut(function.Name, limit);
            worker.Kill();
        }

        try
        {
            var result = await running;
            return result.Status == StatusResult.Types.Status.Success ? null : $"{result.Exception?.Type} {result.Exception?.Message}".Trim();
        }
        finally
        {
            await watch.CancelAsync();
            await Task.WhenAll(cancelling, late);
        }
    }

    private async Task CancelAsync(Worker worker, string invocationId, CancellationToken cancelled, CancellationToken ended)
    {
        if (!await SignalledAsync(cancelled, ended))
            return;
        do
        {
            worker.Cancel(invocationId);
            await Task.Delay(CancelAgain, time, ended).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        while (!ended.IsCancellationRequested);
    }

    private async Task LateAsync(CancellationToken timeUp, CancellationToken ended)
    {
        if (await SignalledAsync(timeUp, ended))
            await Task.Delay(Grace, time, ended).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>Waits for the first; false where the second came before it.</summary>
    private static async Task<bool> SignalledAsync(CancellationToken awaited, CancellationToken ended)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(awaited, ended);
        await Task.Delay(Timeout.Infinite, either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return !ended.IsCancellationRequested;
    }
}
