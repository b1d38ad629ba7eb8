using System.Text.Json.Nodes;
using Azure.Core;
using JcmHub.Adapters.Files;
using JcmHub.Adapters.Tables;
using JcmHub.Adapters.Tests.Decisions;
using JcmHub.Adapters.Tests.Exchange;
using JcmHub.Domain.Parties;
using JcmHub.Flows.Exchange;
using JcmHub.Flows.Issuance;
using JcmHub.Local.Stack;
using Microsoft.Extensions.Logging.Abstractions;
using Moq;

namespace JcmHub.Adapters.Tests.Issuance;

public sealed class PublicListsTests(StorageFixture storage) : IClassFixture<StorageFixture>
{
    /// <summary>Open to anyone: within a minute nothing is read, afterwards blocks only where something was written; and what was written shows.</summary>
    [Fact]
    public async Task Read_AgainAndAgain_ReadsBlocksOnlyAfterAWrite()
    {
        var (time, count) = (new ShiftedTime(), new HttpPipelineCount());
        var tables = storage.Tables(count, HttpPipelinePosition.PerRetry);
        var rows = new TableLedgerRows(tables);
        var ledger = new Ledger(rows, new Relay(rows, Mock.Of<IRecordQueue>(MockBehavior.Strict), new ExchangeSteps()), RuleFiles.Rules, TestKeys.Hub, TimeProvider.System, NullLogger<Ledger>.Instance);
        var lists = new PublicLists(RuleBookFiles.Load(Path.Combine(Checkout.Root(AppContext.BaseDirectory), "schemas")), ledger, new TableAccounts(tables), time);
        await Units.IssueAsync(ledger, PartyId.Parse("TH"), 10);

        Assert.Equal("20", Tonnes(await ReadAsync()));
        count.Reset();
        await ReadAsync();
        Assert.Empty(count.Requests);

        time.Advance(TimeSpan.FromMinutes(2));
        var later = await ReadAsync();
        Assert.Equal("20", Tonnes(later));
        Assert.DoesNotContain(count.Requests, request => request.Contains("block", StringComparison.Ordinal));
        Assert.NotEmpty(count.Requests);
        Assert.True(time.GetUtcNow() - DateTimeOffset.Parse(later["asOf"]!.GetValue<string>(), System.Globalization.CultureInfo.InvariantCulture) < TimeSpan.FromMinutes(1));

        await Units.IssueAsync(ledger, PartyId.Parse("TH"), 1, "more");
        time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal("22", Tonnes(await ReadAsync()));

        async Task<JsonObject> ReadAsync() => Hub.Ok(await lists.ReadAsync("JP", default));
        static string Tonnes(JsonObject lists) => Assert.Single(lists["amounts"]!.AsArray())!["tonnes"]!.GetValue<string>();
    }
}
