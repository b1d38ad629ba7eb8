using JcmHub.Local.Protocol;
using Microsoft.Extensions.Logging;

namespace JcmHub.Local.Host.Workers;

/// <summary>
/// Keeps one worker running: one that ends although nobody stopped it is reported and started again, each time a little later; after
/// <see cref="MostDeaths"/> within <see cref="Window"/> the host gives up, as the real one does.
/// </summary>
internal sealed class WorkerSupervisor(
    WorkerCommand command, Uri address, WorkerLinks links, Action<RpcLog> workerLog, TimeProvider time, ILogger log) : IAsyncDisposable
{
    /// <summary>The real host gives up a worker at its third death (times the number of workers, which is one).</summary>
    public const int MostDeaths = 3;

    /// <summary>Deaths longer ago count no more.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(30);

    private readonly CancellationTokenSource _stopping = new();
    private readonly TaskCompletionSource _givenUp = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Queue<DateTimeOffset> _deaths = new();
    private TaskCompletionSource<Worker> _ready = New();
    private Task _watching = Task.CompletedTask;

    /// <summary>Completes when the worker is not started again any more.</summary>
    public Task GivenUp => _givenUp.Task;

    /// <summary>Starts the first worker.</summary>
    /// <exception cref="WorkerStartException">It does not come up.</exception>
    public async Task<Worker> StartAsync(CancellationToken cancellationToken)
    {
        var worker = await Worker.StartAsync(command, address, links, workerLog, cancellationToken);
        _ready.SetResult(worker);
        _watching = WatchAsync(worker);
        return worker;
    }

    /// <summary>The worker that runs; waited for where one is being started.</summary>
    public Task<Worker> ReadyAsync(CancellationToken cancellationToken) => Volatile.Read(ref _ready).Task.WaitAsync(cancellationToken);

    /// <summary>Stops the worker in order.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _watching;
        if (_ready.Task is { IsCompletedSuccessfully: true, Result: var worker })
            await worker.DisposeAsync();
        _stopping.Dispose();
    }

    private async Task WatchAsync(Worker worker)
    {
        var stopped = Task.Delay(Timeout.Infinite, _stopping.Token);
        while (await Task.WhenAny(worker.Ended, stopped) != stopped)
        {
            Volatile.Write(ref _ready, New());
            worker.Kill();
            var process = worker.ProcessId;
            await worker.DisposeAsync();
            if (await AgainAsync(process) is not { } next)
                return;
            worker = next;
            _ready.SetResult(worker);
        }
    }

    private async Task<Worker?> AgainAsync(int process)
    {
        while (!_stopping.IsCancellationRequested)
        {
            var now = time.GetUtcNow();
            _deaths.Enqueue(now);
            while (_deaths.Peek() < now - Window)
                _deaths.Dequeue();
            if (_deaths.Count >= MostDeaths)
            {
                log.WorkerGivenUp(_deaths.Count, Window);
                _ready.SetException(new WorkerGoneException());
                _givenUp.TrySetResult();
                return null;
            }

            var delay = TimeSpan.FromSeconds(1 << (_deaths.Count - 1));
            log.WorkerDied(process, delay);
            try
            {
                await Task.Delay(delay, time, _stopping.Token);
                return await Worker.StartAsync(command, address, links, workerLog, _stopping.Token);
            }
            catch (OperationCanceledException)
            {
                break;
            }
            catch (WorkerStartException fault)
            {
                log.WorkerNotStarted(fault.Message);
            }
        }

        _ready.TrySetException(new WorkerGoneException());
        return null;
    }

    private static TaskCompletionSource<Worker> New()
    {
        var ready = new TaskCompletionSource<Worker>(TaskCreationOptions.RunContinuationsAsynchronously);
        // Where nobody waits for a worker that never comes, that is no fault.
        _ = ready.Task.ContinueWith(static failed => failed.Exception, TaskScheduler.Default);
        return ready;
    }
}
