using System.Globalization;
using System.Text.Json.Nodes;
using JcmHub.Domain.Ledger;
using JcmHub.Local.Functions;

namespace JcmHub.EndToEnd.Tests;

/// <summary>Registries that are dead, lie, refuse or are asked while the hub dies, on one stack; each question has units and a host of its own.</summary>
public sealed class RegistryTroubleTests(DeadRegistryFixture dead) : IClassFixture<DeadRegistryFixture>
{
    private string? _maldives;

    private StackFixture Hub => dead.Hub;

    [Fact]
    public async Task Demo_ARegistryDeadForItsLength_DelaysNobodyElseAndGetsItsRecordsOnceInOrder()
    {
        Assert.Equal("recorded", Text(dead.Waiting["state"]));
        DemoFigures.AreIn(dead.Outcome);
        Assert.Equal(0, dead.Outcome["reconciliation"]!["differences"]!.GetValue<int>());

        var receipted = new List<string>();
        foreach (var number in new[] { 1, 2, 3 })
            receipted.Add(Text((await Hub.GetAsync($"transactions/TH.TH.{number}", "reviewer")).Body["receiptedOn"]));
        Assert.Equal(receipted.Order(StringComparer.Ordinal), receipted);
    }

    [Fact]
    public async Task Receipt_ThatProvesNothing_MovesNothingAndIsToldWithItsCode()
    {
        await Task.WhenAll(
            IsToldAsync("TH", "TH014", 2021, """{"wrongReceipt":true}""", "receipt-for-another-record"),
            IsToldAsync("PH", "PH901", 2025, """{"wrongSignature":true}""", "signature-wrong"),
            IsToldAsync("JP", "MV002", 2022, """{"unknownSender":true}""", "signature-key-unknown"));
    }

    [Fact]
    public async Task Record_RefusedByItsRegistry_IsListedItsUnitsHeldAndReplayedAsANewNumber()
    {
        var report = await ReportWay.UntilCompleteAsync(Hub, Samples.ReportOf(2022), year: 2022);
        await Hub.FaultAsync("TH", """{"refuse":"account-closed","loseAnswer":true}""");
        foreach (var side in new[] { "JP", "TH" })
            await ReportWay.ApprovesAsync(Hub, ReportWay.DecisionOf(2022), side);
        await IsReconciledWithoutTheAnswerAsync(report);
        await Hub.FaultAsync("TH", "{}");
        var state = await Hub.EventuallyAsync($"reports/{report}", "reviewer", state => state["records"] is JsonArray and [{ } first, ..] && Text(first["state"]) == "refused");
        var refused = Text(state["records"]![0]!["id"]);

        var letter = (await Hub.GetAsync("dead-letters", "operator")).Body["records"]!.AsArray().Single(letter => Text(letter!["id"]) == refused)!;
        Assert.Equal(["account-closed"], letter["codes"]!.AsArray().Select(Text));
        Assert.Equal(2017, await IssuedAsync(2022, "awaiting"));
        await CompletesAsync(await CancelAsync("TH", "TH014", 2021, "behind-the-refused"));

        var (status, replayed) = await Hub.PostAsync($"dead-letters/{refused}/replay", Array.Empty<byte>(), "operator");
        Assert.True(status == 200, replayed.ToJsonString());
        var renewed = RecordId.Parse(Text(replayed["replayedAs"]));
        Assert.True(renewed.Number > RecordId.Parse(refused).Number + 1);
        await Hub.EventuallyAsync($"transactions/{renewed}", "reviewer", record => Text(record["state"]) == "receipted");
        Assert.Equal(2017, await IssuedAsync(2022, "live"));
        Assert.Equal(replayed.ToJsonString(), (await Hub.PostAsync($"dead-letters/{refused}/replay", Array.Empty<byte>(), "operator")).Body.ToJsonString());
    }

