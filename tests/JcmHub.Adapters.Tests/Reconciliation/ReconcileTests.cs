using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using JcmHub.Adapters.Blobs;
using JcmHub.Adapters.Files;
using JcmHub.Adapters.Tables;
using JcmHub.Adapters.Tests.Issuance;
using JcmHub.Adapters.Tests.Decisions;
using JcmHub.Domain.Calendar;
using JcmHub.Domain.Ledger;
using JcmHub.Domain.Ledger.Accounts;
using JcmHub.Domain.Ledger.Operations;
using JcmHub.Domain.Parties;
using JcmHub.Flows;
using JcmHub.Flows.Exchange;
using JcmHub.Flows.GxEts;
using JcmHub.Flows.Issuance;
using JcmHub.Flows.Reconciliation;
using JcmHub.Flows.UnitOperations;
using JcmHub.Local.Stack;
using Microsoft.Extensions.Logging.Abstractions;
using Moq;

namespace JcmHub.Adapters.Tests.Reconciliation;

/// <summary>Reconciliation on a real storage, with Japan's registry as the test says it is.</summary>
public sealed class ReconcileTests(StorageFixture storage) : IClassFixture<StorageFixture>
{
    private const int Fragments = 160;
    private static readonly RuleBook Rules = RuleBookFiles.Load(Path.Combine(Checkout.Root(AppContext.BaseDirectory), "schemas"));
    private static readonly PartyId Host = PartyId.Parse("TH");

    /// <summary>
    /// A cancellation over many fragments, then an issuance, on one stream, in the order in which they would happen: what the registry did
    /// at once, the hub books in parts; what it refused, the hub may not know yet. Neither is a difference.
    /// </summary>
    [Fact]
    public async Task Run_WhileAnOutcomeIsNotWhollyInTheLedger_IsInFlightAndAHalfIsADifference()
    {
        await new TableAccounts(storage.Tables()).ReplaceAsync(PartyId.Japan, DateTimeOffset.UnixEpoch,
        [
            new RegistryAccount("JP-GOV", AccountType.GovernmentHolding, "Government of Japan", "JP", AccountStatus.Open),
            new RegistryAccount("JP-CAN", AccountType.Cancellation, "Government of Japan", "JP", AccountStatus.Open),
        ], default);
        await Units.IssueAsync(Hub.LedgerOn(Rows()), Host, Fragments);
        await RequestAsync();
        Assert.Equal(("agreed", "0"), await RunAsync(Snapshot(0, (1, 320, "JP-GOV"))));
        Assert.Equal(("agreed", "320"), await RunAsync(Snapshot(1, (1, 320, "JP-CAN"))));

        // The receipt is in; each process books one part more and dies.
        var settling = new List<string>();
        await BookAsync(Rows(1));
        while ((await OperationAsync()).IsUnfinished)
        {
            var (state, inFlight) = await RunAsync(Snapshot(1, (1, 320, "JP-CAN")));
            Assert.Equal("agreed", state);
            settling.Add(inFlight);
            Assert.Equal("differs", (await RunAsync(Snapshot(1, (1, 2, "JP-GOV"), (3, 320, "JP-CAN")))).State);
            await DyingAsync(rows => new OperationParts(Rules, Hub.LedgerOn(rows), new TellMarket(Rules)).ContinueAllAsync(Host, default));
        }

        Assert.Equal(["170", "20"], settling);
        Assert.Equal(("agreed", "0"), await RunAsync(Snapshot(1, (1, 320, "JP-CAN"))));

        // A registry that is asked, and tells a number below that of a receipt which the hub has, lost what it did.
        Assert.Equal("differs", (await RunAsync(Snapshot(0, (1, 320, "JP-GOV")))).State);
        Assert.Equal("differs", (await RunAsync(Snapshot(0))).State);

        await AnnounceIssuanceAsync();
        Assert.Equal(("agreed", "0"), await RunAsync(Snapshot(1, (1, 320, "JP-CAN"))));
        Assert.Equal(("agreed", "0"), await RunAsync(Snapshot(2, (1, 320, "JP-CAN"))));
        Assert.Equal("agreed", (await RunAsync(Snapshot(2, (1, 320, "JP-CAN"), (321, 330, "JP-GOV")))).State);
        // It may have issued less than it was asked, and its receipt will say so; more it may not.
        Assert.Equal("agreed", (await RunAsync(Snapshot(2, (1, 320, "JP-CAN"), (321, 329, "JP-GOV")))).State);
        Assert.Equal("differs", (await RunAsync(Snapshot(2, (1, 320, "JP-CAN"), (321, 331, "JP-GOV")))).State);
        Assert.Equal("differs", (await RunAsync(Snapshot(1, (1, 320, "JP-CAN"), (321, 330, "JP-GOV")))).State);

        // One that was sent may be from before the receipt; after it, the old number is a restored backup.
        Assert.Equal("agreed", await SentAsync(Snapshot(0, (1, 320, "JP-GOV"))));
        Assert.Equal("differs", await SentAsync(After(Snapshot(0, (1, 320, "JP-GOV")))));
        Assert.Equal("agreed", await SentAsync(After(Snapshot(1, (1, 320, "JP-CAN")))));
    }

