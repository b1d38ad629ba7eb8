using System.Globalization;
using System.Text.Json.Nodes;
using Azure.Messaging.ServiceBus;
using JcmHub.Flows.Exchange;
using JcmHub.Local.Functions;

namespace JcmHub.EndToEnd.Tests;

/// <summary>
/// The functions' process is killed (kill -9) at every named step of Exchange, one after the other on the way of one report, and
/// the way ends as if nothing had happened (issue 4), whatever the mode of delivery. The list of steps is the code's own.
/// </summary>
public abstract class ExchangeStepsWalk(StackFixture hub) : IDisposable
{
    /// <summary>A little longer than a lease: each new process's clock is so far ahead of the one before, instead of waiting.</summary>
    private const int LeaseSeconds = 35;

    private readonly string _directory = Directory.CreateTempSubdirectory("jcmhub-steps-").FullName;
    private int _ahead;

    /// <summary>Whether the host's registry fetches its records: then it is dead until its receipt's turn, or it would be ahead of the walk.</summary>
    protected virtual bool IsFetched => true;

    [Fact]
    public async Task Functions_KilledAtEveryStep_EndInTheSameState()
    {
        var report = await ReportWay.UntilCompleteAsync(hub, Samples.Report, year: 2021);
        await ReportWay.ApprovesAsync(hub, Samples.Decision, "JP");

        // The approval stores the first record, the transfer's approval relays the second; in between the first one goes its way.
        var steps = Enum.GetValues<ExchangeStep>().OrderBy(step => step == ExchangeStep.Relayed).ToArray();
        await RestartAsync(steps[0].ToString());
        if (IsFetched)
            await hub.FaultAsync("TH", """{"down":true}""");
        for (var i = 0; i < steps.Length; i++)
        {
            var calling = steps[i] switch
            {
                ExchangeStep.Stored => hub.PostAsync("decisions", Samples.Decision, "government", "TH"),
                ExchangeStep.Relayed => hub.PostAsync("credits/transfers/TH-TH014-2021/approval",
                    Document("""{"documentType":"transfer-approval","schemaVersion":"1.0","approvedOn":"2025-11-11"}"""), "government", "TH"),
                _ => null,
            };
            if (calling is null)
                await WakeAsync("TH.TH");
            if (steps[i] == ExchangeStep.Receipted)
                await hub.FaultAsync("TH", "{}");
            await ReachedAsync(steps[i]);
            await RestartAsync(i + 1 < steps.Length ? steps[i + 1].ToString() : "None");
            if (calling is not null)
                await Assert.ThrowsAnyAsync<Exception>(() => calling);
        }

        // The net would wake the streams within a minute; hints do it now.
        await WakeAsync("TH.TH");
        var end = await hub.EventuallyAsync($"reports/{report}", "reviewer", state =>
            state["facts"]!["issued"]?["japan"] is not null && state["records"]!.AsArray().All(record => record!["state"]!.GetValue<string>() == "receipted"));
        Assert.Equal(4, end["records"]!.AsArray().Count);
        // Over HTTP one answer is both; else they are apart by the registry's death.
        var (_, first) = await hub.GetAsync("transactions/TH.TH.1", "reviewer");
        Assert.Equal(IsFetched, first["acceptedOn"]!.GetValue<string>() != first["receiptedOn"]!.GetValue<string>());
        Assert.Equal(2017, await HeldAsync("TH"));
        Assert.Equal(1009, await HeldAsync("JP"));
        foreach (var record in end["records"]!.AsArray())
        {
            var (status, proof) = await hub.GetAsync($"transactions/{record!["id"]}/proof", "reviewer");
            Assert.Equal(200, status);
            Assert.Null(ProofVerification.Verify(System.Text.Encoding.UTF8.GetBytes(proof.ToJsonString())).Failure);
        }
    }

    public void Dispose()
    {
        Directory.Delete(_directory, recursive: true);
        GC.SuppressFinalize(this);
    }

    private Task RestartAsync(string stopAt)
    {
        _ahead += LeaseSeconds;
        return hub.Stack.KillFunctionsAsync(new FunctionsCommand(FunctionsCommand.Own.Program,
            [Path.Combine(AppContext.BaseDirectory, "JcmHub.Soak.dll"), "functions", stopAt, Path.Combine(_directory, stopAt), _ahead.ToString(CultureInfo.InvariantCulture)]), default);
    }

    private async Task ReachedAsync(ExchangeStep step)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(120));
        while (!File.Exists(Path.Combine(_directory, step.ToString())))
        {
            Assert.False(limit.IsCancellationRequested, $"{step} was not reached");
            await Task.Delay(50, CancellationToken.None);
        }
    }

    private async Task WakeAsync(string stream)
    {
        await using var client = new ServiceBusClient(hub.Stack.ServiceBusConnectionString);
        await using var sender = client.CreateSender(IRecordQueue.Registries);
        await sender.SendMessageAsync(new ServiceBusMessage { Subject = stream });
    }

    private async Task<long> HeldAsync(string party) => (await hub.HoldingsAsync(party))["blocks"]!.AsArray()
        .Sum(block => long.Parse(block!["tonnes"]!.GetValue<string>(), CultureInfo.InvariantCulture));

    private static JsonObject Document(string json) => JsonNode.Parse(json)!.AsObject();
}

/// <summary>Over HTTP.</summary>
public sealed class HttpExchangeStepsTests(StackFixture hub) : ExchangeStepsWalk(hub), IClassFixture<StackFixture>
{
    protected override bool IsFetched => false;
}

/// <summary>The host's registry reads a queue, Japan's a container.</summary>
public sealed class QueueExchangeStepsTests(QueueExchangeStepsTests.Fixture fixture) : ExchangeStepsWalk(fixture.Hub), IClassFixture<QueueExchangeStepsTests.Fixture>
{
    public sealed class Fixture() : FetchingStackFixture("queue", "file");
}

/// <summary>The host's registry reads a container, Japan's a queue.</summary>
public sealed class FileExchangeStepsTests(FileExchangeStepsTests.Fixture fixture) : ExchangeStepsWalk(fixture.Hub), IClassFixture<FileExchangeStepsTests.Fixture>
{
    public sealed class Fixture() : FetchingStackFixture("file", "queue");
}
