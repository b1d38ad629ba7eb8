using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using JcmHub.Adapters.Blobs;
using JcmHub.Adapters.Tables;
using JcmHub.Adapters.Tests.Decisions;
using JcmHub.Adapters.Tests.UnitOperations;
using JcmHub.Domain.Ledger;
using JcmHub.Domain.Ledger.Operations;
using JcmHub.Domain.Parties;
using JcmHub.Flows.Exchange;
using JcmHub.Flows.GxEts;
using JcmHub.Flows.Issuance;
using JcmHub.Flows.Reconciliation;
using Microsoft.Extensions.Logging.Abstractions;

namespace JcmHub.Adapters.Tests.Reconciliation;

/// <summary>What a reconciliation holds, GX-ETS cannot take: feed, notices, explanation and operations say so with one voice, until one finds it in order.</summary>
public sealed class MarketDisputeTests(StorageFixture storage) : IClassFixture<StorageFixture>
{
    private static readonly DateOnly Day = MarketLab.Day;

    [Fact]
    public async Task Run_JapanLacksListedUnits_WithdrawsThemUntilItHasThemAgain()
    {
        var (hub, desk) = await ListedAsync("DA");

        await ReconcileAsync(hub, "DA", lacking: "JP-ENT-1");

        Assert.Equal(["eligible JP-ENT-1 60", "units-disputed JP-ENT-1 60"], await SaidAsync(hub, "DA"));
        Assert.Equal(["DA.GX-ETS.2"], (await MarketLab.FeedAsync(hub, "DA")).Select(item => Text(item["record"])));
        Assert.Equal("units-disputed", await WhyNotAsync(hub, "DA", "JP-ENT-1"));
        Assert.Equal("units-reconciling", (await desk.AskAsync(OperationKind.Transfer, "DA", "DA001", "move", "JP-ENT-1", "JP-ENT-2", 5)).Refusal?.Code);
        // Units that did not differ go on.
        await desk.DoneAsync(OperationKind.Transfer, "DA", "DA001", "other", "JP-GOV", "JP-ENT-2", 5, Day);
        await ReconcileAsync(hub, "DA", lacking: "JP-ENT-1");
        Assert.Equal(["eligible JP-ENT-1 60", "units-disputed JP-ENT-1 60", "eligible JP-ENT-2 5"], await SaidAsync(hub, "DA"));

        await ReconcileAsync(hub, "DA");
        await ReconcileAsync(hub, "DA");

        Assert.Equal(["eligible JP-ENT-1 60", "units-disputed JP-ENT-1 60", "eligible JP-ENT-2 5", "eligible JP-ENT-1 60"], await SaidAsync(hub, "DA"));
        Assert.Equal("", await WhyNotAsync(hub, "DA", "JP-ENT-1"));
        await desk.DoneAsync(OperationKind.Transfer, "DA", "DA001", "move-2", "JP-ENT-1", "JP-ENT-2", 5, Day);
        await VerifyAsync("DA");
    }

    /// <summary>The process dies at every place between "found" and "told": whoever comes next goes on, and nothing is said twice.</summary>
    [Theory]
    [InlineData("DB", 0, false)]
    [InlineData("DC", 1, true)]
    public async Task Run_DiesBetweenHeldAndWithdrawn_IsFinishedByTheSweep(string host, int transactions, bool isHeld)
    {
        var (hub, _) = await ListedAsync(host);
        await Assert.ThrowsAsync<DyingRows.DeathException>(() => ReconcileAsync(hub, host, "JP-ENT-1", new DyingRows(Rows(), transactions)));

        Assert.Equal(isHeld ? "units-disputed" : "", await WhyNotAsync(hub, host, "JP-ENT-1"));
        await new DisputedUnits(hub.Rules, hub.Ledger).ContinueAsync(PartyId.Parse(host), default);
        await new DisputedUnits(hub.Rules, hub.Ledger).ContinueAsync(PartyId.Parse(host), default);

        Assert.Equal(isHeld ? ["eligible JP-ENT-1 60", "units-disputed JP-ENT-1 60"] : ["eligible JP-ENT-1 60"], await SaidAsync(hub, host));
        await ReconcileAsync(hub, host, lacking: "JP-ENT-1");
        Assert.Equal(["eligible JP-ENT-1 60", "units-disputed JP-ENT-1 60"], await SaidAsync(hub, host));
        await VerifyAsync(host);
    }

