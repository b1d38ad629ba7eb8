using System.Text.Json.Nodes;
using JcmHub.Domain.Ledger;
using JcmHub.Domain.Parties;
using JcmHub.Flows.Intake;

namespace JcmHub.Flows.Issuance;

/// <summary>What the ledger holds: blocks of a host's credits.</summary>
public sealed class ReadCredits(RuleBook rules, Ledger ledger)
{
    /// <summary>Every block of a host's credits, in its own registry and in Japan's.</summary>
    /// <returns>Refusal <c>party-unknown</c> (404).</returns>
    public async Task<Outcome<JsonObject>> BlocksAsync(string? party, CancellationToken cancellationToken)
    {
        if (!PartyId.TryParse(party, out var host) || rules.Party(host) is null)
            return new Refusal(RefusalKind.NotFound, "party-unknown", $"No rules of {party} are known here.", $"{party}の規則が登録されていません。");
        var blocks = new JsonArray();
        await foreach (var row in ledger.View(host).AllBlocksAsync(cancellationToken))
            blocks.Add(ReportDocument.Block(LedgerJson.Read<UnitBlock>(row.Body)));
        return new JsonObject { ["blocks"] = blocks };
    }
}
