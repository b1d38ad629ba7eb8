using System.Globalization;
using System.Text.Json;
using JcmHub.Adapters.Tables;
using JcmHub.Domain.Calendar;
using JcmHub.Domain.Credits;
using JcmHub.Domain.Ledger;
using JcmHub.Domain.Parties;
using JcmHub.Flows.Issuance;
using JcmHub.Local.Stack;

namespace JcmHub.Adapters.Tests.Decisions;

/// <summary>
/// Every issuance that Mongolia's table publishes (domain reference 4.2, copied into <c>Data</c>), decided by both sides, notified, and
/// issued by each registry on its own day; what was not issued stays open. In a storage of its own, for it is the real Mongolia's ledger.
/// </summary>
public sealed class MongolianTableTests(StorageFixture storage) : IClassFixture<StorageFixture>
{
    private static readonly PartyId Mongolia = PartyId.Parse("MN");

    [Fact]
    public async Task Table_Replayed_EndsAsPublished()
    {
        var hub = new Hub(storage, [.. Enumerable.Range(1, 6).Select(number => Hub.Project($"MN00{number}"))]);
        var rows = Rows();
        foreach (var committee in rows.GroupBy(row => row.Decided).OrderBy(committee => committee.Key))
            await DecideAsync(hub, committee.Key, [.. committee]);
        await IssueAsync(hub, rows);

        foreach (var row in rows)
            await IsAsPublishedAsync(hub, row);
        await HoldsWhatWasIssuedAsync(hub, rows);
        await ProvesItselfAsync();
    }

    /// <summary>One decision on all projects of the day: three of them in November 2018 and in January 2026.</summary>
    private static async Task DecideAsync(Hub hub, DateOnly day, Row[] rows)
    {
        foreach (var row in rows)
            await hub.ReadyAsync(row.Project, row.Period, day, (row.Year, row.Total));
        var decision = Hub.Decision($"MN-{day:yyyy-MM-dd}", day, [.. rows.Select(row =>
            Hub.Project(row.Project, row.Period, Hub.Allocation("MN", row.Year, row.Japan, row.Mongolia)))]);

        var decided = await hub.DecidedAsync(decision);

        Assert.True(decided.IsInForce);
        Assert.Equal(rows.Length, decided.Reports.Count);
    }

    /// <summary>Receipts come in the order of the streams, on the days that are published.</summary>
    private static async Task IssueAsync(Hub hub, Row[] rows)
    {
        foreach (var row in rows.OrderBy(row => row.Decided))
        {
            foreach (var record in (await hub.IssuanceAsync("MN", row.DecisionOf(rows))).Records)
            {
                if ((record.Id.Destination == PartyId.Japan ? row.JapanIssuedOn : row.MongoliaIssuedOn) is { } day)
                    await hub.AppliedAsync(record.Id, day);
            }
        }
    }

    private static async Task IsAsPublishedAsync(Hub hub, Row row)
    {
        var issuance = await hub.IssuanceAsync("MN", row.DecisionOf(Rows()));

        Assert.Equal(row.Japan, Notified(issuance, Side.Japan));
        Assert.Equal(row.Mongolia, Notified(issuance, Side.Partner));
        Assert.Equal(row.JapanIssuedOn, Day(issuance, Side.Japan));
        Assert.Equal(row.MongoliaIssuedOn, Day(issuance, Side.Partner));
        // Reductions before 2021: no authorisation, no first transfer, no adjustment, no ITMO.
        Assert.Null(issuance.FirstTransferredOn);
        Assert.Empty(issuance.Adjustments);
    }

