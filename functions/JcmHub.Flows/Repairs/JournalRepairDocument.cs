using System.Text.Json;
using System.Text.Json.Nodes;
using JcmHub.Domain.Adjustments;
using JcmHub.Domain.Calendar;
using JcmHub.Domain.Credits;
using JcmHub.Domain.Ledger.Journal;
using JcmHub.Domain.Parties;
using JcmHub.Domain.Projects;
using JcmHub.Domain.Quantities;
using JcmHub.Flows.Exchange;

namespace JcmHub.Flows.Repairs;

/// <summary>A repair as an operator sends it, and what is broken and repaired as it is shown.</summary>
internal static class JournalRepairDocument
{
    /// <summary>Reads a document that is valid against its schema: one side's approval of it.</summary>
    public static EntryRepair Parse(JsonElement root, PartyId host, Side side, string approvedBy) => new()
    {
        Entry = root.Number("entry"),
        Hash = root.Text("hash"),
        Code = root.Text("code"),
        ContentHash = ContentHash.Of(CanonicalJson.Canonicalize(root)),
        Adjustments = [.. root.Items("adjustments").Select(adjustment => Adjustment(adjustment, host))],
        Side = side,
        ApprovedBy = approvedBy,
    };

    /// <summary>An entry that breaks a rule: what it touched, before it and as it left it, and who has approved which repair.</summary>
    public static JsonObject Write(BrokenEntry broken)
    {
        var json = Failing(broken);
        json["adjustments"] = new JsonArray([.. broken.Written.DistinctBy(adjustment => adjustment.Id).Select(written =>
        {
            var touched = new JsonObject { ["written"] = Write(broken.Written.Last(each => each.Id == written.Id)) };
            if (broken.Before[written.Id] is { } before)
                touched["before"] = Write(before);
            return touched;
        })]);
        json["unadjusted"] = new JsonArray([.. broken.Unadjusted.Select(tonnes => new JsonObject
        {
            ["project"] = tonnes.Project.ToString(),
            ["vintage"] = tonnes.Vintage.Year,
            ["decision"] = tonnes.Decision,
            ["obligedOn"] = JsonWords.Day(tonnes.Day),
            ["tonnes"] = tonnes.Tonnes.ToString(System.Globalization.CultureInfo.InvariantCulture),
        })]);
        json["approvals"] = Approvals(broken.Approvals);
        return json;
    }

    /// <summary>An entry that was repaired.</summary>
    public static JsonObject Write(RepairedEntry repaired)
    {
        var json = Failing(repaired.Entry);
        json["repairedBy"] = JsonWords.Number(repaired.By);
        json["adjustments"] = new JsonArray([.. repaired.Approvals[^1].Adjustments.Select(Write)]);
        json["approvals"] = Approvals(repaired.Approvals);
        return json;
    }

    private static JsonObject Failing(BrokenEntry broken) => new()
    {
        ["entry"] = JsonWords.Number(broken.Number),
        ["hash"] = broken.Hash,
        ["code"] = broken.Failure.Code,
        ["detail"] = broken.Failure.Detail,
        ["detailJa"] = broken.Failure.DetailJa,
    };

    private static JsonArray Approvals(IEnumerable<EntryRepair> approvals) => [.. approvals.Select(approval => new JsonObject
    {
        ["side"] = JsonWords.Kebab(approval.Side),
        ["approvedBy"] = approval.ApprovedBy,
        ["contentHash"] = approval.ContentHash,
    })];

    private static CorrespondingAdjustment Adjustment(JsonElement adjustment, PartyId host) => new(
        adjustment.Text("adjustment"), host, adjustment.Text("decision"), ProjectId.Parse(adjustment.Text("project")), new Vintage((int)adjustment.Integer("vintage")),
        new WholeTonnes(adjustment.Number("tonnes")), adjustment.Day("obligedOn"), adjustment.Text("firstTransfer"),
        adjustment.TryGetProperty("record", out var record) ? record.GetString() : null)
    {
        Definition = adjustment.TryGetProperty("definition", out _) ? adjustment.Word<OimpFirstTransfer>("definition") : null,
        ReceiptedOn = Day(adjustment, "receiptedOn"),
        ReportedOn = Day(adjustment, "reportedOn"),
        AppliedOn = Day(adjustment, "appliedOn"),
        ReviewedOn = Day(adjustment, "reviewedOn"),
    };

    private static DateOnly? Day(JsonElement adjustment, string name) => adjustment.TryGetProperty(name, out _) ? adjustment.Day(name) : null;

    /// <summary>As the document of a repair states it.</summary>
    private static JsonObject Write(CorrespondingAdjustment adjustment)
    {
        var json = new JsonObject
        {
            ["adjustment"] = adjustment.Id,
            ["decision"] = adjustment.Decision,
            ["project"] = adjustment.Project.ToString(),
            ["vintage"] = adjustment.Vintage.Year,
            ["tonnes"] = adjustment.Tonnes.ToString(),
            ["obligedOn"] = JsonWords.Day(adjustment.ObligedOn),
            ["firstTransfer"] = adjustment.FirstTransfer,
        };
        if (adjustment.Record is { } record)
            json["record"] = record;
        if (adjustment.Definition is { } definition)
            json["definition"] = JsonWords.Kebab(definition);
        json.Put("receiptedOn", adjustment.ReceiptedOn);
        json.Put("reportedOn", adjustment.ReportedOn);
        json.Put("appliedOn", adjustment.AppliedOn);
        json.Put("reviewedOn", adjustment.ReviewedOn);
        return json;
    }
}
