using System.Globalization;
using JcmHub.Domain.Methodologies;

namespace JcmHub.Domain.Ledger.Corrections;

/// <summary>What a correction in force does to blocks.</summary>
public static class CorrectionSteps
{
    /// <summary>Blocks that one correction may touch: they are one transaction.</summary>
    private const int MostBlockRows = 75;

    /// <summary>Stops units of the decision that were never first transferred, or lets stopped ones go on: lowest numbers first.</summary>
    /// <param name="correction">A block or a release.</param>
    /// <param name="blocks">The decision's blocks in the correction's registry.</param>
    /// <param name="entry">The entry to write.</param>
    /// <returns>The correction with its units; or <c>correction-units</c>, <c>correction-too-fragmented</c>, and nothing may be written.</returns>
    public static (Correction Correction, Finding? Error) Apply(Correction correction, IReadOnlyList<UnitBlock> blocks, LedgerEntry entry)
    {
        var (from, to) = correction.Kind == CorrectionKind.Block ? (UnitState.Live, UnitState.Blocked) : (UnitState.Blocked, UnitState.Live);
        var missing = correction.Tonnes;
        var units = new List<SerialRange>();
        foreach (var block in blocks.Where(block => block.State == from && block.FirstTransferredOn is null && block.AccountType is not (AccountType.Retirement or AccountType.Cancellation)).OrderBy(block => block.Units.First))
        {
            if (missing == 0)
                break;
            if (block.Units.Count <= missing)
                entry.Replace(block, block with { State = to });
            else
            {
                var (kept, stopped) = block.Split(missing);
                entry.Replace(block, kept, stopped with { State = to });
            }

            var count = Math.Min(missing, block.Units.Count);
            units.Add(SerialRange.From(block.Units.Last - count + 1, count));
            missing -= count;
        }

        if (missing > 0)
            return (correction, new Finding("correction-units", "/tonnes",
                string.Create(CultureInfo.InvariantCulture, $"Only {correction.Tonnes - missing} t of {correction.Decision} in {correction.Registry}'s registry can be {(to == UnitState.Blocked ? "blocked: they are neither first transferred nor on their way" : "released")}."),
                string.Create(CultureInfo.InvariantCulture, $"{correction.Registry}の登録簿にある{correction.Decision}のうち、対象にできるのは{correction.Tonnes - missing}トンのみです。")));
        if (entry.BlockRows > MostBlockRows)
            return (correction, new Finding("correction-too-fragmented", "/tonnes",
                "These units lie in too many blocks for one correction; decide on fewer tonnes at a time.", "単位が多数のブロックに分かれています。トン数を分けて決定してください。"));
        entry.Note($"{(to == UnitState.Blocked ? "blocked" : "released")} {correction.Tonnes} t of {correction.Decision} in {correction.Registry}: {correction.Reason}, {correction.Explanation}");
        return (correction with { Units = units }, null);
    }
}