    /// <summary>Units that are on the move while they are found to differ come to their end as held.</summary>
    [Fact]
    public async Task Run_UnitsThatAreOnTheMove_AreWithdrawnWhenTheyArrive()
    {
        var (hub, desk) = await ListedAsync("DE");
        Hub.Ok(await desk.AskAsync(OperationKind.Transfer, "DE", "DE001", "move", "JP-ENT-1", "JP-ENT-2", 60));

        await ReconcileAsync(hub, "DE", lacking: "JP-ENT-1");
        Assert.Equal(["eligible JP-ENT-1 60"], await SaidAsync(hub, "DE"));
        await desk.ApplyAsync("DE", PartyId.Japan, Day);

        Assert.Equal(["eligible JP-ENT-1 60", "units-disputed JP-ENT-1 60"], await SaidAsync(hub, "DE"));
        await ReconcileAsync(hub, "DE");
        Assert.Equal(["eligible JP-ENT-1 60", "units-disputed JP-ENT-1 60", "eligible JP-ENT-2 60"], await SaidAsync(hub, "DE"));
    }

    /// <summary>A run that could not compare the registry says nothing of it; an older run that ends later does not undo a newer one.</summary>
    [Fact]
    public async Task Run_ThatCannotCompareOrIsOlder_LeavesWhatIsHeld()
    {
        var (hub, _) = await ListedAsync("DF");
        await ReconcileAsync(hub, "DF", lacking: "JP-ENT-1");

        var result = await ReconcileAsync(hub, "DF", isReachable: false);
        await ReconcileAsync(hub, "DF", time: new ShiftedPast());

        Assert.Equal("not-compared", Text(Part(result, "JP")["state"]));
        Assert.Equal("units-disputed", await WhyNotAsync(hub, "DF", "JP-ENT-1"));
    }

    /// <summary>GX-ETS has units that it should not have, until it takes the withdrawal.</summary>
    [Fact]
    public async Task Run_GxEtsRefusedAWithdrawal_NamesItUntilAReplayIsTaken()
    {
        var (hub, desk) = await ListedAsync("DG");
        await desk.ApplyAsync("DG", Destination.GxEts, Day);
        await desk.DoneAsync(OperationKind.Transfer, "DG", "DG001", "back", "JP-ENT-1", "JP-GOV", 20, Day);
        await desk.ApplyAsync("DG", Destination.GxEts, Day, refuseWith: "maintenance");

        var differing = Part(await ReconcileAsync(hub, "DG", market: ["JP-ENT-1 40", "JP-GOV 20"]), "GX-ETS");
        Assert.Equal(("differs", "withdrawal-refused 20"), (Text(differing["state"]), Differences(differing)));
        Assert.Equal([("DG.GX-ETS.1", "receipted"), ("DG.GX-ETS.2", "refused")], (await MarketLab.FeedAsync(hub, "DG")).Select(item => (Text(item["record"]), Text(item["state"]))));

        Hub.Ok(await desk.Letters.ReplayAsync("DG.GX-ETS.2", Hub.Government("JP"), default));
        await desk.ApplyAsync("DG", Destination.GxEts, Day);
        Assert.Equal("agreed", Text(Part(await ReconcileAsync(hub, "DG", market: ["JP-ENT-1 40"]), "GX-ETS")["state"]));
        // What it has beyond that, nobody announced.
        Assert.Equal("orphan-use 20", Differences(Part(await ReconcileAsync(hub, "DG", market: ["JP-ENT-1 40", "JP-GOV 20"]), "GX-ETS")));
    }

    private async Task<(Hub Hub, RegistryDesk Desk)> ListedAsync(string host)
    {
        var hub = new Hub(storage, Hub.Project($"{host}001"), MarketLab.Host(host));
        var desk = await MarketLab.IssuedAsync(storage, hub, host, $"{host}001");
        await desk.DoneAsync(OperationKind.Transfer, host, $"{host}001", "list", "JP-GOV", "JP-ENT-1", 60, Day);
        return (hub, desk);
    }

