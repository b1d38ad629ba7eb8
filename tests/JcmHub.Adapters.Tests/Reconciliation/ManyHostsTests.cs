using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using JcmHub.Adapters.Blobs;
using JcmHub.Adapters.Files;
using JcmHub.Adapters.Tables;
using JcmHub.Adapters.Tests.Decisions;
using JcmHub.Adapters.Tests.Issuance;
using JcmHub.Domain.Adjustments;
using JcmHub.Domain.Calendar;
using JcmHub.Domain.Credits;
using JcmHub.Domain.Ledger;
using JcmHub.Domain.Ledger.Journal;
using JcmHub.Domain.Parties;
using JcmHub.Domain.Projects;
using JcmHub.Domain.Quantities;
using JcmHub.Flows;
using JcmHub.Flows.Exchange;
using JcmHub.Flows.Issuance;
using JcmHub.Flows.Reconciliation;
using JcmHub.Local.Stack;

namespace JcmHub.Adapters.Tests.Reconciliation;

/// <summary>Reconciliation over the ledgers of several hosts, on a real storage of each test's own.</summary>
public sealed partial class ManyHostsTests : IAsyncLifetime
{
    private static readonly RuleBook Rules = RuleBookFiles.Load(Path.Combine(Checkout.Root(AppContext.BaseDirectory), "schemas"));
    private static readonly PartyId Thailand = PartyId.Parse("TH");
    private static readonly PartyId Philippines = PartyId.Parse("PH");
    private static readonly DateOnly Day = new(2026, 2, 2);
    private readonly StorageFixture _storage = new();

    public Task InitializeAsync() => _storage.InitializeAsync();

    public Task DisposeAsync() => _storage.DisposeAsync();

    [Fact]
    public async Task Run_OneJournalBrokenInStorage_NamesTheHostAndComparesTheOthers()
    {
        await IssueAsync(Thailand, 1, 20);
        await IssueAsync(Philippines, 21, 40);
        Assert.Equal(("agreed", "agreed", 0), Told(await RunAsync(Japan(("TH014", 1, 20), ("PH901", 21, 40)))));
        Assert.Equal("differs", (await RunAsync(Japan(("TH014", 1, 19), ("PH901", 21, 40))))["state"]!.GetValue<string>());
        Assert.Equal([new SerialRange(20, 20)], await HeldAsync());

        // Entry 1 enters the hub's key.
        await BreakAsync(Thailand, 2);
        var incomplete = await RunAsync(Japan(("TH014", 1, 3), ("PH901", 21, 40)));
        var differing = await RunAsync(Japan(("TH014", 1, 20), ("PH901", 21, 39)));

        Assert.Equal(("incomplete", "incomplete", "TH"), (Text(incomplete["state"]), Text(Part(incomplete)["state"]), Text(Part(incomplete)["leftOut"]![0])));
        Assert.Equal(("TH", "journal-broken"), (Text(incomplete["brokenJournals"]![0]!["party"]), Text(Part(incomplete)["errors"]![0]!["code"])));
        Assert.Equal("PH901", Text(Assert.Single(Part(incomplete)["totals"]!.AsArray())!["project"]));
        Assert.Equal(("differs", "missing-remote 40-40"), (Text(differing["state"]), Differences(differing)));
        // What was found before is held until a run can say that it is in order.
        Assert.Equal([new SerialRange(40, 40), new SerialRange(20, 20)], await HeldAsync());
    }

    [Fact]
    public async Task Run_OneHostsCountersUnreadable_NamesTheHostAndComparesTheOthers()
    {
        await IssueAsync(Thailand, 1, 20);
        await IssueAsync(Philippines, 21, 40);
        var head = (await Rows().FindAsync(Thailand, LedgerKeys.Head, default))!;
        await Rows().CommitAsync(Thailand, [RowWrite.Replace(head, head.Key, "{"u8.ToArray())], default);

        var result = await RunAsync(Japan(("TH014", 1, 20), ("PH901", 21, 39)));

        Assert.Equal(("differs", "missing-remote 40-40"), (Text(result["state"]), Differences(result)));
        Assert.Equal("TH", Text(Assert.Single(result["brokenJournals"]!.AsArray())!["party"]));
    }

