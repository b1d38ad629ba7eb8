using System.Text.Json.Nodes;
using JcmHub.Domain.Comparison;
using JcmHub.Domain.Ledger;
using JcmHub.Domain.Ledger.Journal;

namespace JcmHub.Flows.Reconciliation;

/// <summary>Differences that are not about what a registry holds: numbers that serve twice, and corresponding adjustments.</summary>
internal static class OtherDifferences
{
    /// <summary><c>serials-given-twice</c>: one registry's numbers in the ledgers of two hosts.</summary>
    public static JsonObject Of(Destination registry, DoubledNumbers doubled)
    {
        var (twice, record, otherRecord) = doubled;
        var (one, other) = (twice.One, twice.Other);
        return new JsonObject
        {
            ["code"] = "serials-given-twice",
            ["project"] = one.Block.Project.ToString(),
            ["vintage"] = one.Block.Vintage.Year,
            ["account"] = one.Block.Account,
            ["tonnes"] = JsonWords.Number(twice.Numbers.Count),
            ["first"] = JsonWords.Number(twice.Numbers.First),
            ["last"] = JsonWords.Number(twice.Numbers.Last),
            ["claims"] = new JsonArray(Claim(one, record), Claim(other, otherRecord)),
            ["detail"] = $"{registry}'s numbers {twice.Numbers} stand in two ledgers: units {one.Block.Units} of {one.Host} ({one.Block.Project}, {record ?? "record unknown"}) "
                + $"and units {other.Block.Units} of {other.Host} ({other.Block.Project}, {otherRecord ?? "record unknown"}).",
            ["detailJa"] = $"{registry}の番号{twice.Numbers}が二つの台帳にあります（{one.Host}の{one.Block.Project}・{record}、{other.Host}の{other.Block.Project}・{otherRecord}）。",
        };
    }

    /// <summary><c>adjustment-missing-remote</c>, <c>adjustment-missing-local</c> or <c>adjustment-mismatch</c>.</summary>
    public static JsonObject Of(Destination registry, AdjustmentDifference difference)
    {
        var (hub, theirs) = (difference.Hub, difference.Registry);
        var (code, detail, detailJa) =
            theirs is null ? ("adjustment-missing-remote", $"The hub has {registry}'s receipt for {Words(hub!)}; {registry} does not have it.", $"{registry}が受領した{WordsJa(hub!)}が{registry}にありません。")
            : hub is null ? ("adjustment-missing-local", $"{registry} has booked {Words(theirs)}; by the hub it has not.", $"{registry}に{WordsJa(theirs)}がありますが、ハブでは計上されていません。")
            : ("adjustment-mismatch", $"{registry} has booked {Words(theirs)}; the hub has {Words(hub)}.", $"{registry}の{WordsJa(theirs)}は、ハブの{WordsJa(hub)}と一致しません。");
        var json = Adjustment(difference.Either);
        json["code"] = code;
        if (hub is not null && theirs is not null)
            json["hub"] = Adjustment(hub);
        json["detail"] = detail;
        json["detailJa"] = detailJa;
        return json;
    }

    private static JsonObject Claim(NumberClaim claim, string? record)
    {
        var json = new JsonObject
        {
            ["host"] = claim.Host.Code,
            ["block"] = BlockKey.Of(claim.Block).ToString(),
            ["hubFirst"] = JsonWords.Number(claim.Block.Units.First),
            ["hubLast"] = JsonWords.Number(claim.Block.Units.Last),
            ["project"] = claim.Block.Project.ToString(),
            ["vintage"] = claim.Block.Vintage.Year,
            ["account"] = claim.Block.Account,
            ["decision"] = claim.Block.Decision,
        };
        if (record is not null)
            json["record"] = record;
        return json;
    }

    private static JsonObject Adjustment(BookedAdjustment adjustment)
    {
        var json = new JsonObject
        {
            ["adjustment"] = adjustment.Id,
            ["project"] = adjustment.Project.ToString(),
            ["vintage"] = adjustment.Vintage.Year,
            ["tonnes"] = JsonWords.Number(adjustment.Tonnes),
        };
        json.Put("appliedOn", adjustment.AppliedOn);
        return json;
    }

    private static string Words(BookedAdjustment adjustment) =>
        $"the adjustment {adjustment.Id} of {adjustment.Tonnes} t of {adjustment.Project}, vintage {adjustment.Vintage.Year}{(adjustment.AppliedOn is { } day ? $", on {JsonWords.Day(day)}" : "")}";

    private static string WordsJa(BookedAdjustment adjustment) =>
        $"相当調整{adjustment.Id}（{adjustment.Project}・{adjustment.Vintage.Year}年・{adjustment.Tonnes}トン{(adjustment.AppliedOn is { } day ? $"・{JsonWords.Day(day)}" : "")}）";
}
