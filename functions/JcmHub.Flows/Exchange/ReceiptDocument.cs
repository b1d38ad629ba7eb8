using System.Text.Json;
using JcmHub.Domain.Calendar;
using JcmHub.Domain.Ledger;
using JcmHub.Domain.Methodologies;
using JcmHub.Domain.Parties;

namespace JcmHub.Flows.Exchange;

/// <summary>A registry's receipt as it arrives.</summary>
internal static class ReceiptDocument
{
    /// <summary>Reads a receipt.</summary>
    /// <returns>Refusals (400): the schema's codes, <c>range-reversed</c>.</returns>
    public static Outcome<Receipt> Parse(ReadOnlyMemory<byte> document, DocumentSchemas schemas)
    {
        if (schemas.Check(DocumentSchemas.Receipt, document) is { Count: > 0 } errors)
            return Refusal.Of(RefusalKind.Malformed, errors);
        using var json = JsonDocument.Parse(document);
        var root = json.RootElement;
        if ((root.ReversedRange("blocks", "hub") ?? root.ReversedRange("blocks", "registry")) is { } reversed)
            return Refusal.Of(RefusalKind.Malformed, reversed);
        var record = root.GetProperty("record");
        return new Receipt(
            RecordId.Parse(record.Text("id")), record.Text("digest"),
            root.GetProperty("outcome").ValueEquals("applied"), root.Day("appliedOn"))
        {
            Address = new RecordId(PartyId.Parse(root.Text("hostParty")), Destination.Parse(root.Text("registry")), root.Number("streamNumber")),
            Blocks = [.. root.Items("blocks").Select(Block)],
            Codes = [.. root.Items("codes").Select(code => code.GetString()!)],
        };
    }

    private static ReceiptBlock Block(JsonElement item) => new(
        new SerialRange(item.Number("hubFirst"), item.Number("hubLast")),
        new Vintage((int)item.Integer("vintage")),
        item.Text("account"),
        new SerialRange(item.Number("registryFirst"), item.Number("registryLast")))
    {
        Tonnes = item.Number("tonnes"),
    };
}
