using System.Globalization;
using System.Text.Json.Nodes;
using JcmHub.Adapters.Blobs;
using JcmHub.Adapters.Tables;
using JcmHub.Domain.Calendar;
using JcmHub.Domain.Ledger;
using JcmHub.Domain.Parties;
using JcmHub.Flows.Decisions;
using JcmHub.Flows.Issuance;

namespace JcmHub.Adapters.Tests.Decisions;

/// <summary>
/// Decisions that one transaction does not hold, on a real storage. A process that dies is a transaction that is never sent; what it left
/// must be gone on with, and nothing of a decision is seen or sent before all its amounts are notified (D4).
/// </summary>
public sealed class DecisionInPartsTests(StorageFixture storage) : IClassFixture<StorageFixture>
{
    private static readonly MonitoringPeriod TwoYears = new(new DateOnly(2019, 1, 1), new DateOnly(2020, 12, 31));
    private static readonly DateOnly Day = new(2024, 3, 1);

    [Fact]
    public async Task Approve_HundredProjectsKilledBetweenAnyTwoParts_EndsWhole()
    {
        var (hub, projects, reports) = await ReadyAsync("PA", 100);
        var decision = Decision("PA-JOINT", projects);
        Hub.Ok(await hub.ApproveAsync(decision, "JP"));

        var deaths = 0;
        while (await DiesAsync(hub, decision, "PA"))
        {
            var state = await DecisionAsync(hub, "PA-JOINT");
            Assert.Equal(2, state.Approvals.Count);
            if (!state.IsInForce)
                await AssertNothingIsSeenAsync(hub, "PA", [reports[0], reports[^1]]);
            Assert.True(++deaths < 100);
        }

        Assert.True(deaths > 12, $"Only {deaths} processes died.");
        Assert.Null((await DecisionAsync(hub, "PA-JOINT")).Parts);
        await AssertWholeAsync(hub, "PA", reports);
    }

    [Fact]
    public async Task Approve_AnswersOfPartsLost_EndsWhole()
    {
        var (hub, projects, reports) = await ReadyAsync("PB", 24);
        var decision = Decision("PB-JOINT", projects);
        Hub.Ok(await hub.ApproveAsync(decision, "JP"));

        // Each process loses its first answer, goes on all the same, and dies with its third transaction.
        for (var left = true; left;)
        {
            var lost = new LostAnswer();
            var rows = new DyingRows(new TableLedgerRows(storage.Tables(lost)), transactions: 2);
            left = await DiesAsync(hub, decision, "PB", rows);
            Assert.Equal(1, lost.Lost);
        }

        await AssertWholeAsync(hub, "PB", reports);
    }

    [Fact]
    public async Task Others_WhileADecisionIsNotifiedInParts_FinishItFirstAndAreRefused()
    {
        var (hub, projects, reports) = await ReadyAsync("PC", 24);
        var decision = Decision("PC-JOINT", projects);
        foreach (var (other, code) in new (Func<Task<string?>>, string)[]
        {
            (async () => (await hub.Withdraw.WithdrawAsync(reports[^1], Withdrawal("report"), Hub.Participant(projects[^1]), default)).Refusal?.Code, "report-already-decided"),
            (async () => (await hub.ApproveAsync(Decision("PC-OTHER", projects[^1..]), "JP")).Refusal?.Code, "report-already-decided"),
            (async () => (await hub.ApproveAsync(Decision("PC-JOINT", projects[1..]), "JP")).Refusal?.Code, "decision-in-force"),
        })
        {
            if ((await hub.Ledger.View(PartyId.Parse("PC")).DecisionAsync("PC-JOINT", default)) is null)
            {
                Hub.Ok(await hub.ApproveAsync(decision, "JP"));
                Assert.True(await DiesAsync(hub, decision, "PC"));
                Assert.Equal(1, (await DecisionAsync(hub, "PC-JOINT")).Parts!.Written);
            }

            Assert.Equal(code, await other());
            Assert.True((await DecisionAsync(hub, "PC-JOINT")).IsInForce);
        }

        // The same approval again finds it done.
        Assert.True(Hub.Ok(await hub.ApproveAsync(decision, "PC")).IsInForce);
        await AssertWholeAsync(hub, "PC", reports);
    }

    [Fact]
    public async Task Sweep_DecisionThatADeadProcessLeft_FinishesIt()
    {
        var (hub, projects, reports) = await ReadyAsync("PD", 24);
        var decision = Decision("PD-JOINT", projects);
        Hub.Ok(await hub.ApproveAsync(decision, "JP"));
        Assert.True(await DiesAsync(hub, decision, "PD"));

        await new NotifyDecision(hub.Rules, hub.Ledger).ContinueAllAsync(PartyId.Parse("PD"), default);

        await AssertWholeAsync(hub, "PD", reports);
    }

