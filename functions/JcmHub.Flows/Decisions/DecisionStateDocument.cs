using System.Globalization;
using System.Text.Json.Nodes;
using JcmHub.Domain.Credits;

namespace JcmHub.Flows.Decisions;

/// <summary>A decision as the interface shows it: approvals, what it waits for, the working of each allocation, warnings and fees.</summary>
internal static class DecisionStateDocument
{
    public static JsonObject Write(DecisionState state)
    {
        var document = new JsonObject
        {
            ["decision"] = state.Decision.Id,
            ["party"] = state.Decision.Party.Code,
            ["decidedOn"] = JsonWords.Day(state.Decision.DecidedOn),
            ["contentHash"] = state.Decision.ContentHash,
            ["approvals"] = new JsonObject(state.Approvals.OrderBy(approval => approval.Key).Select(approval =>
                KeyValuePair.Create(JsonWords.Kebab(approval.Key), (JsonNode?)JsonWords.Instant(approval.Value)))),
            ["inForce"] = state.IsInForce,
            ["projects"] = new JsonArray([.. state.Decision.Projects.Zip(state.Reports, Project)]),
            ["warnings"] = FindingDocument.Write(state.Warnings),
            ["fees"] = new JsonArray([.. state.Fees.Select(fee => Fee(fee, state))]),
        };
        document.Put("notified", state.NotifiedAt);
        document.Put("feesPaid", state.FeesPaidOn);
        return document;
    }

    private static JsonObject Project(Decision decision, DecidedReport report) => new()
    {
        ["project"] = decision.Project.ToString(),
        ["issuance"] = decision.Id,
        ["report"] = report.Id,
        ["allocation"] = new JsonArray([.. report.Split(decision).Working.Select(Part)]),
    };

    /// <summary>How one recipient's tonnes of one vintage came about.</summary>
    public static JsonObject Part(AllocationWorking part)
    {
        var json = new JsonObject
        {
            ["holder"] = part.Recipient.Holder,
            ["side"] = JsonWords.Kebab(part.Recipient.Side),
            ["account"] = part.Recipient.Account,
            ["vintage"] = part.Vintage.Year,
            ["tonnes"] = part.Tonnes.ToString(),
            ["why"] = JsonWords.Kebab(part.Reason),
        };
        if (part.Recipient.Share is { } share)
            json["share"] = share.ToString();
        if (part.Floor is { } floor)
            json["floor"] = JsonWords.Number(floor);
        if (part.Remainder is { } remainder)
            json["remainder"] = $"{remainder.Numerator}/{remainder.Denominator}";
        if (part.Minimum is { } minimum)
            json["minimum"] = JsonWords.Number(minimum);
        return json;
    }

    private static JsonObject Fee(FeeStatement fee, DecisionState state)
    {
        var json = new JsonObject
        {
            ["party"] = fee.Party.Code,
            ["project"] = fee.Project.ToString(),
            ["tonnes"] = fee.Tonnes.ToString(),
            ["rate"] = fee.Fee.Rate.ToString(CultureInfo.InvariantCulture),
            ["currency"] = fee.Fee.Currency,
            ["amount"] = fee.Amount.ToString(CultureInfo.InvariantCulture),
            ["rule"] = fee.Rule,
            ["ruleFrom"] = JsonWords.Day(fee.RuleFrom),
            ["on"] = JsonWords.Day(fee.On),
        };
        if (fee.Fee.PaidBefore is { } step)
        {
            json["paidBefore"] = JsonWords.Kebab(step);
            json["awaited"] = state.AwaitsPaymentBefore(step);
        }

        return json;
    }
}
