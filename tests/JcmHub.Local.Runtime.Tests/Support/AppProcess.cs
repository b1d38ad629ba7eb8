using System.Diagnostics;
using System.Globalization;

namespace JcmHub.Local.Runtime.Tests.Support;

/// <summary>The sample app as a process of its own; ended at the end of the test whatever happens.</summary>
internal sealed class AppProcess : IAsyncDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    readonly string state = Directory.CreateTempSubdirectory("jcmhub-process-").FullName;
    readonly Process process;

    AppProcess()
    {
        var start = new ProcessStartInfo("dotnet", [typeof(AppProcess).Assembly.Location])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                ["LOCAL_FUNCTIONS_URL"] = "http://127.0.0.1:0",
                ["LOCAL_FUNCTIONS_STOP_ON_INPUT_END"] = "true",
                ["LOCAL_FUNCTIONS_STATE"] = state,
            },
        };
        process = Process.Start(start)!;
    }

    public HttpClient Http { get; } = new();

    public static async Task<AppProcess> StartAsync()
    {
        var app = new AppProcess();
        var ready = await app.LineAsync("Functions ready at ");
        app.Http.BaseAddress = new Uri(ready.Split(' ')[3].TrimEnd(',') + "/");
        return app;
    }

    /// <summary>Reads output up to a line that begins so.</summary>
    public async Task<string> LineAsync(string beginning)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (await process.StandardOutput.ReadLineAsync(patience.Token) is { } line)
        {
            if (line.StartsWith(beginning, StringComparison.Ordinal)) return line;
        }

        throw new InvalidOperationException($"It ended without '{beginning}': {await process.StandardError.ReadToEndAsync(patience.Token)}");
    }

    public void EndInput() => process.StandardInput.Close();

    public void Signal(string name) => Process.Start("kill", [$"-{name}", process.Id.ToString(CultureInfo.InvariantCulture)])!.WaitForExit();

    public async Task<int> ExitAsync()
    {
        // Read on, or a full pipe would keep it from ending.
        _ = process.StandardOutput.ReadToEndAsync();
        using var patience = new CancellationTokenSource(Patience);
        await process.WaitForExitAsync(patience.Token);
        return process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        if (!process.HasExited) process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
        Directory.Delete(state, recursive: true);
    }
}
