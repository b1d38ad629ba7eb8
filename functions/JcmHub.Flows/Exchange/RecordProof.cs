using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using JcmHub.Domain.Ledger;
using JcmHub.Flows.Issuance;
using JcmHub.Flows.Signing;

namespace JcmHub.Flows.Exchange;

/// <summary>
/// Writes what proves a delivery without the hub (D6): the record and its receipt with their signatures, the keys, and the journal
/// entries that say when each became known. <see cref="ProofVerification"/> reads it.
/// </summary>
public sealed class RecordProof(Ledger ledger, KeyRing keys)
{
    /// <summary>The name by which a proof says that it is one.</summary>
    internal const string DocumentType = "record-proof";

    /// <summary>The version of its form.</summary>
    internal const string SchemaVersion = "1.0";

    /// <summary>The proof of a record.</summary>
    /// <returns>Refusals <c>record-unknown</c> (404), <c>receipt-missing</c> (409) while there is no receipt.</returns>
    public async Task<Outcome<JsonObject>> OfAsync(string recordId, CancellationToken cancellationToken)
    {
        if (!RecordId.TryParse(recordId, out var id))
            return ReadRecord.Unknown(recordId);
        var view = ledger.View(id.Host);
        if (await view.FindAsync<DeliveredRecord>(LedgerKeys.Record(id), cancellationToken) is { Value: { Receipt: not null } delivered })
            return await OfAsync(delivered, cancellationToken);
        return await view.FindAsync<OutboxRecord>(LedgerKeys.Outbox(id), cancellationToken) is null
                && await view.FindAsync<DeliveredRecord>(LedgerKeys.Record(id), cancellationToken) is null
            ? ReadRecord.Unknown(recordId)
            : new Refusal(RefusalKind.Conflict, "receipt-missing", $"Record {id} has no receipt.", $"記録{id}の受領書はありません。");
    }

    /// <summary>The proof of a record with its receipt.</summary>
    internal async Task<JsonObject> OfAsync(DeliveredRecord delivered, CancellationToken cancellationToken)
    {
        var record = delivered.Record;
        var view = ledger.View(record.Id.Host);
        var known = new JsonArray();
        foreach (var keyId in new[] { DetachedSignature.KeyIdOf(record.Signature), DetachedSignature.KeyIdOf(delivered.ReceiptSignature) }.OfType<string>().Distinct())
        {
            var key = (await keys.FindAsync(record.Id.Host, keyId, cancellationToken))!;
            var json = new JsonObject
            {
                ["key"] = JsonNode.Parse(key.Key.Write()),
                ["entry"] = await LineAsync(view, key.Entry, cancellationToken),
            };
            if (key.DistrustedFrom is { } distrusted)
                json["distrusted"] = await LineAsync(view, distrusted, cancellationToken);
            known.Add(json);
        }

        return new JsonObject
        {
            ["documentType"] = DocumentType,
            ["schemaVersion"] = SchemaVersion,
            ["record"] = JsonNode.Parse(record.Document),
            ["signature"] = record.Signature,
            ["recordEntry"] = await LineAsync(view, record.Entry, cancellationToken),
            ["receipt"] = JsonNode.Parse(delivered.Receipt!),
            ["receiptSignature"] = delivered.ReceiptSignature,
            ["receiptEntry"] = await LineAsync(view, delivered.ReceiptEntry, cancellationToken),
            ["keys"] = known,
        };
    }

    private static async Task<JsonNode?> LineAsync(LedgerView view, long entry, CancellationToken cancellationToken)
    {
        await foreach (var row in view.JournalAsync(entry, entry, cancellationToken))
            return JsonNode.Parse(row.Body.Span);
        throw new InvalidOperationException($"The journal of {view.Host} has no entry {entry}.");
    }
}
