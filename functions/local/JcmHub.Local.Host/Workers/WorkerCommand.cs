using System.Diagnostics;
using System.Globalization;

namespace JcmHub.Local.Host.Workers;

/// <summary>How a worker is started: as the real host does, by <c>dotnet App.dll</c> and these arguments, and with our life line in it.</summary>
/// <param name="App">The app's assembly, a full path.</param>
/// <param name="Arguments">Arguments of the app's own; before those of the host.</param>
internal sealed record WorkerCommand(string App, IReadOnlyList<string> Arguments)
{
    /// <summary>The app's directory: <c>host.json</c> lies there.</summary>
    public string Directory => Path.GetDirectoryName(App)!;

    /// <summary>What to start.</summary>
    /// <param name="address">Where the host's protocol listens.</param>
    /// <param name="workerId">The id by which the worker calls in.</param>
    public ProcessStartInfo Start(Uri address, string workerId)
    {
        var request = Guid.NewGuid().ToString();
        var longest = int.MaxValue.ToString(CultureInfo.InvariantCulture);
        var start = new ProcessStartInfo(Environment.ProcessPath is { } own && Path.GetFileNameWithoutExtension(own) == "dotnet" ? own : "dotnet",
        [
            App, .. Arguments,
            // The worker takes the last four; the others are for older ones.
            "--host", address.Host, "--port", address.Port.ToString(CultureInfo.InvariantCulture), "--workerId", workerId, "--requestId", request,
            "--grpcMaxMessageLength", longest,
            "--functions-uri", address.AbsoluteUri, "--functions-worker-id", workerId, "--functions-request-id", request,
            "--functions-grpc-max-message-length", longest,
        ])
        {
            WorkingDirectory = Directory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                ["FUNCTIONS_WORKER_DIRECTORY"] = Directory,
                // Without it every load fails, and so do the worker's routes.
                ["FUNCTIONS_APPLICATION_DIRECTORY"] = Directory,
                ["FUNCTIONS_WORKER_RUNTIME"] = "dotnet-isolated",
                ["DOTNET_STARTUP_HOOKS"] = Path.Combine(AppContext.BaseDirectory, "JcmHub.Local.Lifeline.dll"),
            },
        };
        return start;
    }
}
