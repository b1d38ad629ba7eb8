using System.Text;
using System.Text.Json.Nodes;
using JcmHub.Adapters.Blobs;
using JcmHub.Adapters.Files;
using JcmHub.Adapters.Tables;
using JcmHub.Adapters.Tests.Issuance;
using JcmHub.Adapters.Tests.Decisions;
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

namespace JcmHub.Adapters.Tests.UnitOperations;

/// <summary>Operations on a real storage. A process that dies is a transaction that is never sent; what it left must be gone on with.</summary>
public sealed class OperationTests(StorageFixture storage) : IClassFixture<StorageFixture>
{
    private const int Fragments = 520;
    private static readonly RuleBook Rules = RuleBookFiles.Load(Path.Combine(Checkout.Root(AppContext.BaseDirectory), "schemas"));
    private static readonly Caller Japan = new("registry of Japan", "registry", PartyId.Japan);
    private static readonly PartyId Host = PartyId.Parse("TH");
    private static readonly PartyId Drifted = PartyId.Parse("AZ");

    [Fact]
    public async Task Retirement_KilledBetweenAnyTwoParts_EndsWhole()
    {
        await TellAccountsAsync();
        await Units.IssueAsync(Hub.LedgerOn(new TableLedgerRows(storage.Tables())), Host, Fragments, authorised: true);

        // Each process dies before its second transaction: the first parts are written by as many processes as there are parts.
        var deaths = 0;
        while (true)
        {
            var dying = new DyingRows(new TableLedgerRows(storage.Tables()), transactions: 1);
            try
            {
                var answer = await Request(dying).RequestAsync(OperationKind.Retirement, Retirement("whole", 1000), Japan, default);
                if (answer.Value!["state"]!.GetValue<string>() == "pending")
                    break;
            }
            catch (DyingRows.DeathException)
            {
                deaths++;
            }

            Assert.True(deaths < 100);
        }

        Assert.True(deaths > 5, $"Only {deaths} processes died.");
        Assert.Equal("balance-insufficient", (await Request(Rows()).RequestAsync(OperationKind.Retirement, Retirement("other", 41), Japan, default)).Refusal?.Code);

        // The receipt, in the same way: its first part is one transaction with the cursor, the others follow.
        deaths = 0;
        await BookAsync("JP.whole");
        while ((await OperationAsync("JP.whole")).IsUnfinished)
        {
            try
            {
                await new OperationParts(Rules, Hub.LedgerOn(new DyingRows(new TableLedgerRows(storage.Tables()), transactions: 1)), new TellMarket(Rules)).ContinueAllAsync(Host, default);
            }
            catch (DyingRows.DeathException)
            {
                deaths++;
            }
        }

        Assert.True(deaths > 4, $"Only {deaths} processes died.");
        var blocks = await Hub.LedgerOn(Rows()).View(Host).BlocksOfAccountAsync(PartyId.Japan, "JP-RET", default);
        Assert.Equal((1000, 500), (blocks.Sum(block => block.Units.Count), blocks.Count));
        Assert.Equal(OperationState.Completed, (await OperationAsync("JP.whole")).State);
        await VerifyAsync();
    }

    [Fact]
    public async Task Retirement_OfUnitsThatReconciliationDiffersAbout_WaitsForARunThatAgrees()
    {
        await TellAccountsAsync();
        await Units.IssueAsync(Hub.LedgerOn(Rows()), Drifted, 2, authorised: true);
        await HoldAsync("1-1");

        Assert.Equal("units-reconciling", (await Request(Rows()).RequestAsync(OperationKind.Retirement, Retirement("all", 4, Drifted), Japan, default)).Refusal?.Code);
        var other = (await Request(Rows()).RequestAsync(OperationKind.Retirement, Retirement("other-block", 2, Drifted), Japan, default)).Value!;
        Assert.Equal("3", other["units"]![0]!["hubFirst"]!.GetValue<string>());
        Assert.Equal("units-reconciling", (await Request(Rows()).RequestAsync(OperationKind.Retirement, Retirement("held", 2, Drifted), Japan, default)).Refusal?.Code);

        await HoldAsync(null);
        var released = (await Request(Rows()).RequestAsync(OperationKind.Retirement, Retirement("held", 2, Drifted), Japan, default)).Value!;
        Assert.Equal("1", released["units"]![0]!["hubFirst"]!.GetValue<string>());
        // An id in other letters is the same id to people.
        Assert.Equal("names-same", (await Request(Rows()).RequestAsync(OperationKind.Retirement, Retirement("HELD", 1, Drifted), Japan, default)).Refusal?.Code);
    }

    [Fact]
    public async Task Request_RangeEndsBeforeItBegins_IsRefusedWithItsPlace()
    {
        var request = JsonNode.Parse(Retirement("reversed", 10))!;
        request["units"] = new JsonArray(new JsonObject { ["hubFirst"] = "1", ["hubLast"] = "5" }, new JsonObject { ["hubFirst"] = "20", ["hubLast"] = "11" });

        var refused = (await Request(Rows()).RequestAsync(OperationKind.Retirement, Encoding.UTF8.GetBytes(request.ToJsonString()), Japan, default)).Refusal!;

        Assert.Equal((RefusalKind.Malformed, "range-reversed", "/units/1/hubLast"), (refused.Kind, refused.Code, refused.Errors[0].Pointer));
    }

    /// <summary>2.026e3 is a year to JSON Schema; reading it as an integer was once a fault of the hub.</summary>
    [Fact]
    public async Task Request_YearWrittenWithAnExponent_IsTheSameRequest()
    {
        var refused = await Request(Rows()).RequestAsync(
            OperationKind.Retirement, Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(Retirement("exponent", 10, Drifted)).Replace("2026", "2.026e3", StringComparison.Ordinal)), Japan, default);