    [Fact]
    public async Task Acknowledgement_OfANotifiedAmount_CountsOnceFromItsGovernmentForItsTonnes()
    {
        const string route = "registries/MV/acknowledgements";
        Assert.Equal((422, "acknowledgement-tonnes"), Code(await Hub.PostAsync(route, Acknowledgement(29, 289), "government", "MV")));
        Assert.Equal((422, "acknowledgement-tonnes"), Code(await Hub.PostAsync(route, Acknowledgement(29), "government", "MV")));
        // A year named twice was once a fault of the hub; its tonnes are added up.
        var twice = Acknowledgement(29, 144, 145);
        twice["vintages"]![2]!["year"] = 2022;
        Assert.Equal((422, "acknowledgement-tonnes"), Code(await Hub.PostAsync(route, twice, "government", "MV")));
        Assert.Equal((403, "wrong-party"), Code(await Hub.PostAsync(route, Acknowledgement(29, 288), "government", "TH")));
        Assert.Equal((403, "wrong-party"), Code(await Hub.PostAsync("registries/TH/acknowledgements", Acknowledgement(29, 288), "government", "TH")));
        Assert.Equal((403, "wrong-party"), Code(await Hub.PostAsync(route, Acknowledgement(29, 288), "government", "JP")));
        Assert.Equal((422, "acknowledgement-day"), Code(await Hub.PostAsync(route, Acknowledgement(29, 288).With("acknowledgedOn", "2025-12-01"), "government", "MV")));
        Assert.Null(await AcknowledgedOnAsync());

        for (var time = 0; time < 2; time++)
            Assert.Equal(200, (await Hub.PostAsync(route, Acknowledgement(29, 288), "government", "MV")).Status);
        Assert.Equal("2025-12-16", await AcknowledgedOnAsync());
        Assert.Equal((409, "acknowledgement-already-made"), Code(await Hub.PostAsync(route, Acknowledgement(29, 288).With("acknowledgedOn", "2025-12-17"), "government", "MV")));
        Assert.Equal("2025-12-16", await AcknowledgedOnAsync());
    }

    [Fact]
    public async Task Reconciliation_HubKilledInItsMiddle_LeavesNoHalfResultAndTheNextRunIsWhole()
    {
        var before = await ReconcileAsync();
        // Japan's registry does not answer before the hub is dead; all others have.
        await Hub.FaultAsync("JP", """{"slow":600000}""");
        var dying = ReconcileAsync();
        await Task.WhenAny(dying, Task.Delay(TimeSpan.FromSeconds(1)));
        Assert.False(dying.IsCompleted);
        await Hub.Stack.KillFunctionsAsync(FunctionsCommand.Own, default);
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => dying);
        await Hub.FaultAsync("JP", "{}");

