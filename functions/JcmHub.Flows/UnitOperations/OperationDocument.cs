using System.Text.Json;
using System.Text.Json.Nodes;
using JcmHub.Domain.Calendar;
using JcmHub.Domain.Ledger;
using JcmHub.Domain.Ledger.Operations;
using JcmHub.Domain.Parties;
using JcmHub.Domain.Projects;

namespace JcmHub.Flows.UnitOperations;

/// <summary>An operation as it is asked for, and as it is shown.</summary>
internal static class OperationDocument
{
    /// <summary>Reads a request that is valid against its schema.</summary>
    public static OperationRequest Parse(OperationKind kind, PartyId registry, JsonElement root) => new(
        root.Text("operation"), root.TryGetProperty("acquiringParty", out var acquiring) ? OperationKind.InternationalTransfer : kind, PartyId.Parse(root.Text("host")), registry, ProjectId.Parse(root.Text("project")),
        root.Text("fromAccount"), root.Text("toAccount"), root.Number("tonnes"))
    {
        Vintage = root.TryGetProperty("vintage", out var vintage) ? new Vintage((int)vintage.Integer()) : null,
        Units = [.. root.Items("units").Select(item => new SerialRange(item.Number("hubFirst"), item.Number("hubLast")))],
        AcquiringParty = acquiring.ValueKind == JsonValueKind.String ? PartyId.Parse(acquiring.GetString()!) : null,
        Purpose = root.TryGetProperty("purpose", out var purpose) ? Enum.Parse<UsePurpose>(purpose.GetString()!, ignoreCase: true) : null,
        UseYear = root.TryGetProperty("useYear", out var year) ? (int)year.Integer() : null,
        Duty = root.TryGetProperty("duty", out var duty) ? duty.GetString() : null,
        Reason = root.TryGetProperty("reason", out var reason) ? reason.GetString() : null,
    };

    /// <summary>An operation as the interface shows it; facts that are not there yet are absent.</summary>
    public static JsonObject Write(Operation operation)
    {
        var request = operation.Request;
        var json = new JsonObject
        {
            ["operation"] = request.Id,
            ["kind"] = JsonWords.Kebab(request.Kind),
            ["state"] = JsonWords.Kebab(operation.State),
            ["host"] = request.Host.Code,
            ["registry"] = request.Registry.Code,
            ["project"] = request.Project.ToString(),
            ["fromAccount"] = request.FromAccount,
            ["toAccount"] = request.ToAccount,
            ["tonnes"] = JsonWords.Number(request.Tonnes),
            ["units"] = JsonWords.Units(operation.Units),
            ["requestedAt"] = JsonWords.Instant(operation.RequestedAt),
        };
        if (request.AcquiringParty is { } acquiring)
        {
            // The address of its approval: another registry may use the same id.
            json["transfer"] = request.Key;
            json["acquiringParty"] = acquiring.Code;
            json.Put("approvedOn", operation.ApprovedOn);
            json["issuances"] = JsonWords.Texts(operation.Issuances.Select(issued => issued.ToString()));
        }

        if (request.Duty is { } duty)
            json["duty"] = duty;
        if (operation.Record is { } record)
            json["record"] = record.ToString();
        if (operation is { IsApplied: true, AppliedOn: { } day })
            json["appliedOn"] = JsonWords.Day(day);
        if (request.Purpose is { } purpose)
            json["purpose"] = purpose.ToString().ToUpperInvariant();
        if (request.UseYear is { } year)
            json["useYear"] = year;
        if (operation.Warnings.Count > 0)
            json["warnings"] = FindingDocument.Write(operation.Warnings);
        if (operation.RefusalCodes.Count > 0)
            json["codes"] = JsonWords.Texts(operation.RefusalCodes);
        return json;
    }
}
