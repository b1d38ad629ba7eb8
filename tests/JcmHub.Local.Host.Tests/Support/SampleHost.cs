using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;

namespace JcmHub.Local.Host.Tests.Support;

/// <summary>The host with the sample app, as processes; both ended at the end of the test whatever happens.</summary>
internal sealed class SampleHost : IAsyncDisposable
{
    public const string HostKey = "host-key";
    public const string MasterKey = "master-key";

    /// <summary>Nobody listens there: the client waits for a broker that is to come.</summary>
    private const string NoBroker = "Endpoint=sb://127.0.0.1:1;SharedAccessKeyName=none;SharedAccessKey=none;UseDevelopmentEmulator=true";

    /// <summary>Long, for a machine that is busy; a test that is right never waits so long.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly string _state = Directory.CreateTempSubdirectory("jcmhub-host-").FullName;
    private readonly List<string> _output = [];
    private readonly TaskCompletionSource<string> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Process _process;

    private SampleHost(string? queues)
    {
        _process = Process.Start(new ProcessStartInfo("dotnet", [HostAssembly, SampleAssembly])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                ["LOCAL_FUNCTIONS_URL"] = "http://127.0.0.1:0",
                ["LOCAL_FUNCTIONS_STOP_ON_INPUT_END"] = "true",
                ["LOCAL_FUNCTIONS_STATE"] = _state,
                ["LOCAL_FUNCTIONS_HOST_KEY"] = HostKey,
                ["LOCAL_FUNCTIONS_MASTER_KEY"] = MasterKey,
                ["Queues"] = queues ?? NoBroker,
                ["Schedule"] = "0 0 15 * * *",
            },
        })!;
        _process.OutputDataReceived += (_, line) => Take(line.Data);
        _process.ErrorDataReceived += (_, line) => Take(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>The host's assembly.</summary>
    public static string HostAssembly { get; } = Path.Combine(AppContext.BaseDirectory, "JcmHub.Local.Host.dll");

    /// <summary>The sample app's assembly, in its own output directory.</summary>
    public static string SampleAssembly { get; } = Path.GetFullPath(
        AppContext.BaseDirectory.Replace("JcmHub.Local.Host.Tests", "JcmHub.Local.Host.SampleApp", StringComparison.Ordinal) + "JcmHub.Local.Host.SampleApp.dll");

    /// <summary>At the route prefix.</summary>
    public HttpClient Http { get; } = new() { Timeout = Patience };

    /// <summary>What the host has printed.</summary>
    public IReadOnlyList<string> Output
    {
        get
        {
            lock (_output)
                return [.. _output];
        }
    }

    public static async Task<SampleHost> StartAsync(string? queues = null)
    {
        var host = new SampleHost(queues);
        try
        {
            var ready = await host._ready.Task.WaitAsync(Patience);
            host.Http.BaseAddress = new Uri(ready.Split(' ')[3].TrimEnd(',') + "/");
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw new InvalidOperationException($"The host did not start: {string.Join(Environment.NewLine, host.Output)}");
        }
    }

    /// <summary>Sends with a key in the header, or none.</summary>
    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? key = null, string? body = null, CancellationToken cancellationToken = default)
    {
        using var request = new HttpRequestMessage(method, path);
        if (key is not null)
            request.Headers.Add("x-functions-key", key);
        if (body is not null)
            request.Content = new StringContent(body, new MediaTypeHeaderValue("application/json"));
        return await Http.SendAsync(request, cancellationToken);
    }

    /// <summary>The sample app's diary, once it has so many entries.</summary>
    public async Task<string[]> DiaryAsync(int count) => (await Http.GetFromJsonAsync<string[]>($"diary/{count}"))!;

    /// <summary>Lets the functions go on that wait at the gate.</summary>
    public async Task OpenGateAsync() => (await Http.PostAsync(new Uri("gate", UriKind.Relative), null)).EnsureSuccessStatusCode();

    /// <summary>The number of the worker's process.</summary>
    public async Task<int> WorkerAsync() => await Http.GetFromJsonAsync<int>("process");

    public void EndInput() => _process.StandardInput.Close();

    public void Signal(string name) => Process.Start("kill", [$"-{name}", _process.Id.ToString(CultureInfo.InvariantCulture)])!.WaitForExit();

    public void Kill() => _process.Kill();

    public async Task<int> ExitAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(Patience);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(_state, recursive: true);
    }

    private void Take(string? line)
    {
        if (line is null)
            return;
        lock (_output)
            _output.Add(line);
        if (line.StartsWith("Functions ready at ", StringComparison.Ordinal))
            _ready.TrySetResult(line);
    }
}
