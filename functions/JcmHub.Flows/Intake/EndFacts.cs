using System.Text.Json.Nodes;
using JcmHub.Domain.Ledger.Operations;

namespace JcmHub.Flows.Intake;

/// <summary>
/// How units come to their end, as facts on the days of their registry's receipts: retired, cancelled, and used. Used is what was retired
/// toward an NDC, and counts for its calendar year of use (2/CMA.3 annex, para 8), whatever the day.
/// </summary>
internal static class EndFacts
{
    public static void Put(JsonObject facts, IReadOnlyList<(Operation Operation, long Tonnes)> ends)
    {
        facts.Put("retired", LastOf(ends, OperationKind.Retirement));
        facts.Put("cancelled", LastOf(ends, OperationKind.Cancellation));
        var uses = ends.Where(end => end.Operation.Request is { Kind: OperationKind.Retirement, Purpose: UsePurpose.Ndc })
            .GroupBy(end => (Year: end.Operation.Request.UseYear!.Value, Party: end.Operation.Request.Registry.Code))
            .OrderBy(use => use.Key)
            .Select(use => new JsonObject
            {
                ["year"] = use.Key.Year,
                ["party"] = use.Key.Party,
                ["tonnes"] = JsonWords.Number(use.Sum(end => end.Tonnes)),
                ["on"] = JsonWords.Day(use.Max(end => end.Operation.AppliedOn!.Value)),
            })
            .ToArray();
        if (uses.Length > 0)
            facts["used"] = new JsonArray([.. uses]);
    }

    private static DateOnly? LastOf(IEnumerable<(Operation Operation, long Tonnes)> ends, OperationKind kind) =>
        ends.Where(end => end.Operation.Request.Kind == kind).Max(end => end.Operation.AppliedOn);
}