    [Fact]
    public async Task Run_SnapshotUnavailable_HoldsWhatTheRunBeforeFound()
    {
        await IssueAsync(Thailand, 1, 20);
        await RunAsync(Japan(("TH014", 1, 19)));

        await RunAsync();

        Assert.Equal([new SerialRange(20, 20)], await HeldAsync());
        await RunAsync(Japan(("TH014", 1, 20)));
        Assert.Empty(await HeldAsync());
    }

    /// <summary>Each ledger holds by itself; the two together say that a registry gave six numbers twice. That needs no snapshot.</summary>
    [Fact]
    public async Task Run_NumbersInTwoLedgers_NamesBothBlocksAndHoldsThem()
    {
        await IssueAsync(Thailand, 1, 20);
        await IssueAsync(Philippines, 15, 34);

        var result = await RunAsync();

        var difference = Assert.Single(Part(result)["differences"]!.AsArray())!;
        Assert.Equal(("differs", "serials-given-twice 15-20"), (Text(result["state"]), Differences(result)));
        Assert.Equal(["TH JP.20.3 TH.JP.1", "PH JP.20.3 PH.JP.1"],
            difference["claims"]!.AsArray().Select(claim => $"{claim!["host"]} {claim["block"]} {claim["record"]}"));
        Assert.Contains(new SerialRange(15, 20), await HeldAsync());
    }

    [Fact]
    public async Task Run_AccountOfAnotherKind_IsADifference()
    {
        await IssueAsync(Thailand, 1, 20);
        var snapshot = Japan(("TH014", 1, 20));
        snapshot["blocks"]![0]!["accountType"] = "entity-holding";

        var result = await RunAsync(snapshot);

        Assert.Equal("status-mismatch 1-20", Differences(result));
        Assert.Equal(("entity-holding", "government-holding"),
            (Text(Part(result)["differences"]![0]!["accountType"]), Text(Part(result)["differences"]![0]!["hub"]!["accountType"])));
    }

    [Fact]
    public async Task Run_Adjustments_AreComparedFromTheirReceiptOn()
    {
        await IssueAsync(Thailand, 1, 20);
        await ObligeAsync();
        Assert.Equal("agreed ", await AdjustmentsAsync(20));
        Assert.Equal("agreed ", await AdjustmentsAsync(null));
        Assert.Equal("not-compared ", await AdjustmentsAsync(null, isTold: false));
        Assert.Equal("differs adjustment-mismatch", await AdjustmentsAsync(19));

        await BookAsync();

        Assert.Equal("agreed ", await AdjustmentsAsync(20));
        Assert.Equal("differs adjustment-mismatch", await AdjustmentsAsync(19));
        Assert.Equal("differs adjustment-missing-remote", await AdjustmentsAsync(null));
        Assert.Equal("differs adjustment-missing-local adjustment-missing-remote", await AdjustmentsAsync(20, id: "TH.2021.9"));
        Assert.Equal("not-compared ", await AdjustmentsAsync(null, isTold: false));
    }

