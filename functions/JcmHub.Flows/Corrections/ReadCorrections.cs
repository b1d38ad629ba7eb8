using System.Text.Json.Nodes;
using JcmHub.Domain.Ledger.Corrections;
using JcmHub.Domain.Parties;
using JcmHub.Flows.Issuance;

namespace JcmHub.Flows.Corrections;

/// <summary>The corrections of a host's credits, duties to replace with their age.</summary>
public sealed class ReadCorrections(RuleBook rules, Ledger ledger, TimeProvider time)
{
    /// <summary>Lists them, in order of their ids.</summary>
    /// <param name="party">The host.</param>
    /// <param name="kind">Only this kind, in kebab case; all where null.</param>
    /// <param name="open"><c>true</c>: only those of which something is still to come.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>Refusal <c>party-unknown</c> (404).</returns>
    public async Task<Outcome<JsonObject>> ListAsync(string? party, string? kind, string? open, CancellationToken cancellationToken)
    {
        if (!PartyId.TryParse(party, out var host) || rules.Party(host) is null)
            return Refusal.PartyUnknown(party);
        var now = time.GetUtcNow();
        var corrections = new JsonArray();
        await foreach (var row in ledger.View(host).RangeAsync(LedgerKeys.Correction(""), cancellationToken))
        {
            var correction = LedgerJson.Read<Correction>(row.Body);
            if ((kind is null || JsonWords.Kebab(correction.Kind) == kind) && (open != "true" || correction.IsOpen))
                corrections.Add(CorrectionDocument.Write(correction, DateOnly.FromDateTime(now.UtcDateTime)));
        }

        return new JsonObject { ["party"] = host.Code, ["asOf"] = JsonWords.Instant(now), ["corrections"] = corrections };
    }
}