        Assert.Contains(refused.Refusal?.Code, new[] { "account-unknown", "balance-insufficient" });
    }

    [Fact]
    public async Task Accounts_ListOfTheFuture_IsRefusedSoThatTrueOnesAreNotStale()
    {
        var accounts = new TableAccounts(storage.Tables());
        var synchronise = new SynchroniseAccounts(Rules, accounts, TimeProvider.System);
        var registry = new Caller("registry of the Philippines", "registry", PartyId.Parse("PH"));

        var early = await synchronise.ReplaceAsync("PH", List("2099-01-01T00:00:00Z", "open"), registry, default);
        var now = await synchronise.ReplaceAsync("PH", List("2026-01-01T00:00:00Z", "closed"), registry, default);

        Assert.Equal("accounts-in-the-future", early.Refusal?.Code);
        Assert.False(now.IsRefused, now.Refusal?.Detail);
        Assert.Equal(AccountStatus.Closed, (await accounts.FindAsync(PartyId.Parse("PH"), "PH-ENT-1", default))!.Status);
    }

    private static byte[] List(string asOf, string status) => Encoding.UTF8.GetBytes($$"""
        {"documentType":"registry-accounts","schemaVersion":"1.0","registry":"PH","asOf":"{{asOf}}","accounts":[
          {"number":"PH-ENT-1","type":"entity-holding","holder":"A company","country":"PH","status":"{{status}}"}]}
        """);

    private Task HoldAsync(string? numbers) => Units.HoldAsync(Hub.LedgerOn(Rows()), Drifted, PartyId.Japan, numbers);

    private async Task BookAsync(string key)
    {
        var operation = await OperationAsync(key);
        var ledger = Hub.LedgerOn(Rows());
        var record = (await ledger.View(Host).FindAsync<OutboxRecord>(LedgerKeys.Outbox(operation.Record!.Value), default))!.Value.Value;
        Assert.Empty(Rules.Schemas.Check(DocumentSchemas.Record, Encoding.UTF8.GetBytes(record.Document)));
        var receipt = new Receipt(record.Id, record.Digest, true, record.Day)
        {
            Blocks = [.. record.Blocks.Select(block => new ReceiptBlock(block.Units, block.Vintage, operation.To.Number, block.RegistrySerials!.Value))],
        };
        await ledger.CommitAsync<bool>(Host, Units.Somebody, async (view, entry) =>
        {
            var cause = await new OperationBooking(new OperationParts(Rules, ledger, new TellMarket(Rules))).LoadAsync(view, record, default);
            Assert.Null(ReceiptRules.CheckContent(receipt, cause.Demand));
            var rows = await cause.BookAsync(receipt, entry);
            return new LedgerStep<bool> { Answer = true, CommandId = $"receipt-{record.Id}", Rows = rows };
        }, default);
    }

    private async Task VerifyAsync()
    {
        using var journal = new MemoryStream();
        await ExportJournal.WriteAsync(Rows(), Host, null, TimeProvider.System, journal, default);
        journal.Position = 0;
        var verdict = JournalVerification.Verify(journal, default);
        Assert.Null(verdict.Failure);
        // Saved by an editor with a byte order mark, it is the same journal.
        Assert.Null(JournalVerification.Verify(new MemoryStream([.. "\uFEFF"u8, .. journal.ToArray()]), default).Failure);
        var stored = new List<UnitBlock>();
        await foreach (var row in Hub.LedgerOn(Rows()).View(Host).AllBlocksAsync(default))
            stored.Add(LedgerJson.Read<UnitBlock>(row.Body));
        Assert.Equal(verdict.State!.Blocks.OrderBy(block => block.Units.First), stored.OrderBy(block => block.Units.First));
    }

    private async Task<Operation> OperationAsync(string key) =>
        (await Hub.LedgerOn(Rows()).View(Host).FindAsync<Operation>("operation|" + key, default))!.Value.Value;

    private async Task TellAccountsAsync() => await new TableAccounts(storage.Tables()).ReplaceAsync(PartyId.Japan, DateTimeOffset.UnixEpoch,
    [
        new RegistryAccount("JP-GOV", AccountType.GovernmentHolding, "Government of Japan", "JP", AccountStatus.Open),
        new RegistryAccount("JP-RET", AccountType.Retirement, "Government of Japan", "JP", AccountStatus.Open),
    ], default);

    private static byte[] Retirement(string id, long tonnes, PartyId? host = null) => Encoding.UTF8.GetBytes(new JsonObject
    {
        ["documentType"] = "retirement-request",
        ["schemaVersion"] = "1.0",
        ["operation"] = id,
        ["host"] = (host ?? Host).Code,
        ["project"] = "TH014",
        ["fromAccount"] = "JP-GOV",
        ["toAccount"] = "JP-RET",
        ["tonnes"] = tonnes.ToString(System.Globalization.CultureInfo.InvariantCulture),
        ["purpose"] = "OIMP",
        ["useYear"] = 2026,
    }.ToJsonString());

    private TableLedgerRows Rows() => new(storage.Tables());

    private RequestOperation Request(ILedgerRows rows)
    {
        var ledger = Hub.LedgerOn(rows);
        return new RequestOperation(Rules, new ClaimUnits(Rules, new TableAccounts(storage.Tables()), TimeProvider.System), ledger, new OperationParts(Rules, ledger, new TellMarket(Rules)));
    }
}
