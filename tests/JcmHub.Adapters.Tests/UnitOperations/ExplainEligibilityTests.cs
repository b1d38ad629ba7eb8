using System.Text.Json.Nodes;
using Azure.Core;
using JcmHub.Adapters.Tables;
using JcmHub.Adapters.Tests.Decisions;
using JcmHub.Adapters.Tests.Exchange;
using JcmHub.Adapters.Tests.Issuance;
using JcmHub.Domain.Parties;
using JcmHub.Flows.GxEts;

namespace JcmHub.Adapters.Tests.UnitOperations;

/// <summary>The explanation goes through all blocks by its cursor, and answers a number without going through any.</summary>
public sealed class ExplainEligibilityTests(StorageFixture storage) : IClassFixture<StorageFixture>
{
    [Fact]
    public async Task Explain_MoreThanAPage_HasACursorThatReachesTheLastBlock()
    {
        await Units.IssueAsync(Hub.LedgerOn(Rows()), PartyId.Parse("EA"), 250);
        var explain = Explain(Rows());
        var (pages, units, next) = (0, new List<string>(), (string?)null);
        do
        {
            var page = Hub.Ok(await explain.ExplainAsync("EA", null, "JP-GOV", null, next, default));
            units.AddRange(page["blocks"]!.AsArray().Select(block => block!["hubFirst"]!.GetValue<string>()));
            next = page["next"]?.GetValue<string>();
            Assert.Equal(next is not null, page["hasMore"]!.GetValue<bool>());
            pages++;
        }
        while (next is not null);

        Assert.Equal((3, 250, 250), (pages, units.Count, units.Distinct().Count()));
        Assert.Equal(("1", "499"), (units[0], units[^1]));
    }

    [Fact]
    public async Task Explain_CursorThatItCannotHaveGiven_IsRefused()
    {
        await Units.IssueAsync(Hub.LedgerOn(Rows()), PartyId.Parse("EB"), 110);
        var explain = Explain(Rows());
        var next = Hub.Ok(await explain.ExplainAsync("EB", null, null, null, null, default))["next"]!.GetValue<string>();
        var walk = next.Split('~')[1];

        Assert.Equal($"200~{walk}", next);
        foreach (var cursor in new[] { "", "200", $"0~{walk}", $"201~{walk}", $"999999~{walk}", $"0200~{walk}", $"200~{walk}~", "200~0123456789ab" })
            Assert.Equal((cursor, "cursor-unreadable"), (cursor, (await explain.ExplainAsync("EB", null, null, null, cursor, default)).Refusal?.Code));
        Assert.Equal("cursor-unreadable", (await explain.ExplainAsync("EB", null, "JP-GOV", null, next, default)).Refusal?.Code);
        Assert.Equal("cursor-unreadable", (await explain.ExplainAsync("EB", "EB", null, null, next, default)).Refusal?.Code);
        Assert.Equal(10, Hub.Ok(await explain.ExplainAsync("EB", null, null, null, next, default))["blocks"]!.AsArray().Count);
    }

    [Fact]
    public async Task Explain_OneNumberAmongManyBlocks_CostsOneReadOfBlocks()
    {
        await Units.IssueAsync(Hub.LedgerOn(Rows()), PartyId.Parse("EC"), 1200);
        var count = new HttpPipelineCount();

        var answer = Hub.Ok(await Explain(new TableLedgerRows(storage.Tables(count, HttpPipelinePosition.PerRetry))).ExplainAsync("EC", null, null, "1801", null, default));

        Assert.Equal("1801", Assert.Single(answer["blocks"]!.AsArray())!["hubFirst"]!.GetValue<string>());
        Assert.Equal(1, count.Requests.Count(each => each.Contains("block", StringComparison.Ordinal)));
        Assert.Empty(Hub.Ok(await Explain(Rows()).ExplainAsync("EC", null, "JP-ENT-1", "1801", null, default))["blocks"]!.AsArray());
        Assert.Equal("serial-unreadable", (await Explain(Rows()).ExplainAsync("EC", null, null, "1000000000000000", null, default)).Refusal?.Code);
    }

    private ExplainEligibility Explain(TableLedgerRows rows) =>
        new(new Hub(storage, Hub.Host("EA"), Hub.Host("EB"), Hub.Host("EC")).Rules, Hub.LedgerOn(rows), TimeProvider.System);

    private TableLedgerRows Rows() => new(storage.Tables());
}