    /// <summary>Japan's registry has what the ledger says, but for the units of one account; GX-ETS has what the test says, or is not reached.</summary>
    private async Task<JsonObject> ReconcileAsync(
        Hub hub, string host, string? lacking = null, ILedgerRows? rows = null, bool isReachable = true, TimeProvider? time = null, params string[] market)
    {
        var view = hub.Ledger.View(PartyId.Parse(host));
        var held = new List<UnitBlock>();
        await foreach (var row in view.BlocksOfAsync(PartyId.Japan, default))
            held.Add(LedgerJson.Read<UnitBlock>(row.Body));
        var snapshots = new Dictionary<Destination, JsonObject>();
        if (isReachable)
            snapshots[PartyId.Japan] = await SnapshotAsync(view, PartyId.Japan, held.Where(block => block.Account != lacking).Select(block => (block, block.RegistrySerials!.Value)));
        if (market.Length > 0)
            snapshots[Destination.GxEts] = await SnapshotAsync(view, Destination.GxEts, market.Select(each => Listed(held.Single(block => $"{block.Account} {block.Units.Count}" == each))));
        rows ??= Rows();
        var ledger = Hub.LedgerOn(rows);
        return await new Reconcile(hub.Rules, ledger, new LedgerCuts(rows, new BlobCheckpoints(storage.Blobs()), NullLogger<LedgerCuts>.Instance), new Snapshots(snapshots),
            new BlobReconciliations(storage.Blobs()), new OverdueReceipts(hub.Rules, ledger, TimeProvider.System), time ?? TimeProvider.System).RunAsync(default);
    }

    /// <summary>A block of Japan's registry as GX-ETS has it on its list, wherever it lies now.</summary>
    private static (UnitBlock, SerialRange) Listed(UnitBlock block) => (block with { Account = "JP-ENT-1", AccountType = AccountType.EntityHolding }, block.RegistrySerials!.Value);

    private static async Task<JsonObject> SnapshotAsync(LedgerView view, Destination registry, IEnumerable<(UnitBlock Block, SerialRange Numbers)> blocks) => new()
    {
        ["documentType"] = "registry-snapshot",
        ["schemaVersion"] = "1.0",
        ["registry"] = registry.Code,
        ["asOf"] = "2026-11-24T15:00:00Z",
        ["streams"] = new JsonArray(new JsonObject { ["hostParty"] = view.Host.Code, ["lastApplied"] = Number(await DeliveredAsync(view, registry)) }),
        ["blocks"] = new JsonArray([.. blocks.Select(each => new JsonObject
        {
            ["account"] = each.Block.Account,
            ["accountType"] = System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(each.Block.AccountType.ToString()),
            ["project"] = each.Block.Project.ToString(),
            ["vintage"] = each.Block.Vintage.Year,
            ["first"] = Number(each.Numbers.First),
            ["last"] = Number(each.Numbers.Last),
            ["tonnes"] = Number(each.Numbers.Count),
        })]),
    };

    private static async Task<long> DeliveredAsync(LedgerView view, Destination registry) =>
        (await view.FindAsync<StreamCursor>(LedgerKeys.Cursor(registry), default))?.Value.Delivered ?? 0;

    private static async Task<IEnumerable<string>> SaidAsync(Hub hub, string host) => (await MarketLab.SaidAsync(hub, host)).Select(said => said.Text);

    private static async Task<string> WhyNotAsync(Hub hub, string host, string account)
    {
        var answer = Hub.Ok(await new ExplainEligibility(hub.Rules, hub.Ledger, TimeProvider.System).ExplainAsync(host, null, account, null, null, default));
        return string.Join(' ', answer["blocks"]!.AsArray().SelectMany(block => block!["whyNot"]!.AsArray()).Select(reason => Text(reason!["code"])).Distinct());
    }

    private async Task VerifyAsync(string host)
    {
        using var journal = new MemoryStream();
        await ExportJournal.WriteAsync(Rows(), PartyId.Parse(host), TestKeys.Hub, TimeProvider.System, journal, default);
        journal.Position = 0;
        Assert.Null(JournalVerification.Verify(journal, default).Failure);
    }

    private static JsonNode Part(JsonObject result, string registry) => result["registries"]!.AsArray().Single(part => Text(part!["registry"]) == registry)!;

    private static string Differences(JsonNode part) => string.Join(' ', part["differences"]!.AsArray().Select(difference => $"{difference!["code"]} {difference["tonnes"]}"));

    private static string Text(JsonNode? node) => node!.GetValue<string>();

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    private TableLedgerRows Rows() => new(storage.Tables());

    /// <summary>Registries that answer; the others are down.</summary>
    private sealed class Snapshots(Dictionary<Destination, JsonObject> snapshots) : ISnapshots
    {
        public IReadOnlyCollection<Destination> Reachable => snapshots.Keys;

        public Task<(ReadOnlyMemory<byte>? Document, string? Failure)> FetchAsync(Destination destination, CancellationToken cancellationToken) =>
            Task.FromResult(snapshots.TryGetValue(destination, out var snapshot)
                ? ((ReadOnlyMemory<byte>?)Encoding.UTF8.GetBytes(snapshot.ToJsonString()), (string?)null)
                : (null, "it is down"));
    }

    /// <summary>An hour ago.</summary>
    private sealed class ShiftedPast : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddHours(-1);
    }
}
