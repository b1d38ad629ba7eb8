using System.Text.Json.Nodes;
using JcmHub.Soak.Demo;
using Xunit.Abstractions;

namespace JcmHub.EndToEnd.Tests;

/// <summary>The demo as a person or a program starts it.</summary>
public sealed class DemoTests(ITestOutputHelper output) : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("jcmhub-demo-").FullName;

    [Fact]
    public async Task Demo_Twice_GivesThePublishedFiguresAndIssuesNothingTwice()
    {
        var first = await RunAsync();
        var project = first["projects"]![0]!.AsObject();
        var sample = JsonNode.Parse(Samples.Decision)!["allocation"]!["recipients"]!.AsArray();

        Assert.Equal("TH014", project["project"]!.GetValue<string>());
        var vintage = Assert.Single(project["vintages"]!.AsArray())!;
        Assert.Equal((2021, 2017, Tonnes(sample[0]), Tonnes(sample[1])),
            (vintage["year"]!.GetValue<int>(), vintage["tonnes"]!.GetValue<int>(), vintage["japan"]!.GetValue<int>(), vintage["partner"]!.GetValue<int>()));
        Assert.Equal(1009, Sum(project["blocks"]!["japan"]!));
        Assert.Equal(1009, Assert.Single(project["adjustments"]!.AsArray())!["tonnes"]!.GetValue<int>());
        Assert.Equal(0, project["receipts"]!["missing"]!.GetValue<int>());
        Assert.Equal(4, project["receipts"]!["verified"]!.GetValue<int>());
        Assert.NotEmpty(project["assumed"]!.AsArray());
        Assert.Equal(0, first["reconciliation"]!["differences"]!.GetValue<int>());
        Assert.True(first["ok"]!.GetValue<bool>());

        var second = await RunAsync();
        Assert.True(second["ok"]!.GetValue<bool>());
        Assert.True(second["alreadyDone"]!.GetValue<bool>());
        foreach (var part in new[] { "vintages", "blocks", "adjustments" })
            Assert.Equal(project[part]!.ToJsonString(), second["projects"]![0]![part]!.ToJsonString());
        Assert.Empty(HubProcesses.Of(_directory));

        // The stack is down: the journal is read from the data directory alone.
        var journal = Path.Combine(_directory, "th-journal.ndjson");
        Assert.Equal(0, (await Cli.RunAsync("export-journal", "TH", journal, "--data", _directory)).Code);
        Assert.Equal(0, (await Cli.RunAsync("verify-journal", journal)).Code);
    }

    [Fact]
    public async Task Demo_HubKilledAtAnyMoment_FinishesWithTheSameResult()
    {
        var result = await new DemoCrashes(output.WriteLine).RunAsync(kills: 3, seed: Random.Shared.Next());

        Assert.True(result["ok"]!.GetValue<bool>());
        Assert.Equal(1009, Sum(result["projects"]![0]!["blocks"]!["japan"]!));
        Assert.Equal(1009, Assert.Single(result["projects"]![0]!["adjustments"]!.AsArray())!["tonnes"]!.GetValue<int>());
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private async Task<JsonObject> RunAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(4));
        using var demo = DemoProcess.Start(_directory, FreePorts.Base());
        var (exitCode, result) = await demo.EndAsync(limit.Token);
        foreach (var line in demo.Progress)
            output.WriteLine(line);
        Assert.Equal(0, exitCode);
        return result!;
    }

    private static int Tonnes(JsonNode? recipient) => recipient!["tonnes"]!["2021"]!.GetValue<int>();

    private static int Sum(JsonNode blocks) => blocks.AsArray().Sum(block => block!["tonnes"]!.GetValue<int>());
}
