using System.Text.Json.Nodes;
using Azure.Core;
using JcmHub.Adapters.Blobs;
using JcmHub.Adapters.Files;
using JcmHub.Adapters.Tables;
using JcmHub.Adapters.Tests.Decisions;
using JcmHub.Adapters.Tests.Exchange;
using JcmHub.Domain.Calendar;
using JcmHub.Domain.Credits;
using JcmHub.Domain.Ledger;
using JcmHub.Domain.Parties;
using JcmHub.Domain.Projects;
using JcmHub.Domain.Quantities;
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
        await KnowAsync(ledger, host, new SerialRange(1, 10));
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
        foreach (var unreadable in new[] { All with { Vintage = "abc" }, All with { State = "LIVE" }, All with { Registry = "Japan" }, All with { Project = "nonsense" } })
            Assert.Equal("filter-unreadable", (await Read().BlocksAsync("GE", unreadable, null, null, default)).Refusal?.Code);
    }

    /// <summary>A cursor of another host's or another filter's walk, or of an entry to come, would show part of a list as the whole.</summary>
    [Fact]
    public async Task Blocks_CursorOfAnotherWalk_IsRefused()
    {
        var (host, other) = (PartyId.Parse("LK"), PartyId.Parse("MM"));
        await Units.IssueAsync(NewLedger(), host, 3);
        await Units.IssueAsync(NewLedger(), other, 3);
        var cursor = (await Read().BlocksAsync(host.Code, All, null, "1", default)).Value!["next"]!.GetValue<string>();

        Assert.Equal(2, (await Read().BlocksAsync(host.Code, All, cursor, null, default)).Value!["blocks"]!.AsArray().Count);
        Assert.Equal("cursor-unreadable", (await Read().BlocksAsync(other.Code, All, cursor, null, default)).Refusal?.Code);
        Assert.Equal("cursor-unreadable", (await Read().BlocksAsync(host.Code, All with { Account = "JP-GOV" }, cursor, null, default)).Refusal?.Code);
        // The first block is JP.2, as of the second entry: an entry to come, none, a unit that no block ends with, another registry, another spelling.
        foreach (var place in new[] { "JP.2.999", "JP.2.0", "JP.3.2", "JP.999999.2", "TH.2.2", "JP.02.2" })
            Assert.Equal("cursor-unreadable", (await Read().BlocksAsync(host.Code, All, cursor.Replace("JP.2.2~", $"{place}~", StringComparison.Ordinal), null, default)).Refusal?.Code);
    }

    /// <summary>Design D4: block keys end in the last serial, so a serial costs one range read however many blocks there are; a registry's own number one more.</summary>
    [Fact]
    public async Task Unit_AmongManyBlocks_CostsOneReadOfBlocks()
    {
        var host = PartyId.Parse("TH");
        await Units.IssueAsync(NewLedger(), host, 1200);
        var count = new HttpPipelineCount();

        Assert.Equal("1801-1802", Block(await Read(count).UnitAsync("TH.1801", Reviewer, default)));
        Assert.Equal((1, 0), Reads(count));
        // The first and the last of a run that a registry numbered in one receipt.
        foreach (var (serial, block) in new[] { ("JP-TH014-2021-1761", "1761-1762"), ("JP-TH014-2021-1840", "1839-1840") })
        {
            count.Reset();
            var unit = Hub.Ok(await Read(count).UnitAsync(serial, Reviewer, default));
            Assert.Equal(block, $"{unit["block"]!["hubFirst"]}-{unit["block"]!["hubLast"]}");
            Assert.Equal((1, 1), Reads(count));
        }

        static (int Blocks, int Serials) Reads(HttpPipelineCount count) =>
            (count.Requests.Count(each => each.Contains("block", StringComparison.Ordinal)), count.Requests.Count(each => each.Contains("serial", StringComparison.Ordinal)));
        static string Block(Outcome<JsonObject> unit) => $"{unit.Value!["block"]!["hubFirst"]}-{unit.Value["block"]!["hubLast"]}";
    }

    /// <summary>Of a project or a vintage only its own blocks are read: its units are known by its issuances.</summary>
    [Fact]
    public async Task Blocks_OfAVintage_ReadsNoOtherBlocks()
    {
        var host = PartyId.Parse("LA");
        await Units.IssueAsync(NewLedger(), host, 1100);
        await KnowAsync(NewLedger(), host, new SerialRange(2101, 2200));
        var count = new HttpPipelineCount();

        var page = (await Read(count).BlocksAsync(host.Code, All with { Vintage = "2021", Registry = "JP" }, null, null, default)).Value!;

        Assert.Equal((50, false), (page["blocks"]!.AsArray().Count, page.ContainsKey("next")));
        Assert.Equal(1, count.Requests.Count(each => each.Contains("block", StringComparison.Ordinal)));
        Assert.Empty((await Read().BlocksAsync(host.Code, All with { Vintage = "2022" }, null, null, default)).Value!["blocks"]!.AsArray());
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

    /// <summary>The issuance of units that the test's ledger got without one.</summary>
    private static async Task KnowAsync(Ledger ledger, PartyId host, SerialRange units)
    {
        var japan = new Recipient("Government of Japan", Side.Japan, HolderKind.Government, "JP-GOV");
        var decision = new Decision("TH-TH014-2021", host, ProjectId.Parse("TH014"), new MonitoringPeriod(new DateOnly(2021, 1, 1), new DateOnly(2021, 12, 31)),
            new DateOnly(2025, 10, 30), new Allocation([japan])) { ContentHash = "sha-256:0" };
        var issuance = new Domain.Ledger.Issuance
        {
            Decision = decision, ReportId = "TH014-0000000000000000", Lines = [new IssuanceLine(new AllocationLine(japan, new Vintage(2021), new WholeTonnes(units.Count)), units)],
        };
        var known = await ledger.CommitAsync<string>(host, Units.Somebody, (_, _) => Task.FromResult(new LedgerStep<string>
        {
            Answer = "known", CommandId = "known", InputHash = ContentHash.Of([]), Rows = [RowWrite.Put(LedgerKeys.Issuance(decision.Id), LedgerJson.Write(issuance))],
        }), default);
        Assert.False(known.IsRefused);
    }

    private ReadCredits Read(HttpPipelineCount count)
    {
        var rows = new TableLedgerRows(storage.Tables(count, HttpPipelinePosition.PerRetry));
        return new ReadCredits(Rules, NewLedger(rows), new LedgerCuts(rows, new BlobCheckpoints(storage.Blobs()), NullLogger<LedgerCuts>.Instance));
    }

    private ReadCredits Read() => new(Rules, NewLedger(), new LedgerCuts(new TableLedgerRows(storage.Tables()), new BlobCheckpoints(storage.Blobs()), NullLogger<LedgerCuts>.Instance));

    private Ledger NewLedger(TableLedgerRows? counted = null)
    {
        var rows = counted ?? new TableLedgerRows(storage.Tables());
        return new Ledger(rows, new Relay(rows, Mock.Of<IRecordQueue>(MockBehavior.Strict), new ExchangeSteps()), RuleFiles.Rules, TestKeys.Hub, TimeProvider.System, NullLogger<Ledger>.Instance);
    }
}
