using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using JcmHub.Domain.Adjustments;
using JcmHub.Domain.Credits;
using JcmHub.Domain.Ledger;
using JcmHub.Domain.Parties;

namespace JcmHub.Flows.Intake;

/// <summary>A report's state as the interface shows it; facts that are not there yet are absent.</summary>
internal static class ReportDocument
{
    public static JsonObject Write(
        ReportState state, Domain.Ledger.Issuance? issuance, IReadOnlyList<UnitBlock> blocks, RuleBook rules)
    {
        var document = new JsonObject
        {
            ["id"] = state.Id,
            ["project"] = state.Project.ToString(),
            ["party"] = state.Host.Code,
            ["monitoringPeriod"] = new JsonObject { ["from"] = Day(state.Period.From), ["to"] = Day(state.Period.To) },
            ["contentHash"] = state.ContentHash,
            ["facts"] = Facts(state, issuance),
            ["errors"] = FindingDocument.Write(state.Result?.Errors ?? []),
        };
        if (state.Result is { Errors.Count: 0 } result)
            document["result"] = Result(result);
        if (issuance is not null)
        {
            document["decision"] = issuance.Decision.Id;
            document["notified"] = Notified(issuance);
            document["blocks"] = new JsonArray([.. blocks.Select(Block)]);
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
            ["accountType"] = Kebab(block.AccountType),
            ["holder"] = block.Holder,
            ["project"] = block.Project.ToString(),
            ["vintage"] = block.Vintage.Year,
            ["tonnes"] = Number(block.Units.Count),
            ["hubFirst"] = Number(block.Units.First),
            ["hubLast"] = Number(block.Units.Last),
            ["state"] = Kebab(block.State),
        };
        Add(json, "registry", block.RegistrySerials);
        Add(json, "linked", block.LinkedSerials);
        if (block.Authorization is { } authorization)
            json["authorization"] = authorization;
        Add(json, "firstTransferredOn", block.FirstTransferredOn);
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
            ["obligedOn"] = Day(adjustment.ObligedOn),
            ["firstTransfer"] = adjustment.FirstTransfer,
            ["state"] = Kebab(adjustment.State),
        };
        if (adjustment.Record is { } record)
            json["record"] = record;
        Add(json, "receiptedOn", adjustment.ReceiptedOn);
        Add(json, "reportedOn", adjustment.ReportedOn);
        Add(json, "appliedOn", adjustment.AppliedOn);
        Add(json, "reviewedOn", adjustment.ReviewedOn);
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
            ["type"] = Kebab(record.Kind),
            ["tonnes"] = Number(record.Tonnes),
            ["state"] = Kebab(record.State),
        };
        if (record.Digest is { } digest)
            json["digest"] = digest;
        Add(json, "receiptedOn", record.ReceiptedAt);
        if (record.RefusalCodes.Count > 0)
            json["codes"] = new JsonArray([.. record.RefusalCodes.Select(code => JsonValue.Create(code))]);
        return json;
    }

    private static JsonObject Facts(ReportState state, Domain.Ledger.Issuance? issuance)
    {
        var facts = new JsonObject { ["submitted"] = Instant(state.SubmittedAt) };
        Add(facts, "computed", state.Result?.ComputedAt);
        Add(facts, state.Verification is { IsVerified: false } ? "returned" : "verified", state.Verification?.On);
        Add(facts, "issuanceRequested", state.IssuanceRequestedOn);
        facts["completeness"] = Sides(state.CompletenessCheckedOn);
        if (issuance is null)
            return facts;
        facts["decided"] = Day(issuance.Decision.DecidedOn);
        Add(facts, "notified", issuance.NotifiedAt);
        Add(facts, "acknowledged", issuance.AcknowledgedOn);
        facts["issued"] = Sides(issuance.IssuedOn);
        Add(facts, "authorised", issuance.Decision.Authorization?.AuthorizedOn);
        Add(facts, "transferApproved", issuance.TransferApprovedOn);
        Add(facts, "firstTransferred", issuance.FirstTransferredOn);
        return facts;
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
        Number(lines.Where(line => line.Allocation.Recipient.Side == side).Sum(line => line.Units.Count));

    private static JsonObject Sides(IReadOnlyDictionary<Side, DateOnly> dates)
    {
        var json = new JsonObject();
        foreach (var (side, day) in dates.OrderBy(date => date.Key))
            json[Kebab(side)] = Day(day);
        return json;
    }

    private static void Add(JsonObject json, string name, DateOnly? day)
    {
        if (day is { } value)
            json[name] = Day(value);
    }

    private static void Add(JsonObject json, string name, DateTimeOffset? instant)
    {
        if (instant is { } value)
            json[name] = Instant(value);
    }

    private static void Add(JsonObject json, string name, SerialRange? serials)
    {
        if (serials is not { } range)
            return;
        json[name + "First"] = Number(range.First);
        json[name + "Last"] = Number(range.Last);
    }

    private static string Kebab<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Instant(DateTimeOffset instant) => instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
