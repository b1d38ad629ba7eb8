using System.Text.Json.Nodes;
using JcmHub.Domain.Adjustments;
using JcmHub.Domain.Parties;
using JcmHub.Flows.Intake;
using JcmHub.Flows.Issuance;

namespace JcmHub.Flows.Article6;

/// <summary>A host's corresponding adjustments, and the tonnes that they add to its balance per calendar year.</summary>
public sealed class ReadBalance(RuleBook rules, Ledger ledger)
{
    /// <summary>The adjustments of a Party.</summary>
    /// <returns>Refusal <c>party-unknown</c> (404).</returns>
    public async Task<Outcome<JsonObject>> ReadAsync(string party, CancellationToken cancellationToken)
    {
        if (!PartyId.TryParse(party, out var host) || rules.Party(host) is null)
            return Refusal.PartyUnknown(party);
        var adjustments = new List<CorrespondingAdjustment>();
        await foreach (var row in ledger.View(host).AllAdjustmentsAsync(cancellationToken))
            adjustments.Add(LedgerJson.Read<CorrespondingAdjustment>(row.Body));
        return new JsonObject
        {
            ["party"] = host.Code,
            ["additions"] = new JsonArray([.. adjustments
                .GroupBy(adjustment => adjustment.Vintage.Year)
                .OrderBy(year => year.Key)
                .Select(year => new JsonObject { ["year"] = year.Key, ["tonnes"] = Sum(year) })]),
            ["adjustments"] = new JsonArray([.. adjustments.Select(ReportDocument.Adjustment)]),
        };
    }

    private static string Sum(IEnumerable<CorrespondingAdjustment> adjustments) =>
        adjustments.Sum(adjustment => adjustment.Tonnes.Value).ToString(System.Globalization.CultureInfo.InvariantCulture);
}
