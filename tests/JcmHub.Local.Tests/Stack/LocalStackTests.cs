using Azure.Data.Tables;
using JcmHub.Local.Functions;
using JcmHub.Local.Stack;
using JcmHub.Local.Storage;
using JcmHub.Local.Tests.Support;

namespace JcmHub.Local.Tests.Stack;

/// <summary>The stack with a stand-in for the functions; with the true ones it is tested end to end.</summary>
public sealed class LocalStackTests : IDisposable
{
    private const string Functions =
        """
        const server = require('http').createServer((request, response) => response.end(JSON.stringify(process.env))).listen(Number(new URL(process.env.LOCAL_FUNCTIONS_URL).port), '127.0.0.1');
        process.stdin.resume().on('end', () => { server.close(() => process.exit(0)); server.closeAllConnections(); });
        """;

    private readonly TemporaryDirectory _directory = new();
    private readonly List<StackStep> _steps = [];

    private string Data => _directory.File("data");

    [Fact]
    public async Task StartAsync_EverythingThere_GivesTheFunctionsTheirSettings()
    {
        await using var stack = await StartAsync();

        using var client = new HttpClient();
        var environment = System.Text.Json.Nodes.JsonNode.Parse(await client.GetStringAsync(stack.Hub))!;
        Assert.Equal("true", (string?)environment["LOCAL_FUNCTIONS_STOP_ON_INPUT_END"]);
        Assert.Equal(stack.Data.Timers, (string?)environment["LOCAL_FUNCTIONS_STATE"]);
        Assert.Equal(new Uri(stack.Registries, "registries/TH/").ToString(), (string?)environment["Registries__TH__Endpoint"]);
        Assert.Contains($"sb://localhost:{stack.Ports.Broker}", (string?)environment["ServiceBus"], StringComparison.Ordinal);
        Assert.Contains("UseDevelopmentEmulator=true", (string?)environment["ServiceBus"], StringComparison.Ordinal);
        Assert.True(File.Exists((string?)environment["Access__KeysFile"]));
        await new TableClient((string?)environment["Storage"], "ledger").CreateAsync();
        await Eventually.TrueAsync(() => stack.StorageRequests.Tables == 1);
    }

    [Fact]
    public async Task StartAsync_Always_TellsOfItsStepsInOrder()
    {
        await (await StartAsync()).DisposeAsync();

        Assert.Equal(
            ["Starting the storage", "Starting the broker", "Starting the simulated registries", "Starting the functions"],
            _steps.Select(step => step.Text).Where(text => !text.StartsWith("Installing", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task DisposeAsync_OfAStack_GivesBackEveryPortAndTheData()
    {
        var stack = await StartAsync();
        var ports = stack.Ports;

        await stack.DisposeAsync();

        Assert.All(ports.All, port => Assert.True(PortCheck.IsFree(port.Port), port.Name));
        await (await StartAsync()).DisposeAsync();
    }

    [Fact]
    public async Task StartAsync_DataInUse_StartsNothing()
    {
        await using var first = await StartAsync();

        var fault = await Assert.ThrowsAsync<StackException>(() => StartAsync());

        Assert.StartsWith("Another stack", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StartAsync_FunctionsDoNotStart_StopsWhatWasStarted()
    {
        var options = Options() with { Functions = new FunctionsCommand("node", ["-e", "console.error('broken'); process.exit(7)"]) };

        var fault = await Assert.ThrowsAsync<StackException>(() => LocalStack.StartAsync(options, CancellationToken.None));

        Assert.Contains("broken", fault.Message, StringComparison.Ordinal);
        Assert.All(new StackPorts(options.PortBase).All, port => Assert.True(PortCheck.IsFree(port.Port), port.Name));
    }

    [Fact]
    public async Task StartAsync_NoNode_SaysSoBeforeAnythingIsStarted()
    {
        var fault = await Assert.ThrowsAsync<StackException>(
            () => LocalStack.StartAsync(Options() with { Node = new NodeTools(_directory.File("no-node")) }, CancellationToken.None));

        Assert.StartsWith("Node.js was not found.", fault.Message, StringComparison.Ordinal);
        Assert.Empty(_steps);
    }

    [Fact]
    public async Task StartAsync_DataThatCannotBeMade_SaysWhichAndWhatToDo()
    {
        var file = _directory.File("file");
        await File.WriteAllTextAsync(file, "");

        var fault = await Assert.ThrowsAsync<StackException>(
            () => LocalStack.StartAsync(Options() with { DataDirectory = Path.Combine(file, "below") }, CancellationToken.None));

        Assert.Contains("--data", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StartAsync_RuleFilesThatCannotBeUsed_SaysWhyBeforeAnythingIsMade()
    {
        var schemas = Directory.CreateDirectory(_directory.File("schemas")).FullName;

        var none = await Assert.ThrowsAsync<StackException>(() => LocalStack.StartAsync(Options() with { Schemas = schemas + "-gone" }, CancellationToken.None));
        var empty = await Assert.ThrowsAsync<StackException>(() => LocalStack.StartAsync(Options() with { Schemas = schemas }, CancellationToken.None));

        Assert.Contains("schemas-gone", none.Message, StringComparison.Ordinal);
        Assert.Contains(Path.Combine(schemas, "parties"), empty.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Data));
    }

    public void Dispose() => _directory.Dispose();

    private async Task<LocalStack> StartAsync()
    {
        while (true)
        {
            try
            {
                return await LocalStack.StartAsync(Options(), CancellationToken.None);
            }
            catch (StackException fault) when (fault.Message.Contains("taken by another program", StringComparison.Ordinal))
            {
                // Somebody else took one of the ports in the meantime.
            }
        }
    }

    private LocalStackOptions Options() => new()
    {
        // Below the ports that the system itself gives out.
        PortBase = Random.Shared.Next(12_000, 22_000),
        DataDirectory = Data,
        Progress = new Steps(_steps),
        Functions = new FunctionsCommand("node", ["-e", Functions]),
    };

    private sealed class Steps(List<StackStep> steps) : IProgress<StackStep>
    {
        public void Report(StackStep value) => steps.Add(value);
    }
}
