using System.Text.Json;
using System.Text.Json.Nodes;
using JcmHub.Domain.Ledger.Corrections;
using JcmHub.Domain.Ledger.Operations;
using JcmHub.Domain.Parties;

namespace JcmHub.Flows.Corrections;

/// <summary>A correction as a government sends it, and as it is shown.</summary>
internal static class CorrectionDocument
{
    /// <summary>Reads a document that is valid against its schema.</summary>
    public static Correction Parse(JsonElement root) => new()
    {
        Id = root.Text("correctionId"),
        Kind = root.Word<CorrectionKind>("kind"),
        Reason = root.Word<CorrectionReason>("reason"),
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
        Authorization = root.TryGetProperty("authorization", out var authorization) ? Issuance.AuthorizationDocument.Parse(authorization) : null,
        ContentHash = ContentHash.Of(Exchange.CanonicalJson.Canonicalize(root)),
    };

    /// <summary>A correction as the interface shows it; facts that are not there yet are absent.</summary>
    /// <param name="correction">The correction.</param>
    /// <param name="operation">The operation that carries a cancellation out; null where there is none.</param>
    /// <param name="today">The day from which a duty's age is counted.</param>
    public static JsonObject Write(Correction correction, Operation? operation, DateOnly today)
    {
        var json = new JsonObject
        {
            ["correction"] = correction.Id,
            ["kind"] = JsonWords.Kebab(correction.Kind),
            ["reason"] = JsonWords.Kebab(correction.Reason),
            ["decision"] = correction.Decision,
            ["registry"] = correction.Registry.Code,
            ["tonnes"] = JsonWords.Number(correction.Tonnes),
            ["contentHash"] = correction.ContentHash,
            ["approvedBy"] = JsonWords.Texts(correction.Approvals.Keys.Order().Select(JsonWords.Kebab)),
            ["inForce"] = correction.InForceAt is not null,
            ["open"] = IsOpen(correction, operation),
        };
        if (correction.Units.Count > 0)
            json["units"] = JsonWords.Units(correction.Units);
        if (operation is not null)
        {
            json["operation"] = operation.Request.Key;
            json["operationState"] = JsonWords.Kebab(operation.State);
        }

        if (correction.Record is { } record)
            json["record"] = record.ToString();
        json.Put("appliedOn", operation is { IsApplied: true } ? operation.AppliedOn : correction.AppliedOn);
        if ((operation?.RefusalCodes ?? correction.RefusalCodes) is { Count: > 0 } codes)
            json["codes"] = JsonWords.Texts(codes);
        if (correction is { Kind: CorrectionKind.ReplacementDuty, InForceAt: { } since })
            json["duty"] = Duty(correction, DateOnly.FromDateTime(since.UtcDateTime), today);
        return json;
    }

    /// <summary>Whether something is still to come of it.</summary>
    public static bool IsOpen(Correction correction, Operation? operation) => correction.IsOpen || operation is { State: not OperationState.Completed };

    private static JsonObject Duty(Correction duty, DateOnly since, DateOnly today)
    {
        var end = duty.DischargedOn ?? today;
        var json = new JsonObject
        {
            ["obliged"] = duty.Obliged,
            ["since"] = JsonWords.Day(since),
            ["replaceBy"] = JsonWords.Day(duty.ReplaceBy!.Value),
            ["replaced"] = JsonWords.Number(duty.Replaced),
            ["owed"] = JsonWords.Number(duty.Owed),
            ["ageDays"] = Math.Max(0, end.DayNumber - since.DayNumber),
            ["late"] = end > duty.ReplaceBy,
            ["replacements"] = new JsonArray([.. duty.Replacements.Select(Offer)]),
        };
        json.Put("dischargedOn", duty.DischargedOn);
        return json;
    }

    private static JsonObject Offer(Replacement replacement)
    {
        var json = new JsonObject
        {
            ["operation"] = replacement.Operation,
            ["registry"] = replacement.Registry.Code,
            ["tonnes"] = JsonWords.Number(replacement.Tonnes),
        };
        json.Put("appliedOn", replacement.AppliedOn);
        return json;
    }

    private static string? Optional(JsonElement root, string name) => root.TryGetProperty(name, out var value) ? value.GetString() : null;
}