    private async Task IssueAsync(PartyId host, long first, long last)
    {
        var ledger = Hub.LedgerOn(Rows());
        var project = ProjectId.Parse(host.Code == "TH" ? "TH014" : "PH901");
        var record = new AnnouncedRecord(new RecordId(host, PartyId.Japan, 1), RecordKind.Issuance, last - first + 1, [SerialRange.From(1, last - first + 1)]);
        var decision = new Decision($"{host}-2021", host, project, new MonitoringPeriod(new DateOnly(2021, 1, 1), new DateOnly(2021, 12, 31)), Day, new Allocation([])) { ContentHash = "sha-256:0" };
        var issuance = new Domain.Ledger.Issuance { Decision = decision, ReportId = $"{project}-0000000000000000", Records = [record] };
        await Units.CommitAsync(ledger, host, "issue", (_, entry) =>
        {
            foreach (var side in Enum.GetValues<Side>())
                entry.Approve(new DecisionApproval(decision.Id, decision.ContentHash, side));
            var block = Units.Notified(entry.DrawUnits(last - first + 1)) with { Project = project, Decision = decision.Id, Authorization = "THA-0001" };
            entry.Put(block);
            entry.Announce(PartyId.Japan, RecordKind.Issuance, new IssuanceContent(decision.Id, project, decision.Period, [block], null, null), [block.Units]);
            return Task.CompletedTask;
        }, RowWrite.Add(LedgerKeys.Issuance(decision.Id), LedgerJson.Write(issuance)));
        await Units.CommitAsync(ledger, host, "issued", async (view, entry) =>
        {
            var block = (await view.BlockOfAsync(PartyId.Japan, 1, default))!;
            entry.Replace(block, block with { State = UnitState.Live, RegistrySerials = new SerialRange(first, last) });
        });
    }

    /// <summary>All twenty are first transferred, and Thailand's registry is told of the adjustment.</summary>
    private async Task ObligeAsync() => await Units.CommitAsync(Hub.LedgerOn(Rows()), Thailand, "oblige", async (view, entry) =>
    {
        var block = (await view.BlockOfAsync(PartyId.Japan, 1, default))!;
        entry.Replace(block, block with { FirstTransferredOn = Day });
        var adjustment = new CorrespondingAdjustment(
            $"TH.2021.{entry.DrawAdjustment()}", Thailand, block.Decision, block.Project, block.Vintage, new WholeTonnes(20), Day, "TH.JP.1", "TH.TH.1");
        entry.Put(adjustment);
        var authorization = new Authorization("THA-0001", "CA0004", "NDC and OIMP", new WholeTonnes(20), Day);
        entry.Announce(Thailand, RecordKind.CorrespondingAdjustment, new CorrespondingAdjustmentContent(block.Decision, block.Project, adjustment, authorization), []);
    });

    private async Task BookAsync()
    {
        var id = new RecordId(Thailand, Thailand, 1);
        var ledger = Hub.LedgerOn(Rows());
        var record = (await ledger.View(Thailand).FindAsync<OutboxRecord>(LedgerKeys.Outbox(id), default))!.Value.Value;
        var (_, obliged) = (await ledger.View(Thailand).FindAsync<CorrespondingAdjustment>(LedgerKeys.Adjustment("TH.2021.1"), default))!.Value;
        await Units.CommitAsync(ledger, Thailand, "book", (_, entry) =>
        {
            entry.Replace(obliged, obliged with { ReceiptedOn = Day });
            return Task.CompletedTask;
        }, RowWrite.Delete(LedgerKeys.Outbox(id)), RowWrite.Add(LedgerKeys.Record(id), LedgerJson.Write(new DeliveredRecord(record) { ReceiptedAt = record.Time, ReceiptEntry = 5 })));
    }

    /// <summary>What Thailand's part says of adjustments, and the codes of its differences, where its registry booked so many tonnes, or none.</summary>
    private async Task<string> AdjustmentsAsync(int? tonnes, bool isTold = true, string id = "TH.2021.1")
    {
        var part = Part(await RunAsync(ThaiSnapshot(tonnes, isTold, id)), "TH");
        return $"{part["adjustments"]} {string.Join(' ', part["differences"]!.AsArray().Select(difference => Text(difference!["code"])).Order(StringComparer.Ordinal))}";
    }

    /// <summary>Thailand's snapshot, with so many tonnes of an adjustment booked, or none.</summary>
    private static JsonObject ThaiSnapshot(int? tonnes, bool isTold = true, string id = "TH.2021.1")
    {
        var snapshot = Snapshot("TH", 1);
        if (isTold)
            snapshot["adjustments"] = new JsonArray();
        if (tonnes is { } booked)
            snapshot["adjustments"]!.AsArray().Add(JsonNode.Parse($$"""{"adjustment":"{{id}}","project":"TH014","vintage":2021,"tonnes":"{{booked}}","appliedOn":"2026-02-02"}"""));
        return snapshot;
    }

