using System.Text.Json.Nodes;

namespace JcmHub.EndToEnd.Tests;

/// <summary>GX-ETS and reconciliation on a hub with three finished projects.</summary>
public sealed class MarketTests(DemoStackFixture demo) : IClassFixture<DemoStackFixture>
{
    private StackFixture Hub => demo.Hub;

    [Fact]
    public async Task EligibleCredits_Feed_HoldsTheCompanysShareOnceWithItsEvidence()
    {
        var (_, page) = await Hub.GetAsync("gx-ets/eligible-credits", "market-operator");
        var item = Assert.Single(page["items"]!.AsArray())!;
        var block = Assert.Single(item["data"]!["blocks"]!.AsArray())!;

        Assert.Equal(("PH.GX-ETS.1", "82639", "JP-ENT-0001"), (Text(item["record"]), Text(block["tonnes"]), Text(block["account"])));
        Assert.Equal("PHL-0001", Text(item["data"]!["authorization"]!["authorizationId"]));
        Assert.Equal(["PH.JP.1", "PH.PH.2"], item["receipts"]!.AsArray().Select(receipt => Text(receipt!["record"])));
        Assert.All(item["receipts"]!.AsArray(), receipt => Assert.Equal(Text(receipt!["digest"]), Text(receipt["receipt"]!["record"]!["digest"])));

        var (_, after) = await Hub.GetAsync($"gx-ets/eligible-credits?after={Text(page["next"])}", "market-operator");
        Assert.Empty(after["items"]!.AsArray());
        Assert.Equal("cursor-unreadable", Text((await Hub.GetAsync("gx-ets/eligible-credits?after=PH", "market-operator")).Body["code"]));
        Assert.Equal(82639, (await Hub.HoldingsAsync("GX-ETS"))["blocks"]!.AsArray().Sum(held => Number(held!["tonnes"])));
    }

    [Theory]
    [InlineData("PH", 1)]
    [InlineData("JP", 1)]
    [InlineData("TH", 0)]
    public async Task EligibleCredits_ToAReviewerOfAParty_AreThoseOfItsOwnProjects(string party, int announcements)
    {
        var (_, page) = await Hub.GetAsync("gx-ets/eligible-credits", "reviewer", party);

        Assert.Equal(announcements, page["items"]!.AsArray().Count);
    }

    [Theory]
    [InlineData("account=JP-GOV", 400, "party-missing")]
    [InlineData("party=", 400, "party-missing")]
    [InlineData("party=XX", 404, "party-unknown")]
    [InlineData("party=PH&registry=nobody", 404, "party-unknown")]
    public async Task Eligibility_OfNoParty_IsRefusedWithItsCode(string query, int status, string code) =>
        Assert.Equal((status, code), Code(await Hub.GetAsync($"gx-ets/eligibility?{query}", "market-operator")));

    [Theory]
    [InlineData("party=PH&account=JP-ENT-0001", "")]
    [InlineData("party=PH&account=JP-GOV", "account-not-entity")]
    [InlineData("party=TH&account=JP-GOV", "account-not-entity")]
    [InlineData("party=PH&registry=PH&account=PH-GOV", "units-not-in-japan account-not-entity itmo-not-authorised itmo-not-first-transferred")]
    public async Task Eligibility_WhyNot_NamesEveryRule(string query, string codes)
    {
        var (_, answer) = await Hub.GetAsync($"gx-ets/eligibility?{query}", "market-operator");

        var block = Assert.Single(answer["blocks"]!.AsArray())!;
        Assert.Equal(codes.Length == 0, block["eligible"]!.GetValue<bool>());
        Assert.Equal(codes, string.Join(' ', block["whyNot"]!.AsArray().Select(reason => Text(reason!["code"]))));
    }

