using System.Globalization;
using System.Text.Json.Nodes;

namespace JcmHub.EndToEnd.Tests;

/// <summary>The way of a report of TH014 with its 2,017 tonnes, for tests that are about what comes after.</summary>
internal static class ReportWay
{
    /// <summary>From the upload until both secretariats found the request for issuance complete.</summary>
    /// <returns>The report's identifier.</returns>
    public static async Task<string> UntilCompleteAsync(StackFixture hub, byte[] report, int year)
    {
        var id = (await hub.PostAsync("reports", report, "participant", "TH")).Body["id"]!.GetValue<string>();
        var computed = await hub.EventuallyAsync($"reports/{id}", "reviewer", state => state["facts"]!["computed"] is not null);
        var statement = Document("""{"documentType":"verification-statement","schemaVersion":"1.0","outcome":"verified","thirdPartyEntity":"TPE-TH-002","verifiedOn":"2025-09-01"}""")
            .With("contentHash", computed["contentHash"]!.GetValue<string>())
            .With("vintages", new JsonArray(new JsonObject { ["year"] = year, ["tonnes"] = "2017" }));
        await IsTakenAsync(hub.PostAsync($"reports/{id}/verification", statement, "third-party-entity"));
        await IsTakenAsync(hub.PostAsync($"reports/{id}/issuance-request", Document("""{"documentType":"issuance-request","schemaVersion":"1.0","requestedOn":"2025-09-15"}"""), "participant", "TH"));
        var complete = Document("""{"documentType":"completeness-check","schemaVersion":"1.0","outcome":"complete","checkedOn":"2025-09-20"}""");
        foreach (var side in new[] { "JP", "TH" })
            await IsTakenAsync(hub.PostAsync($"reports/{id}/completeness", complete, "secretariat", side));
        return id;
    }

    /// <summary>The sample decision as of another year.</summary>
    public static byte[] DecisionOf(int year) => Samples.DecisionWith(decision =>
    {
        var name = year.ToString(CultureInfo.InvariantCulture);
        decision["decisionId"] = $"TH-TH014-{name}";
        decision["monitoringPeriod"] = new JsonObject { ["from"] = $"{name}-01-01", ["to"] = $"{name}-12-31" };
        decision["authorization"]!["authorizationId"] = $"THA-{name}";
        foreach (var recipient in decision["allocation"]!["recipients"]!.AsArray())
            recipient!["tonnes"] = new JsonObject { [name] = recipient["tonnes"]!["2021"]!.DeepClone() };
    });

    /// <summary>A government approves a decision.</summary>
    public static Task ApprovesAsync(StackFixture hub, byte[] decision, string party) => IsTakenAsync(hub.PostAsync("decisions", decision, "government", party));

    private static async Task IsTakenAsync(Task<(int Status, JsonObject Body)> posting)
    {
        var (status, body) = await posting;
        Assert.True(status == 200, body.ToJsonString());
    }

    private static JsonObject Document(string json) => JsonNode.Parse(json)!.AsObject();
}
