using System.Globalization;
using System.Text.Json.Nodes;
using JcmHub.Domain.Ledger;

namespace JcmHub.Flows.Reconciliation;

/// <summary>Results of reconciliations. A registry sees its own part; operators and reviewers see all.</summary>
public sealed class ReadReconciliations(IReconciliations reconciliations)
{
    /// <summary>The dates with a result, the newest first.</summary>
    public async Task<Outcome<JsonObject>> DatesAsync(CancellationToken cancellationToken) => new JsonObject
    {
        ["dates"] = new JsonArray([.. (await reconciliations.DatesAsync(cancellationToken)).Select(date => JsonValue.Create(JsonWords.Day(date)))]),
    };

    /// <summary>The last result of a date.</summary>
    /// <returns>Refusal <c>reconciliation-unknown</c> (404).</returns>
    public async Task<Outcome<JsonObject>> ReadAsync(string date, Caller caller, CancellationToken cancellationToken)
    {
        if (!DateOnly.TryParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            || await reconciliations.FindAsync(day, cancellationToken) is not { } stored)
            return new Refusal(RefusalKind.NotFound, "reconciliation-unknown",
                $"There is no reconciliation of {date}.", $"{date}の照合結果はありません。");
        var result = JsonNode.Parse(stored.Span)!.AsObject();
        return caller.Role == "registry" ? OwnPart(result, caller.Party!.Value.Code) : result;
    }

    private static JsonObject OwnPart(JsonObject result, string registry)
    {
        foreach (var list in new[] { "registries", "openLegs" })
        {
            var own = result[list]!.AsArray().Where(item => item!["registry"]!.GetValue<string>() == registry).Select(item => item!.DeepClone());
            result[list] = new JsonArray([.. own]);
        }

        var part = result["registries"]!.AsArray().SingleOrDefault();
        var left = part?["leftOut"]?.AsArray().Select(host => host!.GetValue<string>()).ToHashSet() ?? [];
        if (result["brokenJournals"] is JsonArray broken)
            result["brokenJournals"] = new JsonArray([.. broken.Where(host => left.Contains(host!["party"]!.GetValue<string>())).Select(host => host!.DeepClone())]);
        result["state"] = part?["state"]!.GetValue<string>() ?? "not-compared";
        result["differences"] = part?["differences"]?.AsArray().Count ?? 0;
        return result;
    }
}
