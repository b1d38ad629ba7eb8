using System.Globalization;
using System.Text.Json;
using JcmHub.Adapters.Tests.Decisions;
using JcmHub.Domain.Calendar;
using JcmHub.Domain.Eligibility;
using JcmHub.Domain.Ledger;
using JcmHub.Domain.Ledger.Operations;
using JcmHub.Domain.Parties;
using JcmHub.Flows;
using JcmHub.Flows.Exchange;
using JcmHub.Flows.GxEts;
using JcmHub.Flows.Issuance;

namespace JcmHub.Adapters.Tests.UnitOperations;

/// <summary>GX-ETS is told of units in the entry that makes them eligible, or makes them cease to be, by whatever operation.</summary>
public sealed class TellMarketTests(StorageFixture storage) : IClassFixture<StorageFixture>
{
    private const string Agreed = """
        "article6RulesAgreed":[{"from":"2020-01-01","value":"yes","source":"a test","certainty":"sourced"}]
        """;
    private static readonly DateOnly Day = new(2026, 5, 1);
    private static readonly MonitoringPeriod Year2022 = new(new DateOnly(2022, 1, 1), new DateOnly(2022, 12, 31));

    [Fact]
    public async Task Operations_OnAuthorisedUnits_TellGxEtsOfEachUnitOnceAndOfItsEnd()
    {
        var hub = new Hub(storage, Hub.Project("CA001"), Hub.Host("CA", Agreed));
        var desk = await IssuedAsync(hub, "CA", "CA001");
        Assert.Empty(await SaidAsync(hub, "CA"));

        await desk.DoneAsync(OperationKind.Transfer, "CA", "CA001", "1", "JP-GOV", "JP-ENT-1", 60, Day);
        await desk.DoneAsync(OperationKind.Transfer, "CA", "CA001", "2", "JP-ENT-1", "JP-ENT-2", 25, Day);
        await desk.DoneAsync(OperationKind.Retirement, "CA", "CA001", "3", "JP-ENT-1", "JP-RET", 10, Day, "\"purpose\":\"OIMP\",\"useYear\":2026");
        await desk.DoneAsync(OperationKind.Transfer, "CA", "CA001", "4", "JP-ENT-2", "JP-GOV", 5, Day);

        Assert.Equal(
        [
            "eligible JP-ENT-1 60", "account-changed JP-ENT-1 25", "eligible JP-ENT-2 25", "units-used JP-ENT-1 10", "account-not-entity JP-ENT-2 5",
        ], (await SaidAsync(hub, "CA")).Select(said => said.Text));
        Assert.Equal(5, await desk.ApplyAsync("CA", Destination.GxEts, Day));
        await AssertInStepAsync(hub, "CA");
        Assert.Equal(["60 of which 25", "25 of which 20"], await FeedAsync(hub));
    }

    [Fact]
    public async Task Transfer_ThatTheRegistryRefuses_TellsGxEtsNothing()
    {
        var hub = new Hub(storage, Hub.Project("CB001"), Hub.Host("CB", Agreed));
        var desk = await IssuedAsync(hub, "CB", "CB001");
        await desk.DoneAsync(OperationKind.Transfer, "CB", "CB001", "1", "JP-GOV", "JP-ENT-1", 60, Day);

        Hub.Ok(await desk.AskAsync(OperationKind.Transfer, "CB", "CB001", "2", "JP-ENT-1", "JP-ENT-2", 25));
        await desk.ApplyAsync("CB", PartyId.Japan, Day, refuseWith: "account-unknown");

        Assert.Equal(["eligible JP-ENT-1 60"], (await SaidAsync(hub, "CB")).Select(said => said.Text));
        await AssertInStepAsync(hub, "CB");
    }

    [Fact]
    public async Task Replay_OfAnAnnouncementThatIsNoLongerSo_IsRefused()
    {
        var hub = new Hub(storage, Hub.Project("CC001"), Hub.Host("CC", Agreed));
        var desk = await IssuedAsync(hub, "CC", "CC001");
        await desk.DoneAsync(OperationKind.Transfer, "CC", "CC001", "1", "JP-GOV", "JP-ENT-1", 60, Day);
        await desk.ApplyAsync("CC", Destination.GxEts, Day, refuseWith: "account-unknown");

        Assert.Equal("CC.GX-ETS.2", Hub.Ok(await desk.Letters.ReplayAsync("CC.GX-ETS.1", Hub.Government("JP"), default))["replayedAs"]!.GetValue<string>());
        await desk.ApplyAsync("CC", Destination.GxEts, Day, refuseWith: "account-unknown");
        await desk.DoneAsync(OperationKind.Retirement, "CC", "CC001", "2", "JP-ENT-1", "JP-RET", 1, Day, "\"purpose\":\"OIMP\",\"useYear\":2026");

        Assert.Equal("replay-outdated", (await desk.Letters.ReplayAsync("CC.GX-ETS.2", Hub.Government("JP"), default)).Refusal?.Code);
    }