    private static async Task HoldsWhatWasIssuedAsync(Hub hub, Row[] rows)
    {
        var blocks = new List<UnitBlock>();
        await foreach (var row in hub.Ledger.View(Mongolia).AllBlocksAsync(default))
            blocks.Add(LedgerJson.Read<UnitBlock>(row.Body));

        Assert.Equal(rows.Sum(row => row.Japan), Tonnes(blocks, PartyId.Japan, UnitState.Live));
        Assert.Equal(rows.Where(row => row.MongoliaIssuedOn is not null).Sum(row => row.Mongolia), Tonnes(blocks, Mongolia, UnitState.Live));
        Assert.Equal(29 + 66 + 6063, Tonnes(blocks, Mongolia, UnitState.Awaiting));
        Assert.Equal(rows.Sum(row => row.Total), blocks.Sum(block => block.Units.Count));
        Assert.Equal(["MN001", "MN002", "MN006"], blocks.Where(block => block.State == UnitState.Awaiting).Select(block => block.Project.ToString()).Order());
    }

    /// <summary>The journal alone shows it again: chained, no unit twice, none lost, decisions on several projects included.</summary>
    private async Task ProvesItselfAsync()
    {
        using var journal = new MemoryStream();
        var closing = await ExportJournal.WriteAsync(new TableLedgerRows(storage.Tables()), Mongolia, null, TimeProvider.System, journal, default);
        journal.Position = 0;

        var verdict = JournalVerification.Verify(journal, default);

        Assert.True(verdict.Holds, verdict.Failure?.Detail);
        Assert.Equal(closing!.Head.Number, verdict.Entries);
    }

    private static long Tonnes(List<UnitBlock> blocks, PartyId registry, UnitState state) =>
        blocks.Where(block => block.Registry == registry && block.State == state).Sum(block => block.Units.Count);

    private static long Notified(Domain.Ledger.Issuance issuance, Side side) =>
        issuance.Lines.Where(line => line.Allocation.Recipient.Side == side).Sum(line => line.Units.Count);

    private static DateOnly? Day(Domain.Ledger.Issuance issuance, Side side) => issuance.IssuedOn.TryGetValue(side, out var day) ? day : null;

    private static Row[] Rows()
    {
        var file = Path.Combine(Checkout.Root(AppContext.BaseDirectory), "tests", "JcmHub.Adapters.Tests", "Data", "mongolia-issuances.json");
        using var json = JsonDocument.Parse(File.ReadAllBytes(file));
        return [.. json.RootElement.GetProperty("rows").EnumerateArray().Select(Row.Of)];
    }

    /// <summary>A row of the table. An issued amount whose day is not published is given the decision's.</summary>
    private sealed record Row(
        string Project, MonitoringPeriod Period, DateOnly Decided, long Total, long Japan, DateOnly? JapanIssuedOn, long Mongolia, DateOnly? MongoliaIssuedOn)
    {
        public int Year => Period.To.Year;

        public static Row Of(JsonElement row)
        {
            var (japan, partner) = (row.GetProperty("japan"), row.GetProperty("partner"));
            var decided = Date(row.GetProperty("decided"));
            return new Row(
                row.GetProperty("project").GetString()!, new MonitoringPeriod(Date(row.GetProperty("period")[0]), Date(row.GetProperty("period")[1])), decided,
                row.GetProperty("total").GetInt64(), japan.GetProperty("notified").GetInt64(),
                japan.GetProperty("issuedOn").ValueKind == JsonValueKind.Null ? null : Date(japan.GetProperty("issuedOn")),
                partner.GetProperty("notified").GetInt64(),
                partner.TryGetProperty("issuedOn", out var issued) ? Date(issued) : partner.TryGetProperty("open", out _) ? null : decided);
        }

        /// <summary>Of several projects in one decision each has an issuance of its own.</summary>
        public string DecisionOf(Row[] rows) => rows.Count(row => row.Decided == Decided) == 1 ? $"MN-{Decided:yyyy-MM-dd}" : $"MN-{Decided:yyyy-MM-dd}-{Project}";

        private static DateOnly Date(JsonElement element) => DateOnly.ParseExact(element.GetString()!, "yyyy-MM-dd", CultureInfo.InvariantCulture);
    }
}
