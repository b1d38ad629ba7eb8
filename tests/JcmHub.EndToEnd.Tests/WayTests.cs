using System.Text;
using System.Text.Json.Nodes;

namespace JcmHub.EndToEnd.Tests;

/// <summary>One report's whole way by hand, with what may go wrong on it. One test, because the way is one: its ledger is shared.</summary>
[Collection(StackTests.Name)]
public sealed partial class WayTests(StackFixture hub)
{
    [Fact]
    public async Task Th014_FromUploadToLastReceipt_HoldsAtEveryStep()
    {
        var report = await SubmitsOnceAsync();
        await IsVerifiedByAnotherAsync(report);
        await IsFoundCompleteByBothSidesAsync(report);
        await IsDecidedByBothGovernmentsAsync(report);
        await IsTransferredOnTheHostsWordAsync(report);
        await EndsWithEveryTonneOnceAsync(report);
        await IsDocumentedForAnyoneAsync(report);
        await IsReportedAppliedAndReviewedInThatOrderAsync();
        await IsOperatedOnByItsRegistryAsync();
        await IsReadByReviewersAndPublicAsync();
        await IsCorrectedByBothGovernmentsAsync();
        await SendsMoreAbroadAsync();
        await IsProvedByItsJournalAsync();
    }

    private async Task<string> SubmitsOnceAsync()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => hub.PostAsync("reports", Samples.Report, "participant", "TH")));
        Assert.All(answers, answer => Assert.Equal(202, answer.Status));
        var id = Assert.Single(answers.Select(answer => answer.Body["id"]!.GetValue<string>()).Distinct());

        var otherBytes = Samples.ReportWith(report => report["comment"] = "other bytes");
        Assert.Equal((409, "report-overlaps"), Code(await hub.PostAsync("reports", otherBytes, "participant", "TH")));
        Assert.Equal(202, (await hub.PostAsync("reports", Samples.Report, "participant", "TH", idempotencyKey: "a key")).Status);
        Assert.Equal((422, "idempotency-key-reused"), Code(await hub.PostAsync("reports", otherBytes, "participant", "TH", idempotencyKey: "a key")));

        var computed = await hub.EventuallyAsync($"reports/{id}", "reviewer", state => state["facts"]!["computed"] is not null);
        Assert.Equal("2017", computed["result"]!["vintages"]![0]!["tonnes"]!.GetValue<string>());
        var (_, trace) = await hub.GetAsync($"reports/{id}/trace", "reviewer");
        Assert.NotEmpty(trace);
        return id;
    }

    private async Task IsVerifiedByAnotherAsync(string id)
    {
        var statement = Verification("2017", await HashAsync(id));
        Assert.Equal((422, "verification-tonnes"), Code(await hub.PostAsync($"reports/{id}/verification", Verification("2018", await HashAsync(id)), "third-party-entity")));
        Assert.Equal((422, "verification-content"), Code(await hub.PostAsync($"reports/{id}/verification", Verification("2017", "sha-256:" + new string('0', 64)), "third-party-entity")));
        Assert.Equal((409, "report-not-ready"), Code(await hub.PostAsync($"reports/{id}/issuance-request", IssuanceRequest, "participant", "TH")));
        Assert.Equal(403, (await hub.PostAsync($"reports/{id}/verification", statement, "participant", "TH")).Status);

        Assert.Equal(200, (await hub.PostAsync($"reports/{id}/verification", statement, "third-party-entity")).Status);
        Assert.Equal(200, (await hub.PostAsync($"reports/{id}/verification", statement, "third-party-entity")).Status);
    }

    private async Task IsFoundCompleteByBothSidesAsync(string id)
    {
        Assert.Equal((409, "report-not-ready"), Code(await hub.PostAsync($"reports/{id}/completeness", Completeness, "secretariat", "JP")));
        Assert.Equal(200, (await hub.PostAsync($"reports/{id}/issuance-request", IssuanceRequest, "participant", "TH")).Status);
        Assert.Equal(200, (await hub.PostAsync($"reports/{id}/completeness", Completeness, "secretariat", "JP")).Status);
        Assert.Equal((409, "report-not-ready"), Code(await hub.PostAsync("decisions", Samples.Decision, "government", "JP")));
        Assert.Equal((403, "wrong-party"), Code(await hub.PostAsync($"reports/{id}/completeness", Completeness, "secretariat", "PH")));
        Assert.Equal(200, (await hub.PostAsync($"reports/{id}/completeness", Completeness, "secretariat", "TH")).Status);
    }

    private async Task IsDecidedByBothGovernmentsAsync(string id)
    {
        Assert.Equal((403, "wrong-party"), Code(await hub.PostAsync("decisions", Samples.Decision, "government", "PH")));
        Assert.Equal((422, "decision-party"), Code(await hub.PostAsync(
            "decisions", Samples.DecisionWith(decision => decision["decisionId"] = "MV-TH014-2021"), "government", "JP")));
        Assert.Equal((422, "allocation-sum"), Code(await hub.PostAsync("decisions", Shares(1009, 1009), "government", "JP")));
        Assert.Equal((422, "minimum-share"), Code(await hub.PostAsync("decisions", Shares(1008, 1009), "government", "JP")));

        // Japan approves another split first; Thailand's approval of the published one voids that, and one side's word moves nothing.
        Assert.False(InForce(await hub.PostAsync("decisions", Shares(1010, 1007, authorised: 1010), "government", "JP")));
        Assert.Equal((403, "approver-of-other-side"), Code(await hub.PostAsync("decisions", Samples.Decision, "government", "TH", subject: "local:government:JP")));
        Assert.False(InForce(await hub.PostAsync("decisions", Samples.Decision, "government", "TH")));
        Assert.Equal((403, "approver-of-other-side"), Code(await hub.PostAsync("decisions", Samples.Decision, "government", "JP", subject: "local:government:TH")));
        Assert.False(InForce(await hub.PostAsync("decisions", Samples.Decision, "government", "TH")));
        Assert.Empty((await hub.HoldingsAsync("TH"))["blocks"]!.AsArray());
        Assert.Equal((404, "decision-unknown"), Code(await hub.PostAsync("credits/transfers/TH-OTHER/approval", Approval, "government", "TH")));

        // The first answer of the registry is lost after it committed: the record comes again and is applied once.
        await hub.FaultAsync("TH", """{"loseAnswer":true,"times":1}""");
        Assert.True(InForce(await hub.PostAsync("decisions", Samples.Decision, "government", "JP")));
        Assert.True(InForce(await hub.PostAsync("decisions", Samples.Decision, "government", "JP")));
        Assert.Equal((409, "decision-in-force"), Code(await hub.PostAsync("decisions", Shares(1010, 1007, authorised: 1010), "government", "TH")));
        Assert.Equal((409, "report-already-decided"), Code(await hub.PostAsync(
            "decisions", Samples.DecisionWith(decision => decision["decisionId"] = "TH-TH014-AGAIN"), "government", "TH")));
        await hub.EventuallyAsync($"reports/{id}", "reviewer", state => state["facts"]!["issued"]?["partner"] is not null);
    }

    private async Task IsTransferredOnTheHostsWordAsync(string id)
    {
        Assert.Empty((await hub.HoldingsAsync("JP"))["blocks"]!.AsArray());
        Assert.Equal((403, "wrong-party"), Code(await hub.PostAsync("credits/transfers/TH-TH014-2021/approval", Approval, "government", "JP")));

        // Japan's registry is down for its first record; Thailand's own records do not wait for it.
        await hub.FaultAsync("JP", """{"down":true}""");
        Assert.Equal(200, (await hub.PostAsync("credits/transfers/TH-TH014-2021/approval", Approval, "government", "TH")).Status);
        var waiting = await hub.EventuallyAsync($"reports/{id}", "reviewer", state => state["adjustments"]?.AsArray() is [{ } adjustment] && adjustment["receiptedOn"] is not null);
        Assert.Null(waiting["facts"]!["issued"]!["japan"]);
        await IsReceiptedByItsRegistryOnlyAsync("TH.JP.1");
        await hub.FaultAsync("JP", "{}");
        await hub.EventuallyAsync($"reports/{id}", "reviewer", state => state["facts"]!["issued"]!["japan"] is not null);
        await IsReceiptedOnceAsync("TH.JP.1");
    }

    private async Task EndsWithEveryTonneOnceAsync(string id)
    {
        var (_, state) = await hub.GetAsync($"reports/{id}", "reviewer");
        Assert.All(state["records"]!.AsArray(), record => Assert.Equal("receipted", record!["state"]!.GetValue<string>()));
        var thailand = (await hub.HoldingsAsync("TH"))["blocks"]!.AsArray();
        var japan = (await hub.HoldingsAsync("JP"))["blocks"]!.AsArray();
        Assert.Equal(1008, Held(thailand, "TH-GOV"));
        Assert.Equal(1009, Held(thailand, "TH-ITO"));
        Assert.Equal(1009, Held(japan, "JP-GOV"));
        Assert.Equal(2017 + 1009, thailand.Concat(japan).Sum(Tonnes));

        var (_, balance) = await hub.GetAsync("article6/TH/balance", "reviewer");
        Assert.Equal("1009", Assert.Single(balance["adjustments"]!.AsArray())!["tonnes"]!.GetValue<string>());
    }

    private async Task IsReportedAppliedAndReviewedInThatOrderAsync()
    {
        const string steps = "article6/TH/adjustments/TH.2021.1/steps";
        // Obliged on the day of this run; a report years later has not been made yet.
        var today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal((404, "adjustment-unknown"), Code(await hub.PostAsync("article6/TH/adjustments/TH.2021.9/steps", Step("reported", today), "government", "TH")));
        Assert.Equal((409, "adjustment-order"), Code(await hub.PostAsync(steps, Step("applied", today), "government", "TH")));
        Assert.Equal((403, "wrong-party"), Code(await hub.PostAsync(steps, Step("reported", today), "government", "JP")));
        Assert.Equal((403, "role-not-allowed"), Code(await hub.PostAsync(steps, Step("reviewed", today), "government", "TH")));
        Assert.Equal((409, "adjustment-day"), Code(await hub.PostAsync(steps, Step("reported", "2021-12-31"), "government", "TH")));
        Assert.Equal((422, "day-in-future"), Code(await hub.PostAsync(steps, Step("reported", "2099-01-01"), "government", "TH")));

        foreach (var (state, day, role) in new[] { ("reported", today, "government"), ("applied", today, "government"), ("reviewed", today, "reviewer") })
        {
            var party = role == "government" ? "TH" : null;
            Assert.Equal(200, (await hub.PostAsync(steps, Step(state, day), role, party)).Status);
            Assert.Equal(200, (await hub.PostAsync(steps, Step(state, day), role, party)).Status);
        }

        Assert.Equal((409, "adjustment-order"), Code(await hub.PostAsync(steps, Step("reported", "2026-10-02"), "government", "TH")));
        var adjustment = (await hub.GetAsync("article6/TH/balance", "reviewer")).Body["adjustments"]![0]!;
        Assert.Equal([today, today, today], new[] { "reportedOn", "appliedOn", "reviewedOn" }.Select(name => adjustment[name]!.GetValue<string>()));
        Assert.Equal("reviewed", adjustment["state"]!.GetValue<string>());
    }

    private static JsonObject Step(string state, string day) => new()
    {
        ["documentType"] = "adjustment-step", ["schemaVersion"] = "1.0", ["state"] = state, ["on"] = day, ["evidence"] = "an example",
    };

    /// <summary>Japan's registry gives 100 tonnes to a company, retires 10, cancels 5; what cannot be is refused before it is sent.</summary>
    private async Task IsOperatedOnByItsRegistryAsync()
    {
        Assert.Equal((422, "account-unknown"), Code(await hub.PostAsync("credits/transfers", Operation("transfer", "0", "JP-GOV", "JP-NOBODY", "100"), "registry", "JP")));
        Assert.Equal((422, "balance-insufficient"), Code(await hub.PostAsync("credits/transfers", Operation("transfer", "0", "JP-GOV", "JP-ENT-0001", "1010"), "registry", "JP")));
        Assert.Equal((403, "wrong-party"), Code(await hub.PostAsync("credits/transfers", Operation("transfer", "0", "PH-GOV", "PH-GOV", "1"), "registry", "PH")));

        await CompletesAsync("transfers", Operation("transfer", "1", "JP-GOV", "JP-ENT-0001", "100"));
        Assert.Equal((409, "operation-reused"), Code(await hub.PostAsync("credits/transfers", Operation("transfer", "1", "JP-GOV", "JP-ENT-0001", "99"), "registry", "JP")));
        var retirement = Operation("retirement", "2", "JP-GOV", "JP-RET", "10").With("purpose", "NDC").With("useYear", 2026);
        Assert.Equal((422, "use-year-to-come"), Code(await hub.PostAsync("credits/retirements", retirement.DeepClone().AsObject().With("useYear", 2031), "registry", "JP")));
        await CompletesAsync("retirements", retirement);
        await CompletesAsync("cancellations", Operation("cancellation", "3", "JP-ENT-0001", "JP-CAN", "5").With("reason", "offered for a conference"));
        Assert.Equal((422, "account-type"), Code(await hub.PostAsync("credits/transfers", Operation("transfer", "4", "JP-RET", "JP-GOV", "1"), "registry", "JP")));

        var held = (await hub.HoldingsAsync("JP"))["blocks"]!.AsArray();
        Assert.Equal((899, 95, 10, 5), (Held(held, "JP-GOV"), Held(held, "JP-ENT-0001"), Held(held, "JP-RET"), Held(held, "JP-CAN")));
        var (_, credits) = await hub.GetAsync("credits?party=TH", "reviewer");
        var mine = new JsonArray([.. credits["blocks"]!.AsArray().Where(block => block!["registry"]!.GetValue<string>() == "JP").Select(block => block!.DeepClone())]);
        Assert.Equal((899, 95, 10, 5), (Held(mine, "JP-GOV"), Held(mine, "JP-ENT-0001"), Held(mine, "JP-RET"), Held(mine, "JP-CAN")));
    }

    /// <summary>A unit that went through both registries tells all of it; what anyone may see of the registry is there without a token.</summary>
    private async Task IsReadByReviewersAndPublicAsync()
    {
        var (_, unit) = await hub.GetAsync("credits/JP-TH014-2021-1009", "reviewer");
        Assert.Equal("TH.1009", unit["unit"]!.GetValue<string>());
        Assert.Equal(["TH", "TH", "TH", "TH", "JP", "JP"], unit["history"]!.AsArray().Take(6).Select(step => step!["block"]!["registry"]!.GetValue<string>()));
        Assert.Equal(unit["history"]!.ToJsonString(), (await hub.GetAsync("credits/TH.1009", "reviewer")).Body["history"]!.ToJsonString());
        var (_, totals) = await hub.GetAsync("credits/totals?party=TH", "reviewer");
        Assert.Equal(2017, totals["totals"]!.AsArray().Where(total => total!["state"]!.GetValue<string>() != "out").Sum(Tonnes));

        using var anyone = new HttpClient();
        var lists = JsonNode.Parse(await anyone.GetStringAsync(new Uri(hub.Stack.Hub, "registries/JP/public")))!;
        Assert.Contains("JP-ENT-0001", lists["holders"]!.AsArray().Select(holder => holder!["account"]!.GetValue<string>()));
        Assert.Equal(10, Tonnes(lists["amounts"]!.AsArray().Single(amount => amount!["accountType"]!.GetValue<string>() == "retirement")));
        Assert.Equal(["cancellation", "issuance", "retirement", "transfer"], lists["transactions"]!.AsArray().Select(year => year!["kind"]!.GetValue<string>()).Order());
    }

    private async Task CompletesAsync(string route, JsonObject operation)
    {
        var (status, answer) = await hub.PostAsync($"credits/{route}", operation, "registry", "JP");
        Assert.True(status == 202, answer.ToJsonString());
        await hub.EventuallyAsync($"transactions/{answer["record"]}", "reviewer", record => record["state"]!.GetValue<string>() == "receipted");
        Assert.Equal($"/api/transactions/{answer["record"]}", await hub.LocationAsync($"credits/{route}", operation, "registry", "JP"));
        // The same request again is the same operation, done.
        Assert.Equal("completed", (await hub.PostAsync($"credits/{route}", operation, "registry", "JP")).Body["state"]!.GetValue<string>());
    }

    private static JsonObject Operation(string kind, string id, string from, string to, string tonnes) => new()
    {
        ["documentType"] = $"{kind}-request",
        ["schemaVersion"] = "1.0",
        ["operation"] = $"way-{id}",
        ["host"] = "TH",
        ["project"] = "TH014",
        ["fromAccount"] = from,
        ["toAccount"] = to,
        ["tonnes"] = tonnes,
    };

    /// <summary>12 tonnes too many were issued: equivalent ones are cancelled, of Thailand's own the others are stopped, on both sides' word only.</summary>
    private async Task IsCorrectedByBothGovernmentsAsync()
    {
        var cancel = Correction("cancel-equivalent", "1", "JP", "12").With("fromAccount", "JP-GOV").With("toAccount", "JP-CAN");
        Assert.False(InForce(await hub.PostAsync("credits/corrections", cancel, "government", "TH")));
        Assert.Equal((403, "wrong-party"), Code(await hub.PostAsync("credits/corrections", cancel, "government", "PH")));
        var (_, answer) = await hub.PostAsync("credits/corrections", cancel, "government", "JP");
        Assert.Equal("JP.way-correction-1", answer["operation"]!.GetValue<string>());
        Assert.Equal((409, "correction-in-force"), Code(await hub.PostAsync("credits/corrections", cancel.DeepClone().AsObject().With("tonnes", "13"), "government", "JP")));
        await hub.EventuallyAsync("credits?party=TH", "reviewer", credits => Held(credits["blocks"]!.AsArray(), "JP-CAN") == 17);

        // What was first transferred stays: in Japan's registry there is nothing to stop.
        Assert.False(InForce(await hub.PostAsync("credits/corrections", Correction("block", "2", "JP", "1"), "government", "TH")));
        Assert.Equal((422, "correction-units"), Code(await hub.PostAsync("credits/corrections", Correction("block", "2", "JP", "1"), "government", "JP")));
        foreach (var side in new[] { "TH", "JP" })
            await hub.PostAsync("credits/corrections", Correction("block", "3", "TH", "8"), "government", side);
        await hub.EventuallyAsync("credits/corrections?party=TH&kind=block", "reviewer", list => list["corrections"]!.AsArray().Any(each => each!["appliedOn"] is not null));
        var stopped = await hub.PostAsync("credits/cancellations", Operation("cancellation", "5", "TH-GOV", "TH-CAN", "1001").With("reason", "more than is free"), "registry", "TH");
        Assert.Equal((422, "balance-insufficient"), Code(stopped));
    }

    private static JsonObject Correction(string kind, string id, string registry, string tonnes) => new()
    {
        ["documentType"] = "correction",
        ["schemaVersion"] = "1.0",
        ["correctionId"] = $"way-correction-{id}",
        ["kind"] = kind,
        ["reason"] = "over-issuance",
        ["explanation"] = "a meter was read twice",
        ["host"] = "TH",
        ["decision"] = "TH-TH014-2021",
        ["tonnes"] = tonnes,
        ["registry"] = registry,
        ["decidedOn"] = "2026-06-01",
    };

    private async Task IsProvedByItsJournalAsync()
    {
        var file = Path.Combine(hub.Stack.Data.Root, "th-journal.ndjson");
        Assert.Equal(0, (await Cli.RunAsync("export-journal", "TH", file, "--data", hub.Stack.Data.Root)).Code);
        var (code, output) = await Cli.RunAsync("verify-journal", file, "--json");
        Assert.Equal(0, code);
        var holdings = JsonNode.Parse(output)!["holdings"]!.AsArray();
        Assert.Equal(2017, holdings.Where(holding => holding!["state"]!.GetValue<string>() != "out").Sum(Tonnes));

        // One figure of the first issuance changed by hand.
        var text = await File.ReadAllTextAsync(file);
        await File.WriteAllTextAsync(file, text.Replace("\"units\":\"1-1009\"", "\"units\":\"1-1008\"", StringComparison.Ordinal));
        (code, output) = await Cli.RunAsync("verify-journal", file, "--json");
        Assert.Equal(1, code);
        Assert.Equal("journal-hash", JsonNode.Parse(output)!["failure"]!["code"]!.GetValue<string>());
    }

    private static long Held(JsonArray blocks, string account) =>
        blocks.Where(block => block!["account"]!.GetValue<string>() == account).Sum(Tonnes);

    private static long Tonnes(JsonNode? block) =>
        long.Parse(block!["tonnes"]!.ToString(), System.Globalization.CultureInfo.InvariantCulture);

    private async Task<string> HashAsync(string id) => (await hub.GetAsync($"reports/{id}", "reviewer")).Body["contentHash"]!.GetValue<string>();

    private static bool InForce((int Status, JsonObject Body) answer)
    {
        Assert.True(answer.Status == 200, answer.Body.ToJsonString());
        return answer.Body["inForce"]!.GetValue<bool>();
    }

    private static (int, string?) Code((int Status, JsonObject Body) answer) => (answer.Status, answer.Body["code"]?.GetValue<string>());

    private static byte[] Shares(long japan, long partner, long? authorised = null) => Samples.DecisionWith(decision =>
    {
        var recipients = decision["allocation"]!["recipients"]!.AsArray();
        recipients[0]!["tonnes"]!["2021"] = japan;
        recipients[1]!["tonnes"]!["2021"] = partner;
        if (authorised is { } quantity)
            decision["authorization"]!["quantity"] = quantity;
    });

    private static JsonObject Verification(string tonnes, string contentHash) => JsonNode.Parse(
        """{"documentType":"verification-statement","schemaVersion":"1.0","outcome":"verified","thirdPartyEntity":"TPE-TH-002","verifiedOn":"2025-09-01"}""")!.AsObject()
        .With("contentHash", contentHash)
        .With("vintages", new JsonArray(new JsonObject { ["year"] = 2021, ["tonnes"] = tonnes }));

    private static JsonObject IssuanceRequest => JsonNode.Parse("""{"documentType":"issuance-request","schemaVersion":"1.0","requestedOn":"2025-09-15"}""")!.AsObject();

    private static JsonObject Completeness => JsonNode.Parse("""{"documentType":"completeness-check","schemaVersion":"1.0","outcome":"complete","checkedOn":"2025-09-20"}""")!.AsObject();

    private static JsonObject Approval => JsonNode.Parse("""{"documentType":"transfer-approval","schemaVersion":"1.0","approvedOn":"2025-11-11"}""")!.AsObject();
}

internal static class JsonObjects
{
    public static JsonObject With(this JsonObject json, string name, JsonNode value)
    {
        json[name] = value;
        return json;
    }
}
