using System.Globalization;
using System.Text.Json.Nodes;
using JcmHub.Domain.Credits;
using JcmHub.Domain.Parties;

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
        document.Put("feesPaid", state.FeesPaid?.On);
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
            [fee.Fee.Basis == FeeBasis.Tonne ? "rate" : "percent"] = Number(fee.Fee.Rate),
            ["working"] = Working(fee),
            ["rule"] = fee.Rule,
            ["ruleFrom"] = JsonWords.Day(fee.RuleFrom),
            ["on"] = JsonWords.Day(fee.On),
        };
        if (fee.Fee.Basis != FeeBasis.Tonne)
            json["of"] = JsonWords.Kebab(fee.Fee.Basis);
        if (fee.Fee.Price is { } price)
            json["price"] = Number(price);
        if (fee.Fee.Currency is { } currency)
            json["currency"] = currency;
        // Absent where it is not known: a percentage of a price that no source states.
        if (fee.Amount is { } amount)
            json["amount"] = amount.ToString();
        if (fee.Fee.PaidBefore is { } step)
        {
            json["paidBefore"] = JsonWords.Kebab(step);
            json["awaited"] = state.AwaitsPaymentBefore(step);
        }

        return json;
    }

    /// <summary>The sum as one does it by hand: <c>1009 t × 20 USD/t × 2.5 % = 504.5 USD</c>.</summary>
    private static string Working(FeeStatement statement)
    {
        var fee = statement.Fee;
        var unit = fee.Currency ?? "t";
        var factors = fee.Basis switch
        {
            FeeBasis.Tonne => $"{Number(fee.Rate)} {unit}/t",
            FeeBasis.Units => $"{Number(fee.Rate)} %",
            _ => $"{(fee.Price is { } price ? Number(price) : "?")} {unit}/t × {Number(fee.Rate)} %",
        };
        return $"{statement.Tonnes} t × {factors} = {statement.Amount?.ToString() ?? "?"} {unit}";
    }

    private static string Number(decimal value) => value.ToString(CultureInfo.InvariantCulture);
}