    /// <summary>What GX-ETS was told adds up to what is eligible today, unit by unit: nothing twice, nothing that it was not told the end of.</summary>
    private static async Task AssertInStepAsync(Hub hub, string host)
    {
        var known = new Dictionary<long, string>();
        foreach (var said in await SaidAsync(hub, host))
        {
            for (var unit = said.Units.First; unit <= said.Units.Last; unit++)
            {
                if (said.Text.StartsWith("eligible ", StringComparison.Ordinal))
                    Assert.True(known.TryAdd(unit, said.Account), $"Unit {unit} was announced twice.");
                else
                    Assert.True(known.Remove(unit, out var account) && account == said.Account, $"Unit {unit} was withdrawn from {said.Account} without being there.");
            }
        }

        var eligible = new Dictionary<long, string>();
        await foreach (var row in hub.Ledger.View(PartyId.Parse(host)).AllBlocksAsync(default))
        {
            var block = LedgerJson.Read<UnitBlock>(row.Body);
            if (EligibilityGate.WhyNot(block, hub.Rules.GxEts, EligibleCredits.DayInJapan(TimeProvider.System.GetUtcNow()), isDisputed: false).Count > 0)
                continue;
            for (var unit = block.Units.First; unit <= block.Units.Last; unit++)
                eligible.Add(unit, block.Account);
        }

        Assert.Equal(eligible.OrderBy(unit => unit.Key), known.OrderBy(unit => unit.Key));
    }

    private async Task<RegistryDesk> IssuedAsync(Hub hub, string host, string project)
    {
        var desk = new RegistryDesk(hub, storage);
        await desk.TellAccountsAsync("JP");
        await hub.ReadyAsync(project, Year2022, Day, (2022, 140));
        var decision = Hub.Decision($"{host}-{project}-2022", Day, Hub.Project(project, Year2022, Hub.Allocation(host, 2022, 100, 40)));
        decision["authorization"] = System.Text.Json.Nodes.JsonNode.Parse($$"""
            {"authorizationId":"{{host}}X-0001","cooperativeApproach":"CA0009","purposes":"NDC and OIMP","firstTransferDefOimp":"issuance","quantity":100,"authorizedOn":"2026-05-01"}
            """);
        await hub.DecidedAsync(decision);
        await desk.ApplyAsync(host, PartyId.Japan, Day);
        return desk;
    }

    private static async Task<IReadOnlyList<(string Text, string Account, SerialRange Units)>> SaidAsync(Hub hub, string host)
    {
        var said = new List<(string, string, SerialRange)>();
        var view = hub.Ledger.View(PartyId.Parse(host));
        await foreach (var (record, _) in view.RecordsAsync(Destination.GxEts, 1, await view.TailAsync(Destination.GxEts, default), default))
        {
            using var document = JsonDocument.Parse(record.Document);
            var data = document.RootElement.GetProperty("data");
            foreach (var block in data.GetProperty("blocks").EnumerateArray())
            {
                var account = block.GetProperty("account").GetString()!;
                var what = data.TryGetProperty("reason", out var reason) ? reason.GetString() : "eligible";
                said.Add(($"{what} {account} {block.GetProperty("tonnes").GetString()}", account, new SerialRange(Number(block, "hubFirst"), Number(block, "hubLast"))));
            }
        }

        return said;
    }

    private static async Task<IEnumerable<string>> FeedAsync(Hub hub) =>
        Hub.Ok(await new ReadEligibleCredits(hub.Rules, hub.Ledger).ReadAsync(null, new Caller("market", "market-operator", null), default))["items"]!.AsArray()
            .Where(item => item!["eligibleNow"] is not null && item["record"]!.GetValue<string>().StartsWith("CA.", StringComparison.Ordinal))
            .Select(item => $"{item!["data"]!["blocks"]!.AsArray().Sum(block => long.Parse(block!["tonnes"]!.GetValue<string>(), CultureInfo.InvariantCulture))} of which {item["eligibleNow"]}");

    private static long Number(JsonElement item, string name) => long.Parse(item.GetProperty(name).GetString()!, CultureInfo.InvariantCulture);
}
