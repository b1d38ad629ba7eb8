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
        DemoFigures.AreIn(first);
        Assert.Equal(0, first["reconciliation"]!["differences"]!.GetValue<int>());
        Assert.False(first["alreadyDone"]!.GetValue<bool>());

        // This time it stays up, and says how to go on: beside the one document.
        var second = await RunAsync(staysUp: true);
        Assert.True(second["ok"]!.GetValue<bool>());
        Assert.True(second["alreadyDone"]!.GetValue<bool>());
        foreach (var part in new[] { "vintages", "blocks", "adjustments" })
            Assert.Equal(Parts(first, part), Parts(second, part));
        Assert.Empty(HubProcesses.Of(_directory));

        // The stack is down: the journal is read from the data directory alone.
        var journal = Path.Combine(_directory, "th-journal.ndjson");
        Assert.Equal(0, (await Cli.RunAsync("export-journal", "TH", journal, "--data", _directory)).Code);
        Assert.Equal(0, (await Cli.RunAsync("verify-journal", journal)).Code);
        var nothing = Path.Combine(_directory, "kg-journal.ndjson");
        Assert.Equal(1, (await Cli.RunAsync("export-journal", "KG", nothing, "--data", _directory)).Code);
        Assert.False(File.Exists(nothing));
    }

    [Fact]
    public async Task Demo_HubKilledAtAnyMoment_FinishesWithTheSameResult()
    {
        var result = await new DemoCrashes(output.WriteLine).RunAsync(kills: 3, seed: Random.Shared.Next());

        DemoFigures.AreIn(result);
    }

    private static string Parts(JsonObject result, string part) =>
        string.Join('\n', result["projects"]!.AsArray().Select(project => project![part]!.ToJsonString()));

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private async Task<JsonObject> RunAsync(bool staysUp = false)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(4));
        using var demo = DemoProcess.Start(_directory, FreePorts.Base(), staysUp);
        if (staysUp)
            await InterruptedAsync(demo, limit.Token);
        var (exitCode, result) = await demo.EndAsync(limit.Token);
        foreach (var line in demo.Progress)
            output.WriteLine(line);
        Assert.Equal(0, exitCode);
        return result!;
    }

    private static async Task InterruptedAsync(DemoProcess demo, CancellationToken cancellationToken)
    {
        for (var lines = 0; !demo.Progress.Any(line => line.StartsWith("The hub stays up", StringComparison.Ordinal)); lines = demo.Progress.Count + 1)
            Assert.True(await demo.SaysAsync(lines, cancellationToken), string.Join('\n', demo.Progress));
        Assert.Contains(demo.Progress, line => line.StartsWith("registries   http://127.0.0.1:", StringComparison.Ordinal));
        Assert.Single(demo.Progress, line => line.StartsWith("operator - ey", StringComparison.Ordinal));
        demo.Interrupt();
    }
}
