using CsCheck;
using JcmHub.Adapters.Tables;
using JcmHub.Adapters.Tests.Decisions;
using JcmHub.Adapters.Tests.UnitOperations;
using JcmHub.Domain.Calendar;
using JcmHub.Domain.Ledger;
using JcmHub.Domain.Ledger.Operations;
using JcmHub.Domain.Parties;
using JcmHub.Flows;
using JcmHub.Flows.Corrections;
using JcmHub.Flows.Exchange;
using JcmHub.Flows.Issuance;
using System.Text.Json.Nodes;

namespace JcmHub.Adapters.Tests.Exchange;

/// <summary>
/// Random receipts, good and bad, of every kind of record in both issuance flows; refused records are sent again. Whatever a registry says, a refusal
/// stores nothing, and what is booked leaves a journal that verifies, each unit live in at most one registry.
/// </summary>
public sealed class RandomReceiptsTests(StorageFixture storage) : IClassFixture<StorageFixture>
{
    private const string Agreed = """
        "article6RulesAgreed":[{"from":"2020-01-01","value":"yes","source":"a test","certainty":"sourced"}]
        """;
    private static readonly DateOnly Day = new(2025, 11, 3);

    /// <summary>What is wrong with a receipt, or unusual in it. All but the last three are wrong for every record that has units.</summary>
    private static readonly (string Name, Func<Receipt, Receipt> Change)[] s_changes =
    [
        ("future", receipt => receipt with { AppliedOn = new DateOnly(2999, 1, 1) }),
        ("before everything", receipt => receipt with { AppliedOn = new DateOnly(1999, 1, 1) }),
        ("digest", receipt => receipt with { Digest = "sha-256:" + new string('0', 64) }),
        ("stream number", receipt => receipt with { Address = receipt.Address with { Number = 77 } }),
        ("registry", receipt => receipt with { Address = receipt.Address with { Destination = PartyId.Parse("TH") } }),
        ("host", receipt => receipt with { Address = receipt.Address with { Host = PartyId.Parse("TH") } }),
        ("account", receipt => First(receipt, block => block with { Account = "XX-OTHER" })),
        ("vintage", receipt => First(receipt, block => block with { Vintage = new Vintage(block.Vintage.Year + 1) })),
        ("tonnes", receipt => First(receipt, block => block with { Tonnes = block.Tonnes + 1 })),
        ("count", receipt => First(receipt, block => block with { RegistrySerials = SerialRange.From(block.RegistrySerials.First, block.RegistrySerials.Count + 1) })),
        ("units", receipt => First(receipt, block => block with { Units = SerialRange.From(block.Units.First + 1, block.Units.Count) })),
        ("twice", receipt => receipt with { Blocks = [.. receipt.Blocks, .. receipt.Blocks] }),
        ("nothing", receipt => receipt with { Blocks = [] }),
        ("more", receipt => receipt with { Blocks = [.. receipt.Blocks, new ReceiptBlock(new SerialRange(900_001, 900_002), new Vintage(2021), "JP-GOV", new SerialRange(900_001, 900_002))] }),
        ("numbers of others", receipt => First(receipt, block => block with { RegistrySerials = SerialRange.From(1, block.Units.Count) })),
        ("short", receipt => First(receipt, Short)),
        ("as it is", receipt => receipt),
        ("refused", receipt => receipt with { IsApplied = false, Blocks = [], Codes = ["account-unknown"] }),
    ];

    private static readonly string[] s_refusals = ["receipt-mismatch", "receipt-for-another-record", "receipt-in-the-future"];

    private static readonly Gen<(int, int)[]> s_steps = Gen.Select(Gen.Int[0, 2], Gen.Int[0, s_changes.Length + 5]).Array[25, 40];

    [Theory]
    [InlineData("VA", "A")]
    [InlineData("VB", "B")]
    public async Task Receipts_GoodAndBad_LeaveAJournalThatVerifiesAndEachUnitLiveOnce(string host, string flow)
    {
        var hub = new Hub(storage, Hub.Project($"{host}001"), Hub.Host(host, Agreed, flow));
        var desk = new RegistryDesk(hub, storage);
        await desk.TellAccountsAsync("JP");
        await desk.TellAccountsAsync(host);
        var month = 0;
        await s_steps.SampleAsync(async steps =>
        {
            var way = new Way(hub, desk, PartyId.Parse(host), $"{host}-D{month}");
            await way.DecideAsync(new DateOnly(2021, 1, 1).AddMonths(month++));
            foreach (var (stream, change) in steps)
                await way.StepAsync(stream, change);
            await VerifyAsync(PartyId.Parse(host));
        }, iter: 6, threads: 1);
    }

