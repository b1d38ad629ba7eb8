using System.Text.Json.Nodes;
using JcmHub.Domain.Ledger;
using JcmHub.Domain.Parties;
using JcmHub.Flows.Exchange;
using JcmHub.Flows.Intake;

namespace JcmHub.Flows.Issuance;

/// <summary>What the ledger holds: blocks of a host's credits, and single records.</summary>
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

    /// <summary>A record with its state: the way back for a registry that is in doubt.</summary>
    /// <returns>Refusal <c>record-unknown</c> (404).</returns>
    public async Task<Outcome<JsonObject>> RecordAsync(string recordId, CancellationToken cancellationToken)
    {
        if (!RecordId.TryParse(recordId, out var id)
            || await ledger.View(id.Host).FindAsync<OutboxRecord>(LedgerKeys.Outbox(id), cancellationToken) is not { Value: var record })
            return new Refusal(RefusalKind.NotFound, "record-unknown", $"No record {recordId} is known here.", $"記録{recordId}は登録されていません。");
        var (_, issuance) = (await ledger.View(id.Host).IssuanceAsync(record.Cause.Id, cancellationToken))!.Value;
        var announced = issuance.Records.Single(each => each.Id == id);
        return ReportDocument.Record(announced with { Digest = record.Digest });
    }
}
