using System.Text.Json.Nodes;
using JcmHub.Domain.Ledger.Corrections;
using JcmHub.Domain.Ledger.Operations;
using JcmHub.Domain.Parties;
using JcmHub.Flows.Issuance;
using JcmHub.Flows.UnitOperations;

namespace JcmHub.Flows.Corrections;

/// <summary>The corrections of a host's credits, duties to replace with their age.</summary>
public sealed class ReadCorrections(RuleBook rules, Ledger ledger, TimeProvider time)
{
    /// <summary>Lists them, in order of their ids.</summary>
    /// <param name="party">The host.</param>
    /// <param name="kind">Only this kind, in kebab case; all where null.</param>
    /// <param name="open"><c>true</c>: only those of which something is still to come.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>Refusals <c>party-missing</c> (400), <c>party-unknown</c> (404).</returns>
    public async Task<Outcome<JsonObject>> ListAsync(string? party, string? kind, string? open, CancellationToken cancellationToken)
    {
        if (!PartyId.TryParse(party, out var host) || rules.Party(host) is null)
            return Refusal.PartyUnknown(party);
        var now = time.GetUtcNow();
        var corrections = new JsonArray();
        var view = ledger.View(host);
        await foreach (var row in view.RangeAsync(LedgerKeys.Correction(""), cancellationToken))
        {
            var correction = LedgerJson.Read<Correction>(row.Body);
            if (kind is not null && JsonWords.Kebab(correction.Kind) != kind)
                continue;
            var operation = await OperationOfAsync(view, correction, cancellationToken);
            if (open != "true" || CorrectionDocument.IsOpen(correction, operation))
                corrections.Add(CorrectionDocument.Write(correction, operation, DateOnly.FromDateTime(now.UtcDateTime)));
        }

        return new JsonObject { ["party"] = host.Code, ["asOf"] = JsonWords.Instant(now), ["corrections"] = corrections };
    }

    /// <summary>The operation that carries a correction's cancellation out; null where it has none.</summary>
    internal static async Task<Operation?> OperationOfAsync(LedgerView view, Correction correction, CancellationToken cancellationToken) =>
        correction.Operation is { } id && await view.FindAsync<Operation>(OperationParts.Key(id), cancellationToken) is { Value: var operation } ? operation : null;
}