    /// <summary>The runbook tells an operator to replay; a replayed adjustment once broke the country's journal for ever.</summary>
    [Fact]
    public async Task Replay_OfEveryKindOfRecord_LeavesAJournalThatVerifies()
    {
        var host = PartyId.Parse("VC");
        var hub = new Hub(storage, Hub.Project("VC001"), Hub.Host("VC", Agreed, flow: "A"));
        var desk = new RegistryDesk(hub, storage);
        await desk.TellAccountsAsync("JP");
        await desk.TellAccountsAsync("VC");
        var way = new Way(hub, desk, host, "VC-D0");
        await way.DecideAsync(new DateOnly(2022, 1, 1));
        await way.RefuseOnceAsync();
        await way.ApproveTransferAsync();
        await way.RefuseOnceAsync();
        Hub.Ok(await desk.AskAsync(OperationKind.Transfer, "VC", "VC001", "sale", "JP-GOV", "JP-ENT-1", 5));
        await way.RefuseOnceAsync();
        await way.CorrectAsync("block", "VC-B1", host);
        await way.RefuseOnceAsync();

        Assert.Equal(["corresponding-adjustment", "eligible-credits", "international-transfer", "issuance", "unit-block"], way.Replayed.Order(StringComparer.Ordinal));
        Assert.NotNull(Assert.Single((await hub.IssuanceAsync("VC", "VC-D0")).Adjustments).ReceiptedOn);
        await VerifyAsync(host);
    }

    /// <summary>The index of numbers was overwritten once, and a unit could not be found any more.</summary>
    [Fact]
    public async Task Receipt_NumbersThatOtherUnitsBear_IsRefusedAndTheyAreFoundAsBefore()
    {
        var host = PartyId.Parse("VD");
        var hub = new Hub(storage, Hub.Project("VD001"), Hub.Host("VD", Agreed));
        var desk = new RegistryDesk(hub, storage);
        await new Way(hub, desk, host, "VD-D0").DecideAsync(new DateOnly(2022, 1, 1));
        await desk.ApplyAsync("VD", PartyId.Japan, Day);
        await new Way(hub, desk, host, "VD-D1").DecideAsync(new DateOnly(2022, 2, 1));
        var record = (await hub.Ledger.View(host).FirstOutboxAsync(PartyId.Japan, default))!;
        var good = await desk.ReceiptForAsync(record, Day);

        foreach (var first in new[] { 1, 20 })
        {
            var taken = good with { Blocks = [good.Blocks[0] with { RegistrySerials = SerialRange.From(first, 20) }] };
            Assert.Equal("receipt-mismatch", (await desk.Book.BookAsync(record, new SignedReceipt(taken, default, null, null, record.Digest), default)).Refusal?.Code);
        }

        Hub.Ok(await desk.Book.BookAsync(record, new SignedReceipt(good, default, null, null, record.Digest), default));
        Assert.Equal((20, 31), (await hub.Ledger.View(host).UnitOfAsync(PartyId.Japan, 20, default), await hub.Ledger.View(host).UnitOfAsync(PartyId.Japan, 21, default)));
        await VerifyAsync(host);
    }

    private async Task VerifyAsync(PartyId host)
    {
        using var journal = new MemoryStream();
        await ExportJournal.WriteAsync(new TableLedgerRows(storage.Tables()), host, TestKeys.Hub, TimeProvider.System, journal, default);
        journal.Position = 0;
        var verdict = JournalVerification.Verify(journal, default);
        Assert.Null(verdict.Failure);
        var live = verdict.State!.Blocks.Where(block => block.IsLive).OrderBy(block => block.Units.First).ToArray();
        Assert.All(live.Zip(live.Skip(1)), pair => Assert.False(pair.First.Units.Overlaps(pair.Second.Units)));
    }

    private static Receipt First(Receipt receipt, Func<ReceiptBlock, ReceiptBlock> change) =>
        receipt.Blocks.Count == 0 ? receipt : receipt with { Blocks = [change(receipt.Blocks[0]), .. receipt.Blocks.Skip(1)] };

    private static ReceiptBlock Short(ReceiptBlock block) => block.Units.Count == 1 ? block : new ReceiptBlock(
        SerialRange.From(block.Units.First, block.Units.Count - 1), block.Vintage, block.Account, SerialRange.From(block.RegistrySerials.First, block.Units.Count - 1));

    /// <summary>One decision's way: each step answers the next record of a stream, or, where none waits, does something that makes records.</summary>
    private sealed class Way(Hub hub, RegistryDesk desk, PartyId host, string decision)
    {
        private readonly HashSet<RecordId> _renewed = [];
        private int _operations;

        /// <summary>The kinds of records that were refused and sent again.</summary>
        public HashSet<string> Replayed { get; } = [];

        /// <summary>Every record that waits is refused, replayed and applied; an operation's, which is requested anew, is applied.</summary>
        public async Task RefuseOnceAsync()
        {
            Destination[] destinations = [host, PartyId.Japan, Destination.GxEts, host];
            foreach (var destination in destinations)
            {
                while (await hub.Ledger.View(host).FirstOutboxAsync(destination, default) is { } record)
                {
                    var isLast = _renewed.Contains(record.Id) || (record.Cause.Kind == CauseKind.Operation && destination != Destination.GxEts);
                    var receipt = await desk.ReceiptForAsync(record, record.Day, isLast ? null : "account-unknown");
                    Hub.Ok(await desk.Book.BookAsync(record, new SignedReceipt(receipt, default, null, null, record.Digest), default));
                    if (isLast)
                        continue;
                    _renewed.Add(RecordId.Parse(Hub.Ok(await desk.Letters.ReplayAsync(record.Id.ToString(), Hub.Government("JP"), default))["replayedAs"]!.GetValue<string>()));
                    Replayed.Add(JsonNode.Parse(record.Document)!["type"]!.GetValue<string>().Split('.')[1]);
                }
            }
        }

