using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using JcmHub.Adapters.Tests.Decisions;
using JcmHub.Domain.Calendar;
using JcmHub.Domain.Ledger;
using JcmHub.Domain.Parties;
using JcmHub.Flows;
using JcmHub.Flows.GxEts;

namespace JcmHub.Adapters.Tests.UnitOperations;

/// <summary>Authorised units in Japan's registry, and what GX-ETS hears of them.</summary>
internal static class MarketLab
{
    public static readonly DateOnly Day = new(2026, 5, 1);
    private static readonly MonitoringPeriod Year2022 = new(new DateOnly(2022, 1, 1), new DateOnly(2022, 12, 31));

    /// <summary>A host with which rules for ITMOs are agreed.</summary>
    public static (string Name, string Json) Host(string code) => Hub.Host(code, """
        "article6RulesAgreed":[{"from":"2020-01-01","value":"yes","source":"a test","certainty":"sourced"}]
        """);

    /// <summary>100 t of a project, authorised, issued to Japan's government; nothing is on GX-ETS' list yet.</summary>
    public static async Task<RegistryDesk> IssuedAsync(StorageFixture storage, Hub hub, string host, string project)
    {
        var desk = new RegistryDesk(hub, storage);
        await desk.TellAccountsAsync("JP");
        await hub.ReadyAsync(project, Year2022, Day, (2022, 140));
        var decision = Hub.Decision($"{host}-{project}-2022", Day, Hub.Project(project, Year2022, Hub.Allocation(host, 2022, 100, 40)));
        decision["authorization"] = JsonNode.Parse($$"""
            {"authorizationId":"{{host}}X-0001","cooperativeApproach":"CA0009","purposes":"NDC and OIMP","firstTransferDefOimp":"issuance","quantity":100,"authorizedOn":"2026-05-01"}
            """);
        await hub.DecidedAsync(decision);
        await desk.ApplyAsync(host, PartyId.Japan, Day);
        return desk;
    }

    /// <summary>Everything that GX-ETS was told of a host's units, block by block, taken or not.</summary>
    public static async Task<IReadOnlyList<(string Text, string Account, SerialRange Units)>> SaidAsync(Hub hub, string host)
    {
        var said = new List<(string, string, SerialRange)>();
        var view = hub.Ledger.View(PartyId.Parse(host));
        await foreach (var (record, _) in view.RecordsAsync(Destination.GxEts, 1, await view.TailAsync(Destination.GxEts, default), default))
        {
            using var document = JsonDocument.Parse(record.Document);
            var data = document.RootElement.GetProperty("data");
            foreach (var block in data.GetProperty("blocks").EnumerateArray())
            {
                var account = block.GetProperty("account").GetString()!;
                var what = data.TryGetProperty("reason", out var reason) ? reason.GetString() : "eligible";
                said.Add(($"{what} {account} {block.GetProperty("tonnes").GetString()}", account, new SerialRange(Number(block, "hubFirst"), Number(block, "hubLast"))));
            }
        }

        return said;
    }

    /// <summary>A host's items of the feed, from its beginning.</summary>
    public static async Task<IEnumerable<JsonNode>> FeedAsync(Hub hub, string host) =>
        Hub.Ok(await new ReadEligibleCredits(hub.Rules, hub.Ledger, TimeProvider.System).ReadAsync(null, new Caller("market", "market-operator", PartyId.Parse(host)), default))["items"]!
            .AsArray().Select(item => item!);

    private static long Number(JsonElement item, string name) => long.Parse(item.GetProperty(name).GetString()!, CultureInfo.InvariantCulture);
}
