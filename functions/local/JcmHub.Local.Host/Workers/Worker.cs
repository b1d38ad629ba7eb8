using System.ComponentModel;
using System.Diagnostics;
using Google.Protobuf.WellKnownTypes;
using JcmHub.Local.Protocol;

namespace JcmHub.Local.Host.Workers;

/// <summary>One worker process that has loaded the app's functions.</summary>
internal sealed class Worker : IAsyncDisposable
{
    /// <summary>The capability that names the address of the worker's own web server.</summary>
    private const string HttpUri = "HttpUri";

    private const int LinesKept = 20;
    private static readonly TimeSpan TimeToCallIn = TimeSpan.FromSeconds(90);

    /// <summary>What the real host gives a worker to end by itself.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    private readonly Process _process;
    private readonly WorkerLink _link;
    private readonly Task _output;
    private readonly Queue<string> _lastLines = new();
    private readonly Dictionary<string, string> _ids = new(StringComparer.Ordinal);

    private Worker(Process process, WorkerLink link)
    {
        _process = process;
        _link = link;
        _output = Task.WhenAll(CopyAsync(process.StandardOutput, Console.Out), CopyAsync(process.StandardError, Console.Error));
    }

    /// <summary>The number of the process.</summary>
    public int ProcessId => _process.Id;

    /// <summary>Where the worker takes HTTP requests; null where no function is started by one.</summary>
    public string? HttpAddress { get; private set; }

    /// <summary>What the worker offers, as it told.</summary>
    public IReadOnlyDictionary<string, string> Capabilities { get; private set; } = new Dictionary<string, string>();

    /// <summary>The app's functions.</summary>
    public IReadOnlyList<AppFunction> Functions { get; private set; } = [];

    /// <summary>Completes when the process has ended or hung up.</summary>
    public Task Ended => Task.WhenAny(_link.Ended, _process.WaitForExitAsync());

    /// <summary>Starts a worker and has it load every function of the app.</summary>
    /// <exception cref="WorkerStartException">It does not come up.</exception>
    public static async Task<Worker> StartAsync(
        WorkerCommand command, Uri address, WorkerLinks links, Action<RpcLog> log, CancellationToken cancellationToken)
    {
        var id = Guid.NewGuid().ToString();
        var link = new WorkerLink(log);
        var calledIn = links.Expect(id, link);
        Process process;
        try
        {
            process = Process.Start(command.Start(address, id))!;
        }
        catch (Win32Exception fault)
        {
            throw new WorkerStartException($"The worker cannot be started: {fault.Message}");
        }

        var worker = new Worker(process, link);
        try
        {
            await Task.WhenAny(calledIn, process.WaitForExitAsync(cancellationToken), Task.Delay(TimeToCallIn, cancellationToken));
            cancellationToken.ThrowIfCancellationRequested();
            if (!calledIn.IsCompleted)
                throw await worker.FailedAsync(process.HasExited ? $"ended with exit code {process.ExitCode}" : $"did not call in within {TimeToCallIn.TotalSeconds:0} seconds");
            await worker.LoadAsync(command.Directory);
            return worker;
        }
        catch (WorkerGoneException)
        {
            throw await worker.FailedAsync("ended while it loaded the functions");
        }
        catch
        {
            await worker.DisposeAsync();
            throw;
        }
    }

    /// <summary>Runs a function and waits for its end, however long that takes.</summary>
    /// <exception cref="WorkerGoneException">The worker ended before.</exception>
    public async Task<StatusResult> InvokeAsync(AppFunction function, InvocationRequest request)
    {
        request.FunctionId = _ids[function.Name];
        return (await _link.AskAsync(new StreamingMessage { InvocationRequest = request }, request.InvocationId)).InvocationResponse.Result;
    }

    /// <summary>Signals an invocation's token.</summary>
    public void Cancel(string invocationId) => _link.Tell(new StreamingMessage { InvocationCancel = new InvocationCancel { InvocationId = invocationId } });

    /// <summary>Ends the process at once.</summary>
    public void Kill()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
    }

    /// <summary>Asks the worker to end, and ends it where it does not.</summary>
    public async ValueTask DisposeAsync()
    {
        _link.Tell(new StreamingMessage { WorkerTerminate = new WorkerTerminate { GracePeriod = Duration.FromTimeSpan(Grace) } });
        using var grace = new CancellationTokenSource(Grace);
        await _process.WaitForExitAsync(grace.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Kill();
        await _process.WaitForExitAsync(CancellationToken.None);
        await _output;
        _process.Dispose();
    }

    /// <summary>The order of the protocol: initialise, ask what functions there are, load each.</summary>
    private async Task LoadAsync(string directory)
    {
        var started = (await _link.AskAsync(new StreamingMessage
        {
            WorkerInitRequest = new WorkerInitRequest { HostVersion = "4.0.0.0", WorkerDirectory = directory, FunctionAppDirectory = directory },
        })).WorkerInitResponse;
        await RequireAsync(started.Result, "cannot initialise");
        Capabilities = new Dictionary<string, string>(started.Capabilities);
        HttpAddress = started.Capabilities.GetValueOrDefault(HttpUri);

        var told = (await _link.AskAsync(new StreamingMessage
        {
            FunctionsMetadataRequest = new FunctionsMetadataRequest { FunctionAppDirectory = directory },
        })).FunctionMetadataResponse;
        await RequireAsync(told.Result, "cannot tell its functions");
        Functions = [.. told.FunctionMetadataResults.Select(AppFunction.Of).OrderBy(function => function.Name, StringComparer.Ordinal)];
        await Task.WhenAll(told.FunctionMetadataResults.Select(async function =>
        {
            var loaded = await _link.AskAsync(new StreamingMessage
            {
                FunctionLoadRequest = new FunctionLoadRequest { FunctionId = function.FunctionId, Metadata = function },
            });
            await RequireAsync(loaded.FunctionLoadResponse.Result, $"cannot load '{function.Name}'");
        }));
        foreach (var function in told.FunctionMetadataResults)
            _ids[function.Name] = function.FunctionId;
    }

    private async Task RequireAsync(StatusResult? result, string what)
    {
        if (result is { Status: not StatusResult.Types.Status.Success })
            throw await FailedAsync($"{what}: {result.Exception?.Message}");
    }

    /// <summary>Ends what was started, and says why with the last lines of what it printed.</summary>
    private async Task<WorkerStartException> FailedAsync(string what)
    {
        Kill();
        await DisposeAsync();
        return new WorkerStartException($"The worker {what}.{string.Concat(_lastLines.Select(line => $"{Environment.NewLine}  {line}"))}");
    }

    /// <summary>What the worker prints is passed on as it is.</summary>
    private async Task CopyAsync(StreamReader from, TextWriter to)
    {
        while (await from.ReadLineAsync() is { } line)
        {
            lock (_lastLines)
            {
                _lastLines.Enqueue(line);
                while (_lastLines.Count > LinesKept)
                    _lastLines.Dequeue();
            }

            await to.WriteLineAsync(line);
        }
    }
}