    /// <summary>A registry's nonsense is a difference or an error of its own, with a place, and no failure of the run.</summary>
    [Fact]
    public async Task Run_SnapshotOfNonsense_SaysWhereInsteadOfFailing()
    {
        Assert.Equal(["/blocks/0/tonnes snapshot-block-unreadable"], await PlacesAsync(Snapshot(0, (9, 8, "JP-GOV"))));
        Assert.Equal(["/blocks/1 snapshot-too-many-tonnes"], await PlacesAsync(Snapshot(0, (1, 999_999_999_999_999_998, "JP-GOV"), (1, 2, "JP-GOV"))));
        var instant = Snapshot(0);
        instant["asOf"] = "2026-12-31T23:59:60Z";
        Assert.Equal(["/asOf schema-pattern"], await PlacesAsync(instant));
        var streams = Snapshot(0);
        streams["streams"]!.AsArray().Add(streams["streams"]![0]!.DeepClone());
        Assert.Equal(["/streams/1 snapshot-stream-twice"], await PlacesAsync(streams));
    }

    [Theory]
    [InlineData("2026-11-23", null)]
    [InlineData("2026-11-25", null)]
    [InlineData("2026-11-26", "snapshot-date")]
    [InlineData("2020-01-01", "snapshot-date")]
    public async Task Put_SnapshotOfAnotherDay_IsRefused(string date, string? code)
    {
        var receive = new ReceiveSnapshot(Rules, Mock.Of<IReconciliations>(), TimeProvider.System);

        var answer = await receive.PutAsync("JP", date, Encoding.UTF8.GetBytes(Snapshot(0).ToJsonString()), default);

        Assert.Equal(code, answer.Refusal?.Code);
    }

    /// <summary>A registry cannot have held anything in the future.</summary>
    [Fact]
    public async Task Put_SnapshotOfATimeThatIsNotYet_IsRefused()
    {
        var receive = new ReceiveSnapshot(Rules, Mock.Of<IReconciliations>(), TimeProvider.System);

        var answer = await receive.PutAsync("JP", "2099-01-01", Encoding.UTF8.GetBytes(After(Snapshot(0)).ToJsonString()), default);

        Assert.Equal(("snapshot-date", "/asOf"), (answer.Refusal?.Code, answer.Refusal?.Errors[0].Pointer));
    }

    /// <summary>The state of Japan's registry, and how many tonnes are in flight to its cancellation account.</summary>
    private async Task<(string State, string InFlight)> RunAsync(JsonObject snapshot)
    {
        var part = await PartAsync(snapshot);
        var total = part["totals"]?.AsArray().SingleOrDefault(cell => cell!["account"]!.GetValue<string>() == "JP-CAN");
        return (part["state"]!.GetValue<string>(), total?["inFlight"]!.GetValue<string>() ?? "0");
    }

    /// <summary>The state of Japan's registry by a snapshot that it sent for the day.</summary>
    private async Task<string> SentAsync(JsonObject snapshot)
    {
        var store = new Mock<IReconciliations>();
        store.Setup(each => each.DatesAsync(It.IsAny<CancellationToken>())).ReturnsAsync([]);
        store.Setup(each => each.FindSnapshotAsync(PartyId.Japan, It.IsAny<DateOnly>(), It.IsAny<CancellationToken>()))
            .ReturnsAsync(Encoding.UTF8.GetBytes(snapshot.ToJsonString()));
        return (await PartAsync([], store.Object))["state"]!.GetValue<string>();
    }

    /// <summary>Everything wrong that has a place in the snapshot.</summary>
    private async Task<string[]> PlacesAsync(JsonObject snapshot)
    {
        var part = await PartAsync(snapshot);
        Assert.NotEqual("agreed", part["state"]!.GetValue<string>());
        return [.. part["errors"]!.AsArray().Concat(part["differences"]?.AsArray() ?? []).Where(each => each!["pointer"] is not null).Select(each => $"{each!["pointer"]} {each["code"]}")];
    }

    private async Task<JsonNode> PartAsync(JsonObject snapshot, IReconciliations? store = null)
    {
        var rows = Rows();
        var ledger = Hub.LedgerOn(rows);
        var result = await new Reconcile(Rules, ledger, new LedgerCuts(rows, new BlobCheckpoints(storage.Blobs()), NullLogger<LedgerCuts>.Instance), new OneSnapshot(snapshot),
            store ?? new BlobReconciliations(storage.Blobs()), new OverdueReceipts(Rules, ledger, TimeProvider.System), TimeProvider.System).RunAsync(default);
        return Assert.Single(result["registries"]!.AsArray())!;
    }