    /// <summary>Eight recipients and ten vintages: what one project may have at most, and more records than one for its registry.</summary>
    [Fact]
    public async Task Approve_ProjectOfEightyLines_IsIssuedThroughSeveralRecords()
    {
        var hub = new Hub(storage, Hub.Project("PE001"), Hub.Host("PE", flow: "A"));
        var years = Enumerable.Range(2013, 10).ToArray();
        var report = await hub.ReadyAsync("PE001", new MonitoringPeriod(new DateOnly(2013, 1, 1), new DateOnly(2022, 12, 31)), Day, [.. years.Select(year => (year, 100L))]);
        JsonObject Of(int recipients) => Hub.Decision("PE-ONE", Day, Hub.Project("PE001", report.Period, new JsonObject
        {
            ["kind"] = "whole-tonnes",
            ["recipients"] = new JsonArray([.. Enumerable.Range(0, recipients).Select(number => Recipient(
                $"Holder {number}", number % 2 == 0 ? "japan" : "partner", $"{(number % 2 == 0 ? "JP" : "PE")}-{number}",
                [.. years.Select(year => (year, number == 0 ? 100L - recipients + 1 : 1L))]))]),
        }));
        Assert.Equal("decision-too-large", (await hub.ApproveAsync(Of(9), "JP")).Refusal?.Code);

        await hub.DecidedAsync(Of(8));
        var approval = Hub.Document("""{"documentType":"transfer-approval","schemaVersion":"1.0","approvedOn":"2024-04-05"}""");
        for (var number = 1; number <= 6; number++)
        {
            Assert.Equal("transfer-not-issued", (await hub.ApproveTransfer.ApproveAsync("PE-ONE", approval, Hub.Government("PE"), default)).Refusal?.Code);
            await hub.AppliedAsync(RecordId.Parse($"PE.PE.{number}"), Day.AddDays(number));
        }

        Assert.Equal("2024-03-07", Hub.Ok(await hub.Read.ReadAsync(report.Id, default))["facts"]!["issued"]!["partner"]!.GetValue<string>());
        Hub.Ok(await hub.ApproveTransfer.ApproveAsync("PE-ONE", approval, Hub.Government("PE"), default));
        for (var number = 7; number <= 9; number++)
            await hub.AppliedAsync(RecordId.Parse($"PE.PE.{number}"), new DateOnly(2024, 4, 5));
        for (var number = 1; number <= 3; number++)
            await hub.AppliedAsync(RecordId.Parse($"PE.JP.{number}"), new DateOnly(2024, 4, 6));

        var blocks = await hub.Ledger.View(PartyId.Parse("PE")).BlocksAsync(await hub.IssuanceAsync("PE", "PE-ONE"), default);
        Assert.Equal((40, 960L), (blocks.Count(block => block.Registry == PartyId.Japan), blocks.Where(block => block.Registry == PartyId.Japan && block.IsLive).Sum(block => block.Units.Count)));
        await VerifyAsync("PE", 1000);
    }

    /// <summary>What bounds a decision is its row in the ledger: names of holders fill it.</summary>
    [Fact]
    public async Task Approve_MoreThanARowHolds_IsRefusedAtTheFirstApproval()
    {
        var (hub, projects, _) = await ReadyAsync("PF", 30);
        JsonObject Of(int count) => Hub.Decision("PF-JOINT", Day, [.. projects.Take(count).Select(project =>
        {
            var allocation = Allocation("PF", recipients: 30, new string('\u540d', 199));
            allocation["deviation"] = new string('\u6587', 2000);
            return Hub.Project(project, TwoYears, allocation);
        })]);

        Assert.Equal("decision-too-large", (await hub.ApproveAsync(Of(30), "JP")).Refusal?.Code);
        Assert.True((await hub.DecidedAsync(Of(20))).IsInForce);
    }

    /// <summary>A process that approves and dies before its second transaction; whether it died.</summary>
    private async Task<bool> DiesAsync(Hub hub, JsonObject decision, string party, ILedgerRows? rows = null)
    {
        var dying = rows ?? new DyingRows(new TableLedgerRows(storage.Tables()), transactions: 1);
        try
        {
            Hub.Ok(await hub.DecideOn(Hub.LedgerOn(dying)).ApproveAsync(Hub.Document(decision.ToJsonString()), Hub.Government(party), default));
            return false;
        }
        catch (DyingRows.DeathException)
        {
            return true;
        }
    }

    private async Task AssertNothingIsSeenAsync(Hub hub, string host, IEnumerable<string> reports)
    {
        var page = Hub.Ok<JsonObject>(await Credits(hub).BlocksAsync(host, new CreditsFilter(null, null, null, null, null), null, null, default));
        Assert.Empty(page["blocks"]!.AsArray());
        Assert.Empty(Hub.Ok(await Credits(hub).TotalsAsync(host, default))["totals"]!.AsArray());
        Assert.Equal("unit-unknown", (await Credits(hub).UnitAsync($"{host}.1", Hub.Government(host), default)).Refusal?.Code);
        foreach (var report in reports)
        {
            var facts = Hub.Ok(await hub.Read.ReadAsync(report, default))["facts"]!;
            Assert.Null(facts["decided"]);
            Assert.Null(facts["notified"]);
        }

        Assert.Empty((await hub.Ledger.View(PartyId.Parse(host)).HeadAsync(default)).StreamTails);
    }