        public async Task DecideAsync(DateOnly from)
        {
            var period = new MonitoringPeriod(from, from.AddMonths(1).AddDays(-1));
            await hub.ReadyAsync($"{host}001", period, Day, (from.Year, 30));
            var document = Hub.Decision(decision, Day, Hub.Project($"{host}001", period, Hub.Allocation(host.Code, from.Year, 20, 10)));
            document["authorization"] = new JsonObject
            {
                ["authorizationId"] = $"A-{decision}", ["cooperativeApproach"] = "CA0004", ["purposes"] = "NDC", ["quantity"] = 20, ["authorizedOn"] = $"{Day:yyyy-MM-dd}",
            };
            await hub.DecidedAsync(document);
        }

        public async Task StepAsync(int stream, int change)
        {
            Destination destination = stream switch { 0 => host, 1 => PartyId.Japan, _ => Destination.GxEts };
            if (await hub.Ledger.View(host).FirstOutboxAsync(destination, default) is { } record)
                await ReceiveAsync(record, s_changes[Math.Min(change, s_changes.Length - 1)]);
            else
                await ActAsync(stream == 0 ? host : PartyId.Japan, change % 6);
        }

        /// <summary>The receipt is refused with its code and stores nothing, or it is booked; a refused record is sent again.</summary>
        private async Task ReceiveAsync(OutboxRecord record, (string Name, Func<Receipt, Receipt> Change) change)
        {
            var before = await hub.Ledger.View(host).HeadAsync(default);
            var receipt = change.Change(await desk.ReceiptForAsync(record, record.Day));
            var refusal = ReceiptRules.CheckAddress(receipt, record.Id, record.Digest, record.Day)?.Code
                ?? (await desk.Book.BookAsync(record, new SignedReceipt(receipt, default, null, null, record.Digest), default)).Refusal?.Code;
            if (refusal is not null)
            {
                Assert.Contains(refusal, s_refusals);
                Assert.Equal(before.LastEntry, (await hub.Ledger.View(host).HeadAsync(default)).LastEntry);
                Assert.NotEqual("as it is", change.Name);
                return;
            }

            var isIssuance = record.Document.Contains("jcm.issuance.v1", StringComparison.Ordinal);
            Assert.True(change.Name is "short" or "as it is" or "refused" or "numbers of others" || record.Blocks.Count == 0 || (isIssuance && change.Name == "nothing"),
                $"{change.Name} was booked on {record.Document}");
            if (change.Name == "refused")
                Assert.Contains((await desk.Letters.ReplayAsync(record.Id.ToString(), Hub.Government("JP"), default)).Refusal?.Code, new[] { null, "replay-by-request", "replay-outdated" });
        }

        private async Task ActAsync(PartyId registry, int what)
        {
            var id = $"{decision}-{++_operations}";
            switch (what)
            {
                case 0 or 1:
                    await ApproveTransferAsync();
                    break;
                case 2:
                    await desk.AskAsync(OperationKind.Transfer, host.Code, $"{host}001", id, $"{registry}-GOV", $"{registry}-ENT-1", 2);
                    break;
                case 3:
                    await desk.AskAsync(OperationKind.Cancellation, host.Code, $"{host}001", id, $"{registry}-GOV", $"{registry}-CAN", 1, "\"reason\":\"a test\"");
                    break;
                default:
                    await CorrectAsync(what == 4 ? "block" : "release", id, registry);
                    break;
            }
        }

        public Task ApproveTransferAsync() => hub.ApproveTransfer.ApproveAsync(
            decision, Hub.Document("""{"documentType":"transfer-approval","schemaVersion":"1.0","approvedOn":"2025-11-04"}"""), Hub.Government(host.Code), default);

        public async Task CorrectAsync(string kind, string id, PartyId registry)
        {
            var correction = Hub.Document($$"""
                {"documentType":"correction","schemaVersion":"1.0","correctionId":"{{id}}","kind":"{{kind}}","reason":"authorization-changed","explanation":"a test",
                 "host":"{{host}}","decision":"{{decision}}","tonnes":"1","registry":"{{registry}}","decidedOn":"2026-06-01"}
                """);
            var decide = new DecideCorrection(hub.Rules, desk.Claim, hub.Ledger, desk.Parts, desk.Market, TimeProvider.System);
            foreach (var party in new[] { "JP", host.Code })
                await decide.ApproveAsync(correction, Hub.Government(party), default);
        }
    }
}
