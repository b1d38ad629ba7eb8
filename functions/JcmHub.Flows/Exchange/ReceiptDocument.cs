using System.Text.Json;
using JcmHub.Domain.Calendar;
using JcmHub.Domain.Ledger;

namespace JcmHub.Flows.Exchange;

/// <summary>A registry's receipt as it arrives; valid against its schema.</summary>
internal static class ReceiptDocument
{
    public static Receipt Parse(ReadOnlyMemory<byte> document)
    {
        using var json = JsonDocument.Parse(document);
        var root = json.RootElement;
        var record = root.GetProperty("record");
        return new Receipt(
            RecordId.Parse(record.Text("id")), record.Text("digest"),
            root.GetProperty("outcome").ValueEquals("applied"), root.Day("appliedOn"))
        {
            Blocks = [.. root.Items("blocks").Select(Block)],
            Codes = [.. root.Items("codes").Select(code => code.GetString()!)],
        };
    }

    private static ReceiptBlock Block(JsonElement item) => new(
        new SerialRange(item.Number("hubFirst"), item.Number("hubLast")),
        new Vintage((int)item.Integer("vintage")),
        item.Text("account"),
        new SerialRange(item.Number("registryFirst"), item.Number("registryLast")));
}