    private async Task RequestAsync()
    {
        var ledger = Hub.LedgerOn(Rows());
        var claim = new ClaimUnits(Rules, new TableAccounts(storage.Tables()), TimeProvider.System);
        var answer = await new RequestOperation(Rules, claim, ledger, new OperationParts(Rules, ledger, new TellMarket(Rules))).RequestAsync(OperationKind.Cancellation, Encoding.UTF8.GetBytes(
            """
            {"documentType":"cancellation-request","schemaVersion":"1.0","operation":"all","host":"TH","project":"TH014",
             "fromAccount":"JP-GOV","toAccount":"JP-CAN","tonnes":"320","reason":"a test"}
            """), new Caller("registry of Japan", "registry", PartyId.Japan), default);
        Assert.Equal("pending", answer.Value!["state"]!.GetValue<string>());
    }

    private async Task BookAsync(ILedgerRows rows)
    {
        var record = (await Hub.LedgerOn(Rows()).View(Host).FindAsync<OutboxRecord>(LedgerKeys.Outbox((await OperationAsync()).Record!.Value), default))!.Value.Value;
        var receipt = new Receipt(record.Id, record.Digest, true, record.Day)
        {
            Blocks = [.. record.Blocks.Select(block => new ReceiptBlock(block.Units, block.Vintage, "JP-CAN", block.RegistrySerials!.Value))],
        };
        var ledger = Hub.LedgerOn(rows);
        var deliveries = new DeliveryRules(Rules, DeliveryRules.LargestWindow);
        var book = new BookReceipt(ledger, new StreamLeases(rows, deliveries, TimeProvider.System), deliveries,
            [new OperationBooking(new OperationParts(Rules, ledger, new TellMarket(Rules)))], Mock.Of<IRecordQueue>(), new ExchangeSteps());
        await DyingAsync(_ => book.BookAsync(record, new SignedReceipt(receipt, "{}"u8.ToArray(), null, null, record.Digest), default));
    }

    /// <summary>A record that asks Japan's registry for ten tonnes; what it says is enough here, whatever the ledger holds.</summary>
    private async Task AnnounceIssuanceAsync() => await Units.CommitAsync(Hub.LedgerOn(Rows()), Host, "announce", (_, entry) =>
    {
        var block = Units.Notified(new SerialRange(321, 330));
        entry.Announce(PartyId.Japan, RecordKind.Issuance, new IssuanceContent(block.Decision, block.Project,
            new MonitoringPeriod(new DateOnly(2021, 1, 1), new DateOnly(2021, 12, 31)), [block], null, null), []);
        return Task.CompletedTask;
    });

    private async Task DyingAsync(Func<ILedgerRows, Task> act)
    {
        try
        {
            await act(Rows(1));
        }
        catch (DyingRows.DeathException)
        {
            // As meant.
        }
    }

    private static JsonObject Snapshot(long applied, params (long First, long Last, string Account)[] blocks) => new()
    {
        ["documentType"] = "registry-snapshot",
        ["schemaVersion"] = "1.0",
        ["registry"] = "JP",
        ["asOf"] = "2026-11-24T15:00:00Z",
        ["streams"] = new JsonArray(new JsonObject { ["hostParty"] = "TH", ["lastApplied"] = Number(applied) }),
        ["blocks"] = new JsonArray([.. blocks.Select(block => new JsonObject
        {
            ["account"] = block.Account,
            ["accountType"] = block.Account == "JP-CAN" ? "cancellation" : "government-holding",
            ["project"] = "TH014",
            ["vintage"] = 2021,
            ["first"] = Number(block.First),
            ["last"] = Number(block.Last),
            ["tonnes"] = Number(block.Last - block.First + 1),
        })]),
    };

    private static JsonObject After(JsonObject snapshot)
    {
        snapshot["asOf"] = "2099-01-01T00:00:00Z";
        return snapshot;
    }

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    private async Task<Operation> OperationAsync() => (await Hub.LedgerOn(Rows()).View(Host).FindAsync<Operation>("operation|JP.all", default))!.Value.Value;

    private TableLedgerRows Rows() => new(storage.Tables());

    private DyingRows Rows(int transactions) => new(Rows(), transactions);

    private sealed class OneSnapshot(JsonObject snapshot) : ISnapshots
    {
        public IReadOnlyCollection<Destination> Reachable => [PartyId.Japan];

        public Task<(ReadOnlyMemory<byte>? Document, string? Failure)> FetchAsync(Destination destination, CancellationToken cancellationToken) =>
            Task.FromResult(((ReadOnlyMemory<byte>?)Encoding.UTF8.GetBytes(snapshot.ToJsonString()), (string?)null));
    }
}
