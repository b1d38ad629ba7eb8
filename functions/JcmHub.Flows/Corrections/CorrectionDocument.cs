using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using JcmHub.Domain.Ledger.Corrections;
using JcmHub.Domain.Parties;

namespace JcmHub.Flows.Corrections;

/// <summary>A correction as a government sends it, and as it is shown.</summary>
internal static class CorrectionDocument
{
    /// <summary>Reads a document that is valid against its schema.</summary>
    public static Correction Parse(JsonElement root) => new()
    {
        Id = root.Text("correctionId"),
        Kind = Word<CorrectionKind>(root.Text("kind")),
        Reason = Word<CorrectionReason>(root.Text("reason")),
        Explanation = root.Text("explanation"),
        Host = PartyId.Parse(root.Text("host")),
        Decision = root.Text("decision"),
        Tonnes = root.Number("tonnes"),
        Registry = PartyId.Parse(root.Text("registry")),
        DecidedOn = root.Day("decidedOn"),
        FromAccount = Optional(root, "fromAccount"),
        ToAccount = Optional(root, "toAccount"),
        Obliged = Optional(root, "obliged"),
        ReplaceBy = root.TryGetProperty("replaceBy", out _) ? root.Day("replaceBy") : null,
        ContentHash = ContentHash.Of(Exchange.CanonicalJson.Canonicalize(root)),
    };

    /// <summary>A correction as the interface shows it.</summary>
    public static JsonObject Write(Correction correction)
    {
        var json = new JsonObject
        {
            ["correction"] = correction.Id,
            ["kind"] = Kebab(correction.Kind),
            ["reason"] = Kebab(correction.Reason),
            ["decision"] = correction.Decision,
            ["registry"] = correction.Registry.Code,
            ["tonnes"] = Number(correction.Tonnes),
            ["contentHash"] = correction.ContentHash,
            ["approvedBy"] = new JsonArray([.. correction.Approvals.Keys.Order().Select(side => JsonValue.Create(Kebab(side)))]),
            ["inForce"] = correction.InForceAt is not null,
        };
        if (correction.Units.Count > 0)
            json["units"] = new JsonArray([.. correction.Units.Select(units => new JsonObject { ["hubFirst"] = Number(units.First), ["hubLast"] = Number(units.Last) })]);
        if (correction.Operation is { } operation)
            json["operation"] = operation;
        if (correction.ReplaceBy is { } day)
            json["replaceBy"] = day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return json;
    }

    private static string? Optional(JsonElement root, string name) => root.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static T Word<T>(string kebab)
        where T : struct, Enum => Enum.Parse<T>(kebab.Replace("-", "", StringComparison.Ordinal), ignoreCase: true);

    private static string Kebab<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}
