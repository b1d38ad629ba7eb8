using System.Text.Json.Nodes;

namespace JcmHub.EndToEnd.Tests;

/// <summary>After the decision's own way: the host's side sends more abroad, and GX-ETS hears of what companies hold.</summary>
public sealed partial class WayTests
{
    /// <summary>Thailand authorises what its government holds and sends 20 tonnes of it to a company in Japan; all registries and the market agree.</summary>
    private async Task SendsMoreAbroadAsync()
    {
        var sale = Operation("transfer", "6", "TH-GOV", "JP-ENT-0001", "20").With("acquiringParty", "JP");
        Assert.Equal((422, "units-not-authorised"), Code(await hub.PostAsync("credits/transfers", sale, "registry", "TH")));
        Assert.Equal(200, (await hub.PostAsync("credits/authorizations", Grant, "government", "TH")).Status);
        Assert.Equal("approving", (await hub.PostAsync("credits/transfers", sale, "registry", "TH")).Body["state"]!.GetValue<string>());
        Assert.Equal((403, "wrong-party"), Code(await hub.PostAsync("credits/transfers/TH.way-6/approval", SaleApproval, "government", "JP")));
        Assert.Equal(200, (await hub.PostAsync("credits/transfers/TH.way-6/approval", SaleApproval, "government", "TH")).Status);

        await hub.HoldsEventuallyAsync("JP", "JP-ENT-0001", 115);
        await hub.HoldsEventuallyAsync("GX-ETS", "JP-ENT-0001", 115);
        var (_, balance) = await hub.GetAsync("article6/TH/balance", "reviewer");
        Assert.Equal(["1009", "20"], balance["adjustments"]!.AsArray().Select(adjustment => adjustment!["tonnes"]!.GetValue<string>()));
        var (_, linked) = await hub.GetAsync("credits?party=TH&registry=JP&account=JP-ENT-0001", "reviewer");
        var mine = linked["blocks"]!.AsArray().Single(block => block!["authorization"]?.GetValue<string>() == "THA-0002")!;
        Assert.True(mine["itmo"]?["firstId"] is not null, mine.ToJsonString());
        Assert.StartsWith("CA0004-THA01-THA-", mine["itmo"]!["firstId"]!.GetValue<string>(), StringComparison.Ordinal);
        var (_, result) = await hub.PostAsync("reconciliations", Array.Empty<byte>(), "operator");
        Assert.True(result["state"]!.GetValue<string>() == "agreed", result.ToJsonString());
    }

    private static JsonObject Grant => new()
    {
        ["documentType"] = "authorization-grant", ["schemaVersion"] = "1.0", ["decision"] = "TH-TH014-2021", ["account"] = "TH-GOV",
        ["authorization"] = new JsonObject
        {
            ["authorizationId"] = "THA-0002", ["cooperativeApproach"] = "CA0004", ["purposes"] = "NDC", ["quantity"] = "1008", ["authorizedOn"] = "2026-06-02",
        },
    };

    private static JsonObject SaleApproval => new() { ["documentType"] = "transfer-approval", ["schemaVersion"] = "1.0", ["approvedOn"] = "2026-06-03" };
}
