using System.ComponentModel;
using System.Diagnostics;
using JcmHub.Local.Stack;

namespace JcmHub.Local.Functions;

/// <summary>
/// The functions as a child process. Its standard input is a life line: when it ends, because we closed it or because we
/// were killed, the functions finish what they have in hand and stop. What they print goes to a log file.
/// </summary>
internal sealed class FunctionsProcess : IAsyncDisposable
{
    private const int LinesShown = 20;
    private static readonly TimeSpan TimeToAnswer = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan TimeToFinish = TimeSpan.FromSeconds(45);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly Process _process;
    private readonly string _logFile;
    private readonly StreamWriter _log;
    private readonly Queue<string> _lastLines = new();
    private readonly Task _output;
    private bool _stopping;

    private FunctionsProcess(Process process, string logFile)
    {
        _process = process;
        _logFile = logFile;
        _log = LogFile.Open(logFile);
        _output = Task.WhenAll(CopyAsync(process.StandardOutput), CopyAsync(process.StandardError));
        EndedByItself = WatchAsync();
    }

    /// <summary>Completes with the sentence to show if the functions end although nobody stopped them; else never.</summary>
    public Task<StackException> EndedByItself { get; }

    /// <summary>The number of the process.</summary>
    public int Id => _process.Id;

    /// <param name="command">What to start.</param>
    /// <param name="live">The address that answers 200 once the functions run.</param>
    /// <param name="environment">Their settings, as in the environment of an Azure function app.</param>
    /// <param name="logFile">Where their output goes.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellation">Gives up starting.</param>
    /// <exception cref="StackException">They do not start, with the last lines of what they said.</exception>
    public static async Task<FunctionsProcess> StartAsync(
        FunctionsCommand command, Uri live, IReadOnlyDictionary<string, string> environment, string logFile,
        TimeProvider time, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo(command.Program, command.Arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = AppContext.BaseDirectory,
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        Process process;
        try
        {
            process = Process.Start(start)!;
        }
        catch (Win32Exception fault)
        {
            throw new StackException($"The functions cannot be started: {command.Program} was not found. Is the .NET runtime installed?", fault);
        }

        var functions = new FunctionsProcess(process, logFile);
        try
        {
            await functions.WaitUntilLiveAsync(live, time, cancellation);
            return functions;
        }
        catch
        {
            await functions.DisposeAsync();
            throw;
        }
    }

    /// <summary>Asks them to stop and waits until what they had in hand is done.</summary>
    public async ValueTask DisposeAsync()
    {
        Volatile.Write(ref _stopping, true);
        try
        {
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // They are gone already.
        }

        if (await Task.WhenAny(_process.WaitForExitAsync(), Task.Delay(TimeToFinish)) is { } first && !_process.HasExited)
        {
            await first;
            // Nothing is lost by it: whatever they had in hand, a queue still holds.
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        await _output;
        _process.Dispose();
        await _log.DisposeAsync();
    }

    private async Task WaitUntilLiveAsync(Uri live, TimeProvider time, CancellationToken cancellation)
    {
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
        var started = time.GetTimestamp();
        while (!await AnswersAsync(client, live, cancellation))
        {
            if (_process.HasExited)
                throw await EndedByItself;
            if (time.GetElapsedTime(started) > TimeToAnswer)
                throw new StackException($"The functions did not answer {live} within {TimeToAnswer.TotalSeconds:0} seconds.{LastLines()}");
            await Task.Delay(Pause, time, cancellation);
        }
    }

    private static async Task<bool> AnswersAsync(HttpClient client, Uri live, CancellationToken cancellation)
    {
        try
        {
            using var response = await client.GetAsync(live, cancellation);
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
        catch (TaskCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return false;
        }
    }

    private async Task<StackException> WatchAsync()
    {
        await _process.WaitForExitAsync();
        if (Volatile.Read(ref _stopping))
            return await new TaskCompletionSource<StackException>().Task;
        await _output;
        return new StackException($"The functions ended by themselves (exit code {_process.ExitCode}).{LastLines()}");
    }

    private async Task CopyAsync(StreamReader from)
    {
        while (await from.ReadLineAsync() is { } line)
        {
            lock (_lastLines)
            {
                _log.WriteLine(line);
                _lastLines.Enqueue(line);
                while (_lastLines.Count > LinesShown)
                    _lastLines.Dequeue();
            }
        }
    }

    private string LastLines()
    {
        lock (_lastLines)
        {
            return _lastLines.Count == 0
                ? $" They said nothing; see {_logFile}."
                : $" Their last lines, more in {_logFile}:" + string.Concat(_lastLines.Select(line => $"{Environment.NewLine}  {line}"));
        }
    }
}
