using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;

namespace JcmHub.Soak.Demo;

/// <summary><c>jcmhub demo --json</c> as a process of its own, to be watched and to be killed.</summary>
public sealed class DemoProcess : IDisposable
{
    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly Task _progress;
    private readonly List<string> _lines = [];

    private DemoProcess(Process process)
    {
        _process = process;
        _output = process.StandardOutput.ReadToEndAsync();
        _progress = ReadProgressAsync();
    }

    /// <summary>What it said on standard error so far.</summary>
    public IReadOnlyList<string> Progress
    {
        get
        {
            lock (_lines)
                return [.. _lines];
        }
    }

    /// <summary>Starts the demo; unless it stays up, it leaves when it is done (<c>--once</c>).</summary>
    public static DemoProcess Start(string dataDirectory, int portBase, bool staysUp = false)
    {
        var start = new ProcessStartInfo("dotnet",
            [Path.Combine(AppContext.BaseDirectory, "jcmhub.dll"), "demo", "--json", .. staysUp ? (string[])[] : ["--once"], "--data", dataDirectory, "--port-base", portBase.ToString(CultureInfo.InvariantCulture)])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        return new DemoProcess(Process.Start(start)!);
    }

    /// <summary>Waits for its end: exit code and the one document of standard output.</summary>
    public async Task<(int ExitCode, JsonObject? Result)> EndAsync(CancellationToken cancellationToken)
    {
        await _process.WaitForExitAsync(cancellationToken);
        await _progress;
        var output = await _output;
        return (_process.ExitCode, output.Length == 0 ? null : JsonNode.Parse(output)!.AsObject());
    }

    /// <summary>Waits until it has said so many lines, or has ended; true while it runs.</summary>
    public async Task<bool> SaysAsync(int lines, CancellationToken cancellationToken)
    {
        while (Progress.Count < lines && !_process.HasExited)
            await Task.Delay(5, cancellationToken);
        return !_process.HasExited;
    }

    /// <summary>Ctrl-C.</summary>
    public void Interrupt()
    {
        using var kill = Process.Start("kill", ["-INT", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    /// <summary>kill -9 of the hub's processes: the command with broker and registries in it, and the functions; never the storage.</summary>
    public async Task KillHubAsync()
    {
        var functions = HubProcesses.FunctionsOf(_process.Id);
        _process.Kill();
        functions?.Kill();
        await _process.WaitForExitAsync();
        await (functions?.WaitForExitAsync() ?? Task.CompletedTask);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
    }

    private async Task ReadProgressAsync()
    {
        while (await _process.StandardError.ReadLineAsync() is { } line)
        {
            lock (_lines)
                _lines.Add(line);
        }
    }
}
