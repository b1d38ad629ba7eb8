using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using JcmHub.Local.Stack;

namespace JcmHub.Local.Storage;

/// <summary>
/// Azurite as a child in a session of its own, held by a life line: its standard input. When that ends, because we closed
/// it or because we were killed, it answers what is under way, saves and ends; it is never killed (D2).
/// </summary>
internal sealed class AzuriteServer : IAsyncDisposable
{
    private static readonly TimeSpan TimeToListen = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan TimeToSave = TimeSpan.FromSeconds(60);
    private const int LinesOfErrorsShown = 6;

    private readonly Process _launcher;
    private readonly StreamWriter _log;
    private readonly TaskCompletionSource _holding = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<(int Blobs, int Tables)> _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Queue<string> _errors = new();
    private readonly Task _output;
    private readonly Task _errorOutput;
    private readonly TaskCompletionSource<StackException> _endedByItself = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _stopping;
    private long _blobRequests;
    private long _tableRequests;

    private AzuriteServer(Process launcher, string logFile)
    {
        _launcher = launcher;
        _log = LogFile.Open(logFile);
        _output = ReadOutputAsync();
        _errorOutput = ReadErrorsAsync();
    }

    /// <summary>The port of the blob service.</summary>
    public int BlobPort { get; private set; }

    /// <summary>The port of the table service.</summary>
    public int TablePort { get; private set; }

    /// <summary>The connection string for the Azure SDKs: Azurite's published development account.</summary>
    public string ConnectionString => ConnectionStringOf(BlobPort, TablePort);

    /// <summary>Completes with the sentence to show if the storage ends although nobody stopped it; else never.</summary>
    public Task<StackException> EndedByItself => _endedByItself.Task;

    /// <summary>Told of every line of the blob service's access log.</summary>
    public Action<string>? BlobRequested { get; set; }

    public StorageRequests Requests => new(Interlocked.Read(ref _blobRequests), Interlocked.Read(ref _tableRequests));

    /// <summary>The connection string of an Azurite on these ports.</summary>
    public static string ConnectionStringOf(int blobPort, int tablePort) => string.Create(CultureInfo.InvariantCulture,
        $"DefaultEndpointsProtocol=http;AccountName={AzuriteAccount.Name};AccountKey={AzuriteAccount.Key};BlobEndpoint=http://127.0.0.1:{blobPort}/{AzuriteAccount.Name};TableEndpoint=http://127.0.0.1:{tablePort}/{AzuriteAccount.Name};");

    /// <param name="node">Where Node.js is.</param>
    /// <param name="installation">The directory with Azurite in its node_modules.</param>
    /// <param name="data">Where Azurite keeps its files; whoever had it open before is waited for.</param>
    /// <param name="blobPort">The port for blobs; 0 for any.</param>
    /// <param name="tablePort">The port for tables; 0 for any.</param>
    /// <param name="logFile">Where its access log goes.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellation">Gives up starting.</param>
    /// <exception cref="StackException">Azurite does not start, or the one before does not end.</exception>
    public static async Task<AzuriteServer> StartAsync(
        NodeTools node, string installation, string data, int blobPort, int tablePort, string logFile,
        TimeProvider time, CancellationToken cancellation)
    {
        Directory.CreateDirectory(data);
        await AzuriteHolders.WaitUntilGoneAsync(data, time, cancellation);
        string[] arguments =
        [
            Path.Combine(AzuriteInstallation.Sources, "storage.js"), installation, data,
            blobPort.ToString(CultureInfo.InvariantCulture), tablePort.ToString(CultureInfo.InvariantCulture),
        ];
        var start = new ProcessStartInfo(node.Node, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // An Azurite setting of the machine's own (a SQL database in place of files) is not for us.
        start.Environment.Remove("AZURITE_DB");
        Process launcher;
        try
        {
            launcher = Process.Start(start)!;
        }
        catch (Win32Exception fault)
        {
            throw new StackException("Node.js was not found, so the local storage (Azurite) cannot start.", fault);
        }

        var server = new AzuriteServer(launcher, logFile);
        try
        {
            await server._holding.Task.WaitAsync(TimeToListen, time, cancellation);
            // Only after it is noted as the directory's holder may it touch the files: a stack killed in between is safe.
            await launcher.StandardInput.WriteAsync("open\n".AsMemory(), cancellation);
            await launcher.StandardInput.FlushAsync(cancellation);
            (server.BlobPort, server.TablePort) = await server._listening.Task.WaitAsync(TimeToListen, time, cancellation);
            return server;
        }
        catch (TimeoutException fault)
        {
            await server.DisposeAsync();
            throw new StackException($"The local storage (Azurite) did not start within {TimeToListen.TotalSeconds:0} seconds.{server.LastErrors()}", fault);
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Ends it in order and waits until its files are saved.</summary>
    public async ValueTask DisposeAsync()
    {
        Volatile.Write(ref _stopping, true);
        try
        {
            _launcher.StandardInput.Close();
        }
        catch (IOException)
        {
            // It is gone already.
        }

        // Both ends of its output close with the process, launcher or not.
        await Task.WhenAny(Task.WhenAll(_output, _errorOutput), Task.Delay(TimeToSave));
        _launcher.Dispose();
        await _log.DisposeAsync();
    }

    private async Task ReadOutputAsync()
    {
        while (await _launcher.StandardOutput.ReadLineAsync() is { } line)
        {
            var end = line.IndexOf(' ', StringComparison.Ordinal);
            switch (end < 0 ? line : line[..end])
            {
                case "blob":
                    Interlocked.Increment(ref _blobRequests);
                    await _log.WriteLineAsync(line);
                    BlobRequested?.Invoke(line);
                    break;
                case "table":
                    Interlocked.Increment(ref _tableRequests);
                    await _log.WriteLineAsync(line);
                    break;
                case "holding":
                    _holding.TrySetResult();
                    break;
                case "listening":
                    var ports = line.Split(' ');
                    _listening.TrySetResult((int.Parse(ports[1], CultureInfo.InvariantCulture), int.Parse(ports[2], CultureInfo.InvariantCulture)));
                    break;
                default:
                    await _log.WriteLineAsync(line);
                    break;
            }
        }

        await _errorOutput;
        var fault = new StackException($"The local storage (Azurite) ended before it was ready.{LastErrors()}");
        _holding.TrySetException(fault);
        _listening.TrySetException(fault);
        // Whoever waits for neither any more must not find them in the log of unobserved faults.
        _ = _holding.Task.Exception;
        _ = _listening.Task.Exception;
        if (!Volatile.Read(ref _stopping))
            _endedByItself.TrySetResult(new StackException($"The storage (Azurite) ended by itself.{LastErrors()}"));
    }

    private async Task ReadErrorsAsync()
    {
        while (await _launcher.StandardError.ReadLineAsync() is { } line)
        {
            lock (_errors)
            {
                _errors.Enqueue(line);
                while (_errors.Count > LinesOfErrorsShown)
                    _errors.Dequeue();
            }
        }
    }

    private string LastErrors()
    {
        lock (_errors)
            return _errors.Count == 0 ? "" : " It said:" + string.Concat(_errors.Select(line => $"{Environment.NewLine}  {line}"));
    }
}
