using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using JcmHub.Domain.Adjustments;
using JcmHub.Domain.Credits;
using JcmHub.Domain.Ledger;
using JcmHub.Domain.Parties;
using JcmHub.Flows.Decisions;
using JcmHub.Flows.Issuance;

namespace JcmHub.Flows.Intake;

/// <summary>A report's state as the interface shows it; facts that are not there yet are absent.</summary>
internal static class ReportDocument
{
    public static JsonObject Write(
        ReportState state, Domain.Ledger.Issuance? issuance, DecisionState? decision, IReadOnlyList<UnitBlock> blocks, RuleBook rules, DateOnly today)
    {
        var document = new JsonObject
        {
            ["id"] = state.Id,
            ["project"] = state.Project.ToString(),
            ["party"] = state.Host.Code,
            ["monitoringPeriod"] = new JsonObject { ["from"] = JsonWords.Day(state.Period.From), ["to"] = JsonWords.Day(state.Period.To) },
            ["contentHash"] = state.ContentHash,
            ["facts"] = ReportFacts.Write(state, issuance, decision),
            ["statements"] = ReportFacts.Statements(state),
            ["limits"] = ReportLimits.Write(state, issuance, rules, today),
            ["documents"] = ReportFacts.Documents(state),
            ["errors"] = FindingDocument.Write(state.Result?.Errors ?? []),
        };
        if (state.Replaces is { } replaced)
            document["replaces"] = replaced;
        if (state.ReplacedBy is { } other)
            document["replacedBy"] = other;
        if (state.Result is { Errors.Count: 0 } result)
            document["result"] = Result(result);
        if (issuance is not null)
        {
            document["decision"] = issuance.Decision.Id;
            document["allocation"] = new JsonArray([.. (decision?.Reports.SingleOrDefault(report => report.Id == state.Id)?.Split(issuance.Decision).Working ?? []).Select(DecisionStateDocument.Part)]);
            document["warnings"] = FindingDocument.Write(decision?.Warnings ?? []);
            document["notified"] = Notified(issuance);
            document["blocks"] = new JsonArray([.. blocks.Select(block => Block(block, issuance.AuthorizationOf(block), rules))]);
            document["adjustments"] = new JsonArray([.. issuance.Adjustments.Select(Adjustment)]);
            document["records"] = new JsonArray([.. issuance.Records.Select(record => Record(record))]);
        }

        document["assumed"] = new JsonArray([.. Assumptions.Of(state, issuance, rules).Select(text => JsonValue.Create(text))]);
        return document;
    }

    /// <summary>A unit block as the interface shows it.</summary>
    public static JsonObject Block(UnitBlock block)
    {
        var json = new JsonObject
        {
            ["registry"] = block.Registry.Code,
            ["account"] = block.Account,
            ["accountType"] = JsonWords.Kebab(block.AccountType),
            ["holder"] = block.Holder,
            ["project"] = block.Project.ToString(),
            ["vintage"] = block.Vintage.Year,
            ["tonnes"] = JsonWords.Number(block.Units.Count),
            ["hubFirst"] = JsonWords.Number(block.Units.First),
            ["hubLast"] = JsonWords.Number(block.Units.Last),
            ["state"] = JsonWords.Kebab(block.State),
        };
        Add(json, "registry", block.RegistrySerials);
        Add(json, "linked", block.LinkedSerials);
        if (block.Authorization is { } authorization)
            json["authorization"] = authorization;
        if (block.Oimp is { } oimp)
            json["firstTransferDefOimp"] = JsonWords.Kebab(oimp.FirstTransfer);
        json.Put("firstTransferredOn", block.FirstTransferredOn);
        if (block.Use is { } use)
            json["use"] = new JsonObject { ["purpose"] = use.Purpose.ToString().ToUpperInvariant(), ["year"] = use.Year, ["on"] = JsonWords.Day(use.On) };
        return json;
    }

    /// <summary>A unit block as the interface shows it, with its ITMO identifiers where it has some.</summary>
    public static JsonObject Block(UnitBlock block, Authorization? authorization, RuleBook rules)
    {
        var json = Block(block);
        ItmoDocument.Put(json, block, authorization, rules.HostOf(block.Project));
        return json;
    }

    /// <summary>An adjustment as the interface shows it.</summary>
    public static JsonObject Adjustment(CorrespondingAdjustment adjustment)
    {
        var json = new JsonObject
        {
            ["id"] = adjustment.Id,
            ["party"] = adjustment.Party.Code,
            ["project"] = adjustment.Project.ToString(),
            ["vintage"] = adjustment.Vintage.Year,
            ["tonnes"] = adjustment.Tonnes.ToString(),
            ["obligedOn"] = JsonWords.Day(adjustment.ObligedOn),
            ["firstTransfer"] = adjustment.FirstTransfer,
            ["state"] = JsonWords.Kebab(adjustment.State),
        };
        if (adjustment.Definition is { } definition)
            json["definition"] = JsonWords.Kebab(definition);
        if (adjustment.Record is { } record)
            json["record"] = record;
        json.Put("receiptedOn", adjustment.ReceiptedOn);
        json.Put("reportedOn", adjustment.ReportedOn);
        json.Put("appliedOn", adjustment.AppliedOn);
        json.Put("reviewedOn", adjustment.ReviewedOn);
        return json;
    }

    /// <summary>A record's state as the interface shows it.</summary>
    public static JsonObject Record(AnnouncedRecord record)
    {
        var json = new JsonObject
        {
            ["id"] = record.Id.ToString(),
            ["destination"] = record.Id.Destination.Code,
            ["number"] = record.Id.Number,
            ["type"] = JsonWords.Kebab(record.Kind),
            ["tonnes"] = JsonWords.Number(record.Tonnes),
            ["state"] = JsonWords.Kebab(record.State),
        };
        if (record.Digest is { } digest)
            json["digest"] = digest;
        json.Put("receiptedOn", record.ReceiptedAt);
        if (record.RefusalCodes.Count > 0)
            json["codes"] = new JsonArray([.. record.RefusalCodes.Select(code => JsonValue.Create(code))]);
        return json;
    }

    private static JsonObject Result(ComputedResult result) => new()
    {
        ["vintages"] = new JsonArray([.. result.Vintages.Select(vintage => new JsonObject
        {
            ["year"] = vintage.Vintage.Year,
            ["tonnes"] = vintage.Tonnes.ToString(),
        })]),
        ["methodologies"] = new JsonArray([.. result.Methodologies.Select(pin => new JsonObject
        {
            ["id"] = pin.Id,
            ["version"] = pin.Version,
            ["hash"] = pin.ContentHash,
            ["status"] = pin.Status,
        })]),
        ["warnings"] = FindingDocument.Write(result.Warnings),
    };

    private static JsonObject Notified(Domain.Ledger.Issuance issuance) => new()
    {
        ["vintages"] = new JsonArray([.. issuance.Lines
            .GroupBy(line => line.Allocation.Vintage)
            .Select(vintage => new JsonObject
            {
                ["year"] = vintage.Key.Year,
                ["japan"] = Sum(vintage, Side.Japan),
                ["partner"] = Sum(vintage, Side.Partner),
            })]),
    };

    private static string Sum(IEnumerable<IssuanceLine> lines, Side side) =>
        JsonWords.Number(lines.Where(line => line.Allocation.Recipient.Side == side).Sum(line => line.Units.Count));

    private static void Add(JsonObject json, string name, SerialRange? serials)
    {
        if (serials is not { } range)
            return;
        json[name + "First"] = JsonWords.Number(range.First);
        json[name + "Last"] = JsonWords.Number(range.Last);
    }
}
