using System.Text.Json;
using System.Text.Json.Nodes;
using JcmHub.Domain.Calendar;
using JcmHub.Domain.Credits;
using JcmHub.Domain.Parties;
using JcmHub.Domain.Projects;
using JcmHub.Domain.Quantities;
using JcmHub.Flows.Exchange;

namespace JcmHub.Flows.Decisions;

/// <summary>A Joint Committee decision as it arrives; valid against its schema.</summary>
internal static class DecisionDocument
{
    /// <summary>What stands beside the decision in its document and is not approved with it (D9).</summary>
    private static readonly string[] OutsideTheHash = ["issuedOn", "comment"];

    public static Decision Parse(ReadOnlyMemory<byte> document)
    {
        using var json = JsonDocument.Parse(document);
        var root = json.RootElement;
        var period = root.GetProperty("monitoringPeriod");
        return new Decision(
            root.Text("decisionId"), PartyId.Parse(root.Text("party")), ProjectId.Parse(root.Text("project")),
            new MonitoringPeriod(period.Day("from"), period.Day("to")), root.Day("decidedOn"),
            new Allocation([.. root.GetProperty("allocation").Items("recipients").Select(Recipient)]))
        {
            Authorization = root.TryGetProperty("authorization", out var authorization) ? Authorization(authorization) : null,
            ContentHash = HashOfContent(root),
        };
    }

    private static string HashOfContent(JsonElement root)
    {
        var content = JsonObject.Create(root)!;
        foreach (var name in OutsideTheHash)
            content.Remove(name);
        using var approved = JsonDocument.Parse(content.ToJsonString());
        return CanonicalJson.Digest(CanonicalJson.Canonicalize(approved.RootElement));
    }

    private static Recipient Recipient(JsonElement item) =>
        new(item.Text("holder"),
            item.Text("side") == "japan" ? Side.Japan : Side.Partner,
            item.Text("kind") == "government" ? HolderKind.Government : HolderKind.Entity,
            item.Text("account"))
        {
            Tonnes = item.TryGetProperty("tonnes", out var tonnes)
                ? tonnes.EnumerateObject().ToDictionary(
                    vintage => new Vintage(int.Parse(vintage.Name, System.Globalization.CultureInfo.InvariantCulture)),
                    vintage => new WholeTonnes(vintage.Value.GetInt64()))
                : null,
            Share = item.TryGetProperty("fraction", out var share) ? Fraction.Parse(share.GetString()!) : null,
            IsResidual = item.TryGetProperty("residual", out var residual) && residual.GetBoolean(),
        };

    private static Authorization Authorization(JsonElement item) =>
        new(item.Text("authorizationId"), item.Text("cooperativeApproach"), item.Text("purposes"),
            new WholeTonnes(item.GetProperty("quantity").GetInt64()), item.Day("authorizedOn"));
}
