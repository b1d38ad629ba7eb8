using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Nodes;
using JcmHub.Cli.Demo;
using JcmHub.Flows.Signing;
using JcmHub.Local.Registries;
using JcmHub.Local.Stack;
using JcmHub.Local.Tests.Registries;
using JcmHub.Local.Tests.Support;

namespace JcmHub.Cli.Tests.Demo;

[SuppressMessage("Design", "CA1001", Justification = "xunit disposes it through IAsyncLifetime.")]
public sealed class DemoRunTests : IAsyncLifetime
{
    private readonly TemporaryDirectory _directory = new();
    private SimulatedRegistries _simulated = null!;
    private HttpClient _registries = null!;
    private FakeHub _hub = null!;
    private HttpClient _hubClient = null!;

    public async Task InitializeAsync()
    {
        await File.WriteAllTextAsync(_directory.File("record-1.0.json"), "true");
        await CopySamplesOfTh014Async();
        _simulated = await SimulatedRegistries.StartAsync(
            RegistryDescription.Load(Path.Combine(AppContext.BaseDirectory, "registries.json")), 0, _directory.File("registries"),
            RecordSchema.Load(_directory.Root), FakeHub.Signing, TimeProvider.System, CancellationToken.None);
        _registries = new HttpClient { BaseAddress = _simulated.Address };
        _hub = await FakeHub.StartAsync(_simulated.Address);
        _hubClient = new HttpClient { BaseAddress = _hub.Address };
    }

    public async Task DisposeAsync()
    {
        _hubClient.Dispose();
        await _hub.DisposeAsync();
        _registries.Dispose();
        await _simulated.DisposeAsync();
        _directory.Dispose();
    }

    [Fact]
    public async Task RunAsync_OnAFreshHub_EndsAsTheDecisionSays()
    {
        var outcome = await RunAsync();

        Assert.True(outcome.Ok, string.Join("; ", outcome.Problems ?? []));
        Assert.False(outcome.AlreadyDone);
        var project = Assert.Single(outcome.Projects);
        Assert.Equal(new DemoOutcome.VintageOutcome(2021, 2017, 1009, 1008), Assert.Single(project.Vintages));
        Assert.Equal(new DemoOutcome.BlockOutcome("JP-GOV", 2021, 1, 1009, 1009), Assert.Single(project.Blocks.Japan));
        Assert.Equal(new DemoOutcome.BlockOutcome("TH-GOV", 2021, 1010, 2017, 1008), Assert.Single(project.Blocks.Partner));
        Assert.Equal(new DemoOutcome.BlockOutcome("TH-ITO", 2021, 1, 1009, 1009), Assert.Single(project.Blocks.TransferredOut));
        Assert.Equal(new DemoOutcome.AdjustmentOutcome("TH", 2021, 1009), Assert.Single(project.Adjustments));
        Assert.Equal(new DemoOutcome.ReceiptsOutcome(4, 0), project.Receipts);
        Assert.Equal(0, outcome.Reconciliation.Differences);
    }

    [Fact]
    public async Task RunAsync_Always_ActsInTheNameOfWhoeverTakesTheStep()
    {
        await RunAsync();

        Assert.Equal(
            [
                "participant reports",
                $"third-party-entity reports/{FakeHub.Report}/verification",
                $"participant reports/{FakeHub.Report}/issuance-request",
                $"secretariat:JP reports/{FakeHub.Report}/completeness",
                $"secretariat:TH reports/{FakeHub.Report}/completeness",
                "government:JP decisions",
                "government:TH decisions",
                "government:TH credits/transfers/TH-TH014-2021/approval",
                "operator reconciliations",
            ],
            _hub.Posts);
    }

    [Fact]
    public async Task RunAsync_SecondTime_SaysThatItWasDoneAndGivesTheSameFigures()
    {
        var first = await RunAsync();
        var second = await RunAsync();

        Assert.True(second.Ok);
        Assert.True(second.AlreadyDone);
        Assert.Equal(JsonSerializer.Serialize(first.Projects), JsonSerializer.Serialize(second.Projects));
    }