    [Theory]
    [InlineData("JP-ENT-0001", 2025, 1)]
    [InlineData("NOBODYS-ACCOUNT", 1999, 5)]
    public async Task Reconciliation_AHandMadeUnit_IsNamedByProjectAndVintageAndNothingElse(string account, int vintage, int tonnes)
    {
        await Hub.SimulateAsync(HttpMethod.Post, "registries/JP/units",
            $$"""{"account":"{{account}}","accountType":"entity-holding","project":"PH901","vintage":{{vintage}},"tonnes":{{tonnes}}}""");
        var drifted = await ReconcileAsync();
        var (_, disputed) = await Hub.GetAsync("gx-ets/eligibility?party=PH&account=JP-ENT-0001", "market-operator");
        await Hub.SimulateAsync(HttpMethod.Delete, "registries/JP/units", null);
        var clean = await ReconcileAsync();

        Assert.Equal(("differs", 1), (Text(drifted["state"]), drifted["differences"]!.GetValue<int>()));
        var difference = Assert.Single(Part(drifted, "JP")["differences"]!.AsArray())!;
        Assert.Equal(("missing-local", "PH901", vintage, account, tonnes),
            (Text(difference["code"]), Text(difference["project"]), difference["vintage"]!.GetValue<int>(), Text(difference["account"]), Number(difference["tonnes"])));
        Assert.Equal(tonnes, Number(difference["last"]) - Number(difference["first"]) + 1);
        Assert.NotEqual("", Text(difference["detailJa"]));
        Assert.All(drifted["registries"]!.AsArray().Where(part => Text(part!["registry"]) != "JP"), part => Assert.Equal("agreed", Text(part!["state"])));

        Assert.Empty(disputed["blocks"]![0]!["whyNot"]!.AsArray());
        Assert.Equal(("agreed", 0), (Text(clean["state"]), clean["differences"]!.GetValue<int>()));
        Assert.Equal(["GX-ETS", "JP", "PH", "TH"], clean["registries"]!.AsArray().Select(part => Text(part!["registry"])).Except(["MV"]));
    }

    [Fact]
    public async Task Reconciliation_AReceiptThatIsNotInYet_IsInFlightAndNoDifference()
    {
        await Hub.FaultAsync("JP", """{"loseAnswer":true}""");
        var (_, operation) = await Hub.PostAsync("credits/cancellations", Cancellation(), "registry", "JP");
        await Hub.HoldsEventuallyAsync("JP", "JP-CAN", 5);
        var meanwhile = await ReconcileAsync();
        await Hub.FaultAsync("JP", "{}");
        await Hub.EventuallyAsync($"transactions/{Text(operation["record"])}", "reviewer", record => Text(record["state"]) == "receipted");
        var after = await ReconcileAsync();

        Assert.Equal("agreed", Text(meanwhile["state"]));
        Assert.Equal(("0", "5", "5"), Total(meanwhile, "JP-CAN"));
        Assert.Equal(("39", "34", "-5"), Total(meanwhile, "JP-GOV"));
        Assert.Equal("agreed", Text(after["state"]));
        Assert.Equal(("5", "5", "0"), Total(after, "JP-CAN"));
    }

    [Fact]
    public async Task Reconciliation_WhatIsNotifiedAndNeverIssued_IsAnOpenLegWithItsAgeAndNoDifference()
    {
        var result = await ReconcileAsync();

        Assert.Equal("agreed", Text(result["state"]));
        Assert.Equal([("MV", 2021, "29"), ("MV", 2022, "288")], result["openLegs"]!.AsArray().Select(leg =>
            (Text(leg!["registry"]), leg["vintage"]!.GetValue<int>(), Text(leg["tonnes"]))));
    }

