using System.Text.Json.Nodes;
using JcmHub.Adapters.Blobs;
using JcmHub.Adapters.Files;
using JcmHub.Adapters.Tables;
using JcmHub.Domain.Ledger;
using JcmHub.Domain.Parties;
using JcmHub.Flows;
using JcmHub.Flows.Exchange;
using JcmHub.Flows.Issuance;
using JcmHub.Local.Stack;
using Microsoft.Extensions.Logging.Abstractions;
using Moq;

namespace JcmHub.Adapters.Tests.Issuance;

public sealed class ReadCreditsTests(StorageFixture storage) : IClassFixture<StorageFixture>
{
    private static readonly RuleBook Rules = RuleBookFiles.Load(Path.Combine(Checkout.Root(AppContext.BaseDirectory), "schemas"));
    private static readonly CreditsFilter All = new(null, null, null, null, null);
    private static readonly Caller Reviewer = new("a reviewer", "reviewer", null);

    /// <summary>While pages are read, blocks are split, moved and drawn anew: the pages show the ledger as it was at the first.</summary>
    [Fact]
    public async Task Blocks_PageByPageWhileOthersWrite_AreAsOfTheFirstPage()
    {
        var host = PartyId.Parse("KG");
        var ledger = NewLedger();
        await Units.IssueAsync(ledger, host, 30);
        var before = await PagesAsync(host, limit: "1000", () => Task.CompletedTask);
        var writes = 0;

        var during = await PagesAsync(host, limit: "7", async () =>
        {
            writes++;
            await Units.CommitAsync(ledger, host, $"split-{writes}", async (view, entry) =>
            {
                foreach (var block in (await view.BlocksAsync(PartyId.Japan, new SerialRange(1, 60), default)).Where(block => block.Units.Count == 2).Skip(writes).Take(4))
                {
                    var (head, tail) = block.Split(1);
                    entry.Replace(block, head, tail with { State = UnitState.Blocked });
                }
            });
            await Units.IssueAsync(ledger, host, 2, $"more-{writes}");
        });

        Assert.True(writes > 3);
        Assert.Equal(before.Select(block => block.ToJsonString()), during.Select(block => block.ToJsonString()));
        Assert.NotEqual(before.Count, (await PagesAsync(host, "1000", () => Task.CompletedTask)).Count);
    }

    [Fact]
    public async Task Blocks_Filtered_AreThoseAskedFor()
    {
        var host = PartyId.Parse("GE");
        var ledger = NewLedger();
        await Units.IssueAsync(ledger, host, 5);
        await Units.CommitAsync(ledger, host, "stop", async (view, entry) =>
        {
            var block = (await view.BlocksAsync(PartyId.Japan, new SerialRange(3, 3), default)).Single();
            entry.Replace(block, block with { State = UnitState.Blocked });
        });

        Assert.Single(await BlocksAsync(host, All with { State = "blocked" }));
        Assert.Equal(4, (await BlocksAsync(host, All with { State = "live", Vintage = "2021", Registry = "JP", Account = "JP-GOV", Project = "TH014" })).Count);
        Assert.Empty(await BlocksAsync(host, All with { Vintage = "2022" }));
        Assert.Equal("limit-unreadable", (await Read().BlocksAsync("GE", All, null, "0", default)).Refusal?.Code);
        Assert.Equal("cursor-unreadable", (await Read().BlocksAsync("GE", All, "nonsense", null, default)).Refusal?.Code);
    }

    [Fact]
    public async Task Unit_ThatWasSplitAndMoved_TellsItsWholeWay()
    {
        var host = PartyId.Parse("KZ");
        var ledger = NewLedger();
        await Units.IssueAsync(ledger, host, 5);
        await Units.CommitAsync(ledger, host, "split", async (view, entry) =>
        {
            var block = (await view.BlocksAsync(PartyId.Japan, new SerialRange(6, 6), default)).Single();
            var (head, tail) = block.Split(1);
            entry.Replace(block, head, tail with { State = UnitState.Reserved, Operation = "JP.1" });
            entry.Note("a reason");
        });

        var unit = (await Read().UnitAsync("KZ.6", Reviewer, default)).Value!;
        var sameUnit = (await Read().UnitAsync("KZ.5", Reviewer, default)).Value!;

        Assert.Equal(["issue-0", "issue-0-live", "split"], unit["history"]!.AsArray().Select(step => step!["command"]!.GetValue<string>()));
        Assert.Equal(["5-6", "5-6", "6-6"], unit["history"]!.AsArray().Select(step => $"{step!["block"]!["hubFirst"]}-{step["block"]!["hubLast"]}"));
        Assert.Equal("a reason", unit["history"]![2]!["facts"]![0]!.GetValue<string>());
        Assert.Equal("reserved", unit["block"]!["state"]!.GetValue<string>());
        Assert.Equal("live", sameUnit["block"]!["state"]!.GetValue<string>());
        Assert.Equal("unit-unknown", (await Read().UnitAsync("KZ.11", Reviewer, default)).Refusal?.Code);
        Assert.Equal("serial-unreadable", (await Read().UnitAsync("KZ-11", Reviewer, default)).Refusal?.Code);
        Assert.Equal("wrong-party", (await Read().UnitAsync("KZ.6", new Caller("another", "registry", PartyId.Parse("TH")), default)).Refusal?.Code);
    }

    private async Task<IReadOnlyList<JsonNode>> PagesAsync(PartyId host, string limit, Func<Task> between)
    {
        var blocks = new List<JsonNode>();
        string? cursor = null;
        do
        {
            var page = (await Read().BlocksAsync(host.Code, All, cursor, limit, default)).Value!;
            blocks.AddRange(page["blocks"]!.AsArray().Select(block => block!.DeepClone()));
            cursor = page["next"]?.GetValue<string>();
            await between();
        }
        while (cursor is not null);
        return blocks;
    }

    private async Task<JsonArray> BlocksAsync(PartyId host, CreditsFilter filter) =>
        (await Read().BlocksAsync(host.Code, filter, null, null, default)).Value!["blocks"]!.AsArray();

    private ReadCredits Read() => new(Rules, NewLedger(), new LedgerCuts(new TableLedgerRows(storage.Tables()), new BlobCheckpoints(storage.Blobs()), NullLogger<LedgerCuts>.Instance));

    private Ledger NewLedger()
    {
        var rows = new TableLedgerRows(storage.Tables());
        return new Ledger(rows, new Relay(rows, Mock.Of<IRecordQueue>(MockBehavior.Strict), new ExchangeSteps()), TestKeys.Hub, TimeProvider.System, NullLogger<Ledger>.Instance);
    }
}
