using System.Text.Json.Nodes;
using JcmHub.Domain.Parties;
using JcmHub.Flows.Issuance;

namespace JcmHub.Flows.Repairs;

/// <summary>Whether a host's journal holds; what breaks a rule and can be repaired, with all that a repair has to name; what was repaired.</summary>
public sealed class ReadJournal(RuleBook rules, Ledger ledger, LedgerCuts cuts)
{
    /// <summary>Replays the journal from its last checkpoint.</summary>
    /// <returns>What it finds. Refusal <c>party-unknown</c> (404).</returns>
    public async Task<Outcome<JsonObject>> ReadAsync(string party, CancellationToken cancellationToken)
    {
        if (!PartyId.TryParse(party, out var host) || rules.Hosts.All(each => each.Id != host))
            return Refusal.PartyUnknown(party);
        var head = await ledger.View(host).HeadAsync(cancellationToken);
        var json = new JsonObject { ["party"] = host.Code, ["entries"] = JsonWords.Number(head.LastEntry), ["lastHash"] = head.LastHash };
        try
        {
            var state = await cuts.ThroughAsync(host, head.LastEntry, cancellationToken);
            json["holds"] = state.Broken.Count == 0;
            json["broken"] = new JsonArray([.. state.Broken.Select(JournalRepairDocument.Write)]);
            json["repaired"] = new JsonArray([.. state.Repaired.Select(JournalRepairDocument.Write)]);
        }
        catch (InvalidDataException broken)
        {
            json["holds"] = false;
            json["beyondRepair"] = broken.Message;
        }

        return json;
    }
}