    [Fact]
    public async Task Reconciliation_Result_IsStoredAndARegistrySeesItsOwnPart()
    {
        var run = await ReconcileAsync();
        var date = Text(run["date"]);

        Assert.Contains(date, (await Hub.GetAsync("reconciliations", "reviewer")).Body["dates"]!.AsArray().Select(Text));
        Assert.Equal(run["registries"]!.AsArray().Count, (await Hub.GetAsync($"reconciliations/{date}", "operator")).Body["registries"]!.AsArray().Count);
        var (_, own) = await Hub.GetAsync($"reconciliations/{date}", "registry", "TH");
        Assert.Equal(["TH"], own["registries"]!.AsArray().Select(part => Text(part!["registry"])));
        Assert.Empty(own["openLegs"]!.AsArray());
        Assert.Equal((404, "reconciliation-unknown"), Code(await Hub.GetAsync("reconciliations/2020-01-01", "operator")));
        Assert.Equal((404, "reconciliation-unknown"), Code(await Hub.GetAsync("reconciliations/yesterday", "operator")));
    }

    [Fact]
    public async Task Reconciliation_ASnapshotThatWasSent_IsComparedWith()
    {
        var today = Text((await ReconcileAsync())["date"]);
        var sent = JsonNode.Parse($$"""{"documentType":"registry-snapshot","schemaVersion":"1.0","registry":"MV","asOf":"{{today}}T00:00:00Z","streams":[],"blocks":[]}""")!.AsObject();
        Assert.Equal(403, (await Hub.PutAsync($"registries/MV/snapshots/{today}", sent, "registry", "TH")).Status);
        Assert.Equal((422, "snapshot-registry"), Code(await Hub.PutAsync($"registries/TH/snapshots/{today}", sent, "registry", "TH")));
        Assert.Equal((400, "date-unreadable"), Code(await Hub.PutAsync("registries/MV/snapshots/today", sent, "government", "MV")));
        Assert.Equal(200, (await Hub.PutAsync($"registries/MV/snapshots/{today}", sent, "government", "MV")).Status);
        Assert.Equal("agreed", Text(Part(await ReconcileAsync(), "MV")["state"]));

        sent["blocks"] = JsonNode.Parse("""[{"account":"MV-GOV","accountType":"government-holding","project":"MV002","vintage":2022,"first":"1","last":"2","tonnes":"2"}]""");
        Assert.Equal(200, (await Hub.PutAsync($"registries/MV/snapshots/{today}", sent, "government", "MV")).Status);
        Assert.Equal("missing-local", Text(Assert.Single(Part(await ReconcileAsync(), "MV")["differences"]!.AsArray())!["code"]));

        sent["blocks"] = new JsonArray();
        Assert.Equal(200, (await Hub.PutAsync($"registries/MV/snapshots/{today}", sent, "government", "MV")).Status);
    }

    private async Task<JsonObject> ReconcileAsync()
    {
        var (status, result) = await Hub.PostAsync("reconciliations", Array.Empty<byte>(), "operator");
        Assert.Equal(200, status);
        return result;
    }

    private static JsonObject Cancellation() => new()
    {
        ["documentType"] = "cancellation-request", ["schemaVersion"] = "1.0", ["operation"] = "market-1", ["host"] = "MV", ["project"] = "MV002",
        ["vintage"] = 2021, ["fromAccount"] = "JP-GOV", ["toAccount"] = "JP-CAN", ["tonnes"] = "5", ["reason"] = "an example",
    };

    private static (string Hub, string Registry, string InFlight) Total(JsonObject result, string account)
    {
        var total = Part(result, "JP")["totals"]!.AsArray().Single(total =>
            Text(total!["account"]) == account && Text(total["project"]) == "MV002" && total["vintage"]!.GetValue<int>() == 2021)!;
        return (Text(total["hub"]), Text(total["registry"]), Text(total["inFlight"]));
    }

    private static JsonNode Part(JsonObject result, string registry) =>
        result["registries"]!.AsArray().Single(part => Text(part!["registry"]) == registry)!;

    private static (int, string) Code((int Status, JsonObject Body) answer) => (answer.Status, Text(answer.Body["code"]));

    private static string Text(JsonNode? node) => node!.GetValue<string>();

    private static long Number(JsonNode? node) => long.Parse(Text(node), System.Globalization.CultureInfo.InvariantCulture);
}