    /// <summary>Each project is notified with its thirty tonnes a year, and each side's registry is asked for its part, once.</summary>
    private async Task AssertWholeAsync(Hub hub, string host, string[] reports)
    {
        var tails = (await hub.Ledger.View(PartyId.Parse(host)).HeadAsync(default)).StreamTails;
        Assert.Equal([reports.Length, reports.Length], new[] { host, "JP" }.Select(registry => tails[PartyId.Parse(registry)]));
        foreach (var report in new[] { reports[0], reports[^1] })
        {
            var document = Hub.Ok(await hub.Read.ReadAsync(report, default));
            Assert.NotNull(document["facts"]!["notified"]);
            Assert.Equal(2, document["records"]!.AsArray().Count);
            Assert.Equal(6, document["blocks"]!.AsArray().Count);
        }

        await VerifyAsync(host, reports.Length * 60);
    }

    /// <summary>The journal proves itself, and gives the blocks that are stored.</summary>
    private async Task VerifyAsync(string host, long tonnes)
    {
        using var journal = new MemoryStream();
        await ExportJournal.WriteAsync(new TableLedgerRows(storage.Tables()), PartyId.Parse(host), null, TimeProvider.System, journal, default);
        journal.Position = 0;
        var verdict = JournalVerification.Verify(journal, default);
        Assert.Null(verdict.Failure);
        Assert.Equal(tonnes, verdict.State!.Head.LastUnit);
        var stored = new List<UnitBlock>();
        await foreach (var row in new LedgerView(new TableLedgerRows(storage.Tables()), PartyId.Parse(host)).AllBlocksAsync(default))
            stored.Add(LedgerJson.Read<UnitBlock>(row.Body));
        Assert.Equal(Ordered(verdict.State.Blocks), Ordered(stored));
    }

    private static IEnumerable<UnitBlock> Ordered(IEnumerable<UnitBlock> blocks) => blocks.OrderBy(block => block.Registry.Code).ThenBy(block => block.Units.First);

    private async Task<(Hub Hub, string[] Projects, string[] Reports)> ReadyAsync(string host, int count)
    {
        var projects = Enumerable.Range(1, count).Select(number => string.Create(CultureInfo.InvariantCulture, $"{host}{number:000}")).ToArray();
        var hub = new Hub(storage, [Hub.Host(host), .. projects.Select(project => Hub.Project(project, title: $"Project {project} of a test"))]);
        var reports = await Task.WhenAll(projects.Select(project => hub.ReadyAsync(project, TwoYears, Day, (2019, 30), (2020, 30))));
        return (hub, projects, [.. reports.Select(report => report.Id)]);
    }

    private static async Task<DecisionState> DecisionAsync(Hub hub, string id) =>
        (await hub.Ledger.View(PartyId.Parse(id[..2])).DecisionAsync(id, default))!.Value.Value;

    private ReadCredits Credits(Hub hub) => new(hub.Rules, hub.Ledger, new LedgerCuts(new TableLedgerRows(storage.Tables()), new BlobCheckpoints(storage.Blobs()), Microsoft.Extensions.Logging.Abstractions.NullLogger<LedgerCuts>.Instance));

    private static JsonObject Decision(string id, string[] projects) =>
        Hub.Decision(id, Day, [.. projects.Select(project => Hub.Project(project, TwoYears, Allocation(id[..2], recipients: 3, "Holder ")))]);

    /// <summary>Thirty tonnes of each of two vintages, the same for each recipient.</summary>
    private static JsonObject Allocation(string host, int recipients, string holder) => new()
    {
        ["kind"] = "whole-tonnes",
        ["recipients"] = new JsonArray([.. Enumerable.Range(0, recipients).Select(number => Recipient(
            holder + (number % 10), number == 0 ? "partner" : "japan", number == 0 ? $"{host}-GOV" : $"JP-{number}", [(2019, 30 / recipients), (2020, 30 / recipients)]))]),
    };

    private static JsonObject Recipient(string holder, string side, string account, (int Year, long Tonnes)[] vintages) => new()
    {
        ["holder"] = holder,
        ["side"] = side,
        ["kind"] = "entity",
        ["account"] = account,
        ["tonnes"] = new JsonObject(vintages.Select(vintage => KeyValuePair.Create(vintage.Year.ToString(CultureInfo.InvariantCulture), (JsonNode?)JsonValue.Create(vintage.Tonnes)))),
    };

    private static byte[] Withdrawal(string what) => Hub.Document($$"""{"documentType":"withdrawal","schemaVersion":"1.0","what":"{{what}}","withdrawnOn":"2024-03-05"}""");
}