    [Theory]
    [InlineData("reports")]
    [InlineData($"reports/{FakeHub.Report}")]
    [InlineData($"reports/{FakeHub.Report}/verification")]
    [InlineData($"reports/{FakeHub.Report}/completeness")]
    [InlineData("decisions")]
    [InlineData("credits/transfers/TH-TH014-2021/approval")]
    public async Task RunAsync_EndedAtAStepAndStartedAgain_GoesOnToTheSameEnd(string step)
    {
        using var killed = new CancellationTokenSource();
        _hub.Asked = route =>
        {
            if (route == step)
                killed.Cancel();
        };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => RunAsync(cancellation: killed.Token));
        _hub.Asked = _ => { };

        var outcome = await RunAsync();

        Assert.True(outcome.Ok, string.Join("; ", outcome.Problems ?? []));
        Assert.Equal(4, Assert.Single(outcome.Projects).Receipts.Verified);
    }

    [Fact]
    public async Task RunAsync_HubAwayForAMoment_AsksAgain()
    {
        _hub.Interruptions = 2;

        Assert.True((await RunAsync()).Ok);
    }

    [Fact]
    public async Task RunAsync_HubRefuses_SaysWhatAndWhere()
    {
        _hub.Refused = "reports";

        var fault = await Assert.ThrowsAsync<DemoException>(() => RunAsync());

        Assert.Contains("422 report-rule", fault.Message, StringComparison.Ordinal);
        Assert.Contains("unit-mismatch at \"/readings/0/unit\"", fault.Message, StringComparison.Ordinal);
        Assert.Equal("report-rule", fault.Code);
    }

    [Fact]
    public async Task RunAsync_AnotherFigureThanDecided_IsNotOk()
    {
        _hub.Computed = "2018";

        var outcome = await RunAsync();

        Assert.False(outcome.Ok);
        Assert.Contains(outcome.Problems!, problem => problem.Contains("2018", StringComparison.Ordinal));
    }

    [Fact]
    public async Task RunAsync_ARecordIsNotProved_IsNotOkAndSaysWhy()
    {
        _hub.Unproved = "TH.JP.1";

        var outcome = await RunAsync();

        Assert.False(outcome.Ok);
        Assert.Equal((3, 1), (outcome.Projects[0].Receipts.Verified, outcome.Projects[0].Receipts.Missing));
        Assert.Contains(outcome.Problems!, problem => problem.Contains("The signature is wrong.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task RunAsync_ReconciliationFindsADifference_IsNotOkAndSaysWhich()
    {
        _hub.Difference = "JP has 1 t of TH014, vintage 2021, in JP-GOV (numbers 1010-1010); the hub does not know them.";

        var outcome = await RunAsync();

        Assert.False(outcome.Ok);
        Assert.Equal(1, outcome.Reconciliation.Differences);
        Assert.Contains($"missing-local: {_hub.Difference}", outcome.Problems!);
    }

    [Fact]
    public async Task RunAsync_Operations_AreThoseBetweenUploadAndLastReceipt()
    {
        var count = new OperationCount(100, 10);

        var outcome = await RunAsync(operations: () => count = new OperationCount(count.Storage + 40, count.Queue + 9));

        Assert.Equal((40L, 9L), (outcome.Operations.Storage, outcome.Operations.Queue));
    }

    // The fake hub knows one project.
    private async Task CopySamplesOfTh014Async()
    {
        var samples = Path.Combine(AppContext.BaseDirectory, "samples");
        Directory.CreateDirectory(_directory.File("samples/decisions"));
        foreach (var file in (string[])["th014-2021.json", "decisions/th014-2021.json"])
            File.Copy(Path.Combine(samples, file), _directory.File($"samples/{file}"));
        var projects = JsonNode.Parse(await File.ReadAllBytesAsync(Path.Combine(samples, "demo.json")))!.AsArray();
        var th014 = projects.Single(project => (string?)project!["project"] == "TH014")!;
        await File.WriteAllTextAsync(_directory.File("samples/demo.json"), $"[{th014.ToJsonString()}]");
    }

    private Task<DemoOutcome> RunAsync(Func<OperationCount>? operations = null, CancellationToken cancellation = default)
    {
        var hub = new HubClient(_hubClient, actor => actor.Party is null ? actor.Role : $"{actor.Role}:{actor.Party}", TimeProvider.System);
        var run = new DemoRun(_directory.File("samples"), hub, new RegistriesClient(_registries), operations ?? (() => default), FakeHub.Prove, TimeProvider.System);
        return run.RunAsync(new Progress<StackStep>(), cancellation);
    }
}
