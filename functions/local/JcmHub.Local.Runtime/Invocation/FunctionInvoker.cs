using System.Diagnostics;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace JcmHub.Local.Runtime.Invocation;

/// <summary>Runs invocations: scope, trace, middleware, function, retries, timeout, log.</summary>
internal sealed class FunctionInvoker(FunctionExecutionDelegate pipeline, IServiceProvider services, TimeProvider time, TimeSpan timeout)
{
    /// <summary>
    /// What a function gets after its token was cancelled by the timeout, before it counts as failed. The real host ends the
    /// worker process then; here the call is left behind and the process goes on.
    /// </summary>
    static readonly TimeSpan AfterTimeout = TimeSpan.FromSeconds(5);

    static readonly ActivitySource Activities = new("JcmHub.Local.Runtime");

    /// <summary>Runs a function, with the repetitions that its retry attribute allows.</summary>
    /// <returns>Null when it succeeded, else what it failed with; the failure is in the log already.</returns>
    public async Task<Exception?> InvokeAsync(FunctionEntry function, Trigger trigger, CancellationToken cancellationToken)
    {
        for (var repetition = 0; ; repetition++)
        {
            var failure = await InvokeOnceAsync(function, trigger, new InvocationRetry(repetition, function.Retry?.MaxRetryCount ?? 0), cancellationToken);
            if (failure is null || function.Retry is not { } retry || (retry.MaxRetryCount >= 0 && repetition >= retry.MaxRetryCount)
                || cancellationToken.IsCancellationRequested) return failure;
            try
            {
                await Task.Delay(retry.DelayBefore(repetition + 1), time, cancellationToken);
            }
            catch (OperationCanceledException)
            {
                return failure;
            }
        }
    }

    async Task<Exception?> InvokeOnceAsync(FunctionEntry function, Trigger trigger, InvocationRetry retry, CancellationToken cancellationToken)
    {
        using var activity = trigger.TraceParent is { } parent && ActivityContext.TryParse(parent, null, out var context)
            ? Activities.StartActivity(function.Name, ActivityKind.Server, context)
            : Activities.StartActivity(function.Name, ActivityKind.Server);
        using var timedOut = new CancellationTokenSource(timeout, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(timedOut.Token, cancellationToken);
        var scope = trigger.Http is null ? services.CreateAsyncScope() : (AsyncServiceScope?)null;
        var invocation = new LocalFunctionContext(
            function, trigger, new InvocationTrace(activity ?? Activity.Current), retry, scope?.ServiceProvider ?? trigger.Http!.RequestServices, stop.Token);

        var log = services.GetRequiredService<ILoggerFactory>().CreateLogger($"Function.{function.Name}");
        using var logScope = log.BeginScope(new Dictionary<string, object> { ["InvocationId"] = invocation.InvocationId, ["FunctionName"] = function.Name });
        log.LogInformation(InvocationEvents.Executing, "Executing '{Function}' (Reason='{Reason}', Id={InvocationId})", function.Name, trigger.Reason, invocation.InvocationId);
        var started = time.GetTimestamp();
        var failure = await FailureAsync(invocation, timedOut.Token);
        if (scope is { } own) await own.DisposeAsync();

        var milliseconds = (long)time.GetElapsedTime(started).TotalMilliseconds;
        if (failure is null)
            log.LogInformation(InvocationEvents.Executed, "Executed '{Function}' (Succeeded, Id={InvocationId}, Duration={Milliseconds}ms)", function.Name, invocation.InvocationId, milliseconds);
        else
            log.LogError(InvocationEvents.Failed, failure, "Executed '{Function}' (Failed, Id={InvocationId}, Duration={Milliseconds}ms)", function.Name, invocation.InvocationId, milliseconds);
        return failure;
    }

    async Task<Exception?> FailureAsync(LocalFunctionContext invocation, CancellationToken timedOut)
    {
        var run = RunAsync(invocation);
        try
        {
            if (!run.IsCompleted && timeout != Timeout.InfiniteTimeSpan)
            {
                var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                await using var registration = timedOut.Register(() => ended.TrySetResult());
                if (await Task.WhenAny(run, ended.Task) != run) await run.WaitAsync(AfterTimeout, time, CancellationToken.None);
            }

            await run;
            return null;
        }
        catch (Exception e) when (timedOut.IsCancellationRequested)
        {
            return new TimeoutException($"Function '{invocation.FunctionDefinition.Name}' did not end within its timeout of {timeout}.", e);
        }
        catch (Exception e)
        {
            return e;
        }
    }

    // Off the caller's thread: a function that never awaits must not hold up the pump or the scheduler.
    Task RunAsync(LocalFunctionContext invocation) => Task.Run(() => pipeline(invocation), CancellationToken.None);
}
