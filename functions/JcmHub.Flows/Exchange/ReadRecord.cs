using System.Text.Json;
using System.Text.Json.Nodes;
using JcmHub.Domain.Ledger;
using JcmHub.Flows.Issuance;

namespace JcmHub.Flows.Exchange;

/// <summary>Single records: what became of them.</summary>
public sealed class ReadRecord(Ledger ledger)
{
    /// <summary>A record with its state: the way back for a registry that is in doubt. Sent, accepted and receipted are separate facts; of a number that stands for nothing it says why.</summary>
    /// <returns>Refusal <c>record-unknown</c> (404).</returns>
    public async Task<Outcome<JsonObject>> StateAsync(string recordId, CancellationToken cancellationToken)
    {
        if (!RecordId.TryParse(recordId, out var id))
            return Unknown(recordId);
        var view = ledger.View(id.Host);
        if (await EndAsync(view, id, cancellationToken) is { } end)
            return end;
        // Of what is on its way no more, the end came between the two looks, or there is no such record.
        if (await view.OutboxAsync(id, cancellationToken) is not { Value: var waiting })
            return await EndAsync(view, id, cancellationToken) ?? (Outcome<JsonObject>)Unknown(recordId);
        var cursor = await view.FindAsync<StreamCursor>(LedgerKeys.Cursor(id.Destination), cancellationToken);
        return State(waiting, cursor?.Value.Accepted >= id.Number ? "accepted" : "recorded", null);
    }

    private static async Task<JsonObject?> EndAsync(LedgerView view, RecordId id, CancellationToken cancellationToken) =>
        await view.FindAsync<DeliveredRecord>(LedgerKeys.Record(id), cancellationToken) is { Value: var end }
            ? State(end.Record, end.Record.InPlaceOf is not null ? "void" : end.RefusalCodes.Count > 0 ? "refused" : "receipted", end)
            : null;

    internal static Refusal Unknown(string recordId) =>
        new(RefusalKind.NotFound, "record-unknown", $"No record {recordId} is known here.", $"記録{recordId}は登録されていません。");

    private static JsonObject State(OutboxRecord record, string state, DeliveredRecord? end)
    {
        var json = new JsonObject
        {
            ["id"] = record.Id.ToString(),
            ["destination"] = record.Id.Destination.Code,
            ["number"] = record.Id.Number,
            ["type"] = "unreadable",
            ["state"] = state,
        };
        if (record.Project is not null)
            Put(json, record);
        json.Put("sentOn", end?.SentAt ?? record.SentAt);
        json.Put("acceptedOn", end?.AcceptedAt ?? record.AcceptedAt);
        json.Put("receiptedOn", end?.ReceiptedAt);
        if (end?.RefusalCodes is { Count: > 0 } codes)
            json["codes"] = JsonWords.Texts(codes);
        return json;
    }

    /// <summary>What a record says of itself.</summary>
    private static void Put(JsonObject json, OutboxRecord record)
    {
        using var document = JsonDocument.Parse(record.Document);
        var root = document.RootElement;
        json["type"] = root.Text("type").Split('.')[1];
        json["cause"] = record.Cause.Id;
        json["digest"] = record.Digest;
        json["recordedOn"] = root.Text("time");
        if (record.InPlaceOf is { } before)
            json["void"] = new JsonObject { ["replaces"] = before.Digest, ["reason"] = VoidRecords.ReasonOf(record), ["explanation"] = root.GetProperty("data").Text("explanation") };
    }
}