    private async Task<JsonObject> RunAsync(params JsonObject?[] snapshots)
    {
        var ledger = Hub.LedgerOn(Rows());
        return await new Reconcile(Rules, ledger, Cuts(), new Snapshots(snapshots), Store(), new OverdueReceipts(Rules, ledger, TimeProvider.System), TimeProvider.System).RunAsync(default);
    }

    /// <summary>What is held of Japan's registry, host by host.</summary>
    private async Task<IReadOnlyList<SerialRange>> HeldAsync()
    {
        var held = new List<SerialRange>();
        foreach (var host in new[] { Philippines, Thailand })
        {
            var view = Hub.LedgerOn(Rows()).View(host);
            held.AddRange((await view.DisputesAsync(await view.HeadAsync(default), PartyId.Japan, default)).Ranges);
        }

        return held;
    }

    private async Task BreakAsync(PartyId host, long entry)
    {
        var row = (await Rows().FindAsync(host, LedgerKeys.Journal(entry), default))!;
        var changed = Encoding.UTF8.GetString(row.Body.Span).Replace("JP-GOV", "JP-GOX", StringComparison.Ordinal);
        await Rows().CommitAsync(host, [RowWrite.Replace(row, row.Key, Encoding.UTF8.GetBytes(changed))], default);
    }

    private static (string Run, string Part, int Broken) Told(JsonObject result) =>
        (Text(result["state"]), Text(Part(result)["state"]), result["brokenJournals"]!.AsArray().Count);

    private static JsonNode Part(JsonObject result, string registry = "JP") => result["registries"]!.AsArray().Single(part => Text(part!["registry"]) == registry)!;

    private static string Differences(JsonObject result) =>
        string.Join(' ', Part(result)["differences"]!.AsArray().Select(difference => $"{difference!["code"]} {difference["first"]}-{difference["last"]}"));

    private static string Text(JsonNode? node) => node!.GetValue<string>();

    private static JsonObject Japan(params (string Project, long First, long Last)[] blocks) => Snapshot("JP", 0, blocks);

    private static JsonObject Snapshot(string registry, long applied, params (string Project, long First, long Last)[] blocks) => new()
    {
        ["documentType"] = "registry-snapshot",
        ["schemaVersion"] = "1.0",
        ["registry"] = registry,
        ["asOf"] = "2026-11-24T15:00:00Z",
        ["streams"] = new JsonArray(new JsonObject { ["hostParty"] = "TH", ["lastApplied"] = Number(applied) }),
        ["blocks"] = new JsonArray([.. blocks.Select(block => new JsonObject
        {
            ["account"] = "JP-GOV",
            ["accountType"] = "government-holding",
            ["project"] = block.Project,
            ["vintage"] = 2021,
            ["first"] = Number(block.First),
            ["last"] = Number(block.Last),
            ["tonnes"] = Number(block.Last - block.First + 1),
        })]),
    };

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    private TableLedgerRows Rows() => new(_storage.Tables());

    private BlobReconciliations Store() => new(_storage.Blobs());

    /// <summary>One registry answers, or none.</summary>
    private sealed class Snapshots(JsonObject?[] snapshots) : ISnapshots
    {
        public IReadOnlyCollection<Destination> Reachable => [PartyId.Japan];

        public Task<(ReadOnlyMemory<byte>? Document, string? Failure)> FetchAsync(Destination destination, CancellationToken cancellationToken) =>
            Task.FromResult(snapshots.FirstOrDefault(each => each is not null && Text(each["registry"]) == destination.Code) is { } snapshot
                ? ((ReadOnlyMemory<byte>?)Encoding.UTF8.GetBytes(snapshot.ToJsonString()), (string?)null)
                : (null, "it is down"));
    }
}
