using System.Text.Json;
using System.Text.Json.Nodes;
using JcmHub.Domain.Calendar;
using JcmHub.Domain.Credits;
using JcmHub.Domain.Methodologies;
using JcmHub.Domain.Parties;
using JcmHub.Domain.Projects;
using JcmHub.Domain.Quantities;
using JcmHub.Flows.Exchange;

namespace JcmHub.Flows.Decisions;

/// <summary>A Joint Committee decision as it arrives.</summary>
internal static class DecisionDocument
{
    /// <summary>What stands beside the decision in its document and is not approved with it (D9).</summary>
    private static readonly string[] OutsideTheHash = ["issuedOn", "comment"];

    /// <returns>Refusals <c>share-out-of-range</c> and <c>period-reversed</c> (400).</returns>
    public static Outcome<JointDecision> Parse(JsonElement root)
    {
        var hash = HashOfContent(root);
        var decisions = new List<Decision>();
        var errors = new List<Finding>();
        if (root.TryGetProperty("projects", out var projects))
        {
            var i = 0;
            foreach (var item in projects.EnumerateArray())
                Add(item, $"{root.Text("decisionId")}-{item.Text("project")}", $"/projects/{i++}");
        }
        else
        {
            Add(root, root.Text("decisionId"), string.Empty);
        }

        return errors.Count > 0
            ? Refusal.Of(RefusalKind.Malformed, errors)
            : new JointDecision(root.Text("decisionId"), PartyId.Parse(root.Text("party")), root.Day("decidedOn"), hash, decisions);

        void Add(JsonElement item, string id, string place)
        {
            var found = Unreadable(item, place).ToArray();
            errors.AddRange(found);
            if (found.Length == 0)
                decisions.Add(OnProject(root, item, id, hash));
        }
    }

    private static Decision OnProject(JsonElement root, JsonElement item, string id, string hash)
    {
        var period = item.GetProperty("monitoringPeriod");
        var allocation = item.GetProperty("allocation");
        return new Decision(
            id, PartyId.Parse(root.Text("party")), ProjectId.Parse(item.Text("project")),
            new MonitoringPeriod(period.Day("from"), period.Day("to")), root.Day("decidedOn"),
            new Allocation([.. allocation.Items("recipients").Select(Recipient)]))
        {
            PartOf = root.Text("decisionId"),
            Authorization = item.TryGetProperty("authorization", out var authorization) ? Authorization(authorization) : null,
            Deviation = allocation.TryGetProperty("deviation", out var deviation) ? deviation.GetString() : null,
            ContentHash = hash,
        };
    }

    /// <summary>What a schema cannot say: a share is at most 1, a period does not end before it begins.</summary>
    private static IEnumerable<Finding> Unreadable(JsonElement item, string place)
    {
        var period = item.GetProperty("monitoringPeriod");
        if (period.Day("to") < period.Day("from"))
            yield return new Finding("period-reversed", $"{place}/monitoringPeriod",
                "The monitoring period ends before it begins.", "モニタリング期間の終了日が開始日より前です。");
        var i = 0;
        foreach (var recipient in item.GetProperty("allocation").Items("recipients"))
        {
            foreach (var name in new[] { "fraction", "minimum" })
            {
                if (recipient.TryGetProperty(name, out var share) && !Fraction.TryParse(share.GetString()!, out _))
                    yield return new Finding("share-out-of-range", $"{place}/allocation/recipients/{i}/{name}",
                        $"{share.GetString()} is more than the whole.", $"割合{share.GetString()}が1を超えています。");
            }

            i++;
        }
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
                    vintage => new WholeTonnes(vintage.Value.Integer()))
                : null,
            Share = item.TryGetProperty("fraction", out var share) ? Fraction.Parse(share.GetString()!) : null,
            Minimum = item.TryGetProperty("minimum", out var minimum) ? Fraction.Parse(minimum.GetString()!) : null,
            IsResidual = item.TryGetProperty("residual", out var residual) && residual.GetBoolean(),
        };

    private static Authorization Authorization(JsonElement item) =>
        new(item.Text("authorizationId"), item.Text("cooperativeApproach"), item.Text("purposes"),
            new WholeTonnes(item.Integer("quantity")), item.Day("authorizedOn"))
        {
            ChangeAfterFirstTransfer = Issuance.AuthorizationDocument.Terms(item),
            FirstTransferDefOimp = Issuance.AuthorizationDocument.Definition(item),
        };
}
