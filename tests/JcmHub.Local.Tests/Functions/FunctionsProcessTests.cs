using System.Globalization;
using System.Net;
using System.Net.Sockets;
using JcmHub.Local.Functions;
using JcmHub.Local.Stack;
using JcmHub.Local.Tests.Support;

namespace JcmHub.Local.Tests.Functions;

/// <summary>With a stand-in for the functions: what matters here is how a child is started, watched and stopped.</summary>
public sealed class FunctionsProcessTests : IDisposable
{
    private const string Serve =
        """
        const server = require('http').createServer((request, response) => response.end('alive')).listen(Number(process.argv[1]), '127.0.0.1');
        console.log('setting is ' + process.env.Registries__TH__Endpoint);
        process.stdin.resume().on('end', () => { console.log('finishing what is in hand'); server.close(() => process.exit(0)); server.closeAllConnections(); });
        """;

    private readonly TemporaryDirectory _directory = new();
    private readonly int _port = FreePort();

    private string Log => _directory.File("functions.log");

    private Uri Live => new($"http://127.0.0.1:{_port}/api/health/live");

    [Fact]
    public async Task StartAsync_Answering_HasItsSettingsAndItsLog()
    {
        await using (await StartAsync(Serve))
        {
            using var client = new HttpClient();
            Assert.Equal("alive", await client.GetStringAsync(Live));
        }

        var log = await File.ReadAllTextAsync(Log);
        Assert.Contains("setting is http://registry.example/TH/", log, StringComparison.Ordinal);
        Assert.Contains("finishing what is in hand", log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StartAsync_EndsAtOnce_ShowsItsLastLines()
    {
        var fault = await Assert.ThrowsAsync<StackException>(() => StartAsync("console.error('no such setting: Storage'); process.exit(3)"));

        Assert.Contains("exit code 3", fault.Message, StringComparison.Ordinal);
        Assert.Contains("no such setting: Storage", fault.Message, StringComparison.Ordinal);
        Assert.Contains(Log, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StartAsync_NoSuchProgram_SaysSo()
    {
        var fault = await Assert.ThrowsAsync<StackException>(() => FunctionsProcess.StartAsync(
            new FunctionsCommand(_directory.File("dotnet"), []), Live, new Dictionary<string, string>(), Log, TimeProvider.System, CancellationToken.None));

        Assert.Contains("was not found", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task EndedByItself_FunctionsDieLater_NamesTheExitCode()
    {
        await using var functions = await StartAsync(Serve + "server.once('request', (request, response) => response.on('close', () => process.exit(5)));");

        var fault = await functions.EndedByItself;

        Assert.Contains("exit code 5", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StartAsync_Cancelled_LeavesNoProcessBehind()
    {
        using var cancellation = new CancellationTokenSource();
        var file = _directory.File("process");
        // Never answers; notes its number so that we can see it gone.
        var script = $"require('fs').writeFileSync({System.Text.Json.JsonSerializer.Serialize(file)}, String(process.pid)); process.stdin.resume().on('end', () => process.exit(0))";
        var starting = StartAsync(script, cancellation.Token);
        await Eventually.TrueAsync(() => File.Exists(file) && new FileInfo(file).Length > 0);
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => starting);

        var process = int.Parse(await File.ReadAllTextAsync(file), CultureInfo.InvariantCulture);
        Assert.Throws<ArgumentException>(() => System.Diagnostics.Process.GetProcessById(process));
    }

    public void Dispose() => _directory.Dispose();

    private Task<FunctionsProcess> StartAsync(string script, CancellationToken cancellation = default) => FunctionsProcess.StartAsync(
        new FunctionsCommand("node", ["-e", script, _port.ToString(CultureInfo.InvariantCulture)]), Live,
        new Dictionary<string, string> { ["Registries__TH__Endpoint"] = "http://registry.example/TH/" }, Log, TimeProvider.System, cancellation);

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