        var kept = (await Hub.GetAsync($"reconciliations/{Text(before["date"])}", "operator")).Body;
        Assert.Equal(before.ToJsonString(), kept.ToJsonString());
        var after = await ReconcileAsync();
        Assert.Equal("agreed", Text(after["state"]));
        Assert.Equal(["GX-ETS", "JP", "PH", "TH"], after["registries"]!.AsArray().Select(part => Text(part!["registry"])));
        Assert.Equal(after.ToJsonString(), (await Hub.GetAsync($"reconciliations/{Text(after["date"])}", "operator")).Body.ToJsonString());
    }

    /// <summary>The registry cancels a tonne and answers with something that proves nothing, until it behaves.</summary>
    private async Task IsToldAsync(string registry, string project, int vintage, string fault, string code)
    {
        var before = await CancelledAsync(registry, project);
        await Hub.FaultAsync(registry, fault);
        var record = await CancelAsync(registry, project, vintage, "lying-registry");
        await IsLoggedAsync($"{record} was not delivered: {code}");

        Assert.Equal("recorded", Text((await Hub.GetAsync($"transactions/{record}", "reviewer")).Body["state"]));
        Assert.Equal(before, await CancelledAsync(registry, project));
        await Hub.FaultAsync(registry, "{}");
        await CompletesAsync(record);
        Assert.Equal(before + 1, await CancelledAsync(registry, project));
    }

    /// <summary>The registry has counted the record, refused it, and the hub does not know: it may as well have been applied.</summary>
    private async Task IsReconciledWithoutTheAnswerAsync(string report)
    {
        var state = await Hub.EventuallyAsync($"reports/{report}", "reviewer", state => state["records"] is JsonArray { Count: > 0 });
        var record = RecordId.Parse(Text(state["records"]![0]!["id"]));
        JsonNode thailand;
        do
        {
            var result = await ReconcileAsync();
            Assert.Equal(("agreed", 0), (Text(result["state"]), result["differences"]!.GetValue<int>()));
            thailand = result["registries"]!.AsArray().Single(part => Text(part!["registry"]) == "TH")!;
        }
        while (Text(thailand["streams"]![0]!["applied"]) != record.Number.ToString(CultureInfo.InvariantCulture));
        Assert.Equal("recorded", Text((await Hub.GetAsync($"transactions/{record}", "reviewer")).Body["state"]));
    }

    private async Task<string> CancelAsync(string registry, string project, int vintage, string operation)
    {
        var (status, answer) = await Hub.PostAsync("credits/cancellations", new JsonObject
        {
            ["documentType"] = "cancellation-request", ["schemaVersion"] = "1.0", ["operation"] = operation, ["host"] = project[..2], ["project"] = project,
            ["vintage"] = vintage, ["fromAccount"] = $"{registry}-GOV", ["toAccount"] = $"{registry}-CAN", ["tonnes"] = "1", ["reason"] = "an example",
        }, "registry", registry);
        Assert.True(status == 202, answer.ToJsonString());
        return Text(answer["record"]);
    }

    private Task<JsonObject> CompletesAsync(string record) =>
        Hub.EventuallyAsync($"transactions/{record}", "reviewer", state => Text(state["state"]) == "receipted");

    private Task<long> CancelledAsync(string registry, string project) =>
        TonnesAsync(project, total => Text(total["registry"]) == registry && Text(total["account"]) == $"{registry}-CAN");

    /// <summary>What the hub's ledger holds of a project.</summary>
    private async Task<long> TonnesAsync(string project, Func<JsonNode, bool> which) =>
        (await Hub.GetAsync($"credits/totals?party={project[..2]}", "reviewer")).Body["totals"]!.AsArray()
            .Where(total => Text(total!["project"]) == project && which(total))
            .Sum(total => long.Parse(Text(total!["tonnes"]), CultureInfo.InvariantCulture));

    private Task<long> IssuedAsync(int vintage, string state) =>
        TonnesAsync("TH014", total => Text(total["registry"]) == "TH" && total["vintage"]!.GetValue<int>() == vintage && Text(total["state"]) == state);

    private async Task IsLoggedAsync(string sentence)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            using var log = new StreamReader(new FileStream(Hub.Stack.Data.FunctionsLog, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
            if ((await log.ReadToEndAsync()).Contains(sentence, StringComparison.Ordinal))
                return;
            Assert.False(limit.IsCancellationRequested, $"The log does not say: {sentence}");
            await Task.Delay(50, CancellationToken.None);
        }
    }

    private async Task<JsonObject> ReconcileAsync()
    {
        var (status, result) = await Hub.PostAsync("reconciliations", Array.Empty<byte>(), "operator");
        Assert.Equal(200, status);
        return result;
    }

    private async Task<string?> AcknowledgedOnAsync() =>
        (await Hub.GetAsync($"reports/{_maldives ??= await MaldivesReportAsync()}", "reviewer")).Body["facts"]!["acknowledged"]?.GetValue<string>();

    private async Task<string> MaldivesReportAsync() =>
        Text((await Hub.PostAsync("reports", await File.ReadAllBytesAsync(Path.Combine(Samples.Directory, "mv002-2021-2022.json")), "participant", "MV")).Body["id"]);

    private static JsonObject Acknowledgement(params int[] tonnes) => new()
    {
        ["documentType"] = "notification-acknowledgement", ["schemaVersion"] = "1.0", ["decision"] = "MV-MV002-2021-2022",
        ["vintages"] = new JsonArray([.. tonnes.Select((amount, i) => new JsonObject { ["year"] = 2021 + i, ["tonnes"] = amount.ToString(CultureInfo.InvariantCulture) })]),
        ["acknowledgedOn"] = "2025-12-16",
    };

    private static (int, string?) Code((int Status, JsonObject Body) answer) => (answer.Status, answer.Body["code"]?.GetValue<string>());

    private static string Text(JsonNode? node) => node!.GetValue<string>();
}
