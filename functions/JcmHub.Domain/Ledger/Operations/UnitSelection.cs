using System.Globalization;
using JcmHub.Domain.Methodologies;

namespace JcmHub.Domain.Ledger.Operations;

/// <summary>
/// Which units an operation takes. Whole blocks, lowest numbers first; of the last one the receiver gets the tail, the owner keeps the
/// head. What is left over is never a range of nothing.
/// </summary>
public static class UnitSelection
{
    /// <summary>Chooses units.</summary>
    /// <param name="request">What is asked for.</param>
    /// <param name="held">Every block of the registry that the account holds, of whatever state.</param>
    /// <param name="planned">Units that another operation has claimed and not reserved yet.</param>
    /// <returns>
    /// Ranges that each lie in one block, in order; or <c>balance-insufficient</c>, <c>units-not-held</c>, <c>units-doubled</c>, <c>units-quantity</c>,
    /// <c>units-blocked</c>, <c>units-reserved</c>, <c>operation-too-fragmented</c>.
    /// </returns>
    public static (IReadOnlyList<SerialRange> Units, Finding? Error) Choose(
        OperationRequest request, IReadOnlyList<UnitBlock> held, IReadOnlyCollection<SerialRange> planned)
    {
        var mine = held
            .Where(block => block.Account == request.FromAccount && block.Project == request.Project && (request.Vintage is null || block.Vintage == request.Vintage))
            .OrderBy(block => block.Units.First)
            .ToArray();
        var (units, error) = request.Units.Count > 0 ? Named(request, mine) : Lowest(request, mine, planned);
        if (error is not null)
            return ([], error);
        if (units.Any(range => mine.Any(block => block.State == UnitState.Blocked && block.Units.Overlaps(range))))
            return ([], new Finding("units-blocked", "/units", "Some of these units are blocked by a correction of both governments.", "両国政府の訂正により停止されている単位が含まれています。"));
        if (units.Any(range => mine.Any(block => block.State != UnitState.Live && block.Units.Overlaps(range)) || planned.Any(claimed => claimed.Overlaps(range))))
            return ([], new Finding("units-reserved", "/units", "Some of these units wait for the receipt of another operation.", "他の手続きの受領を待っている単位が含まれています。"));
        return units.Count > OperationRules.MaximumFragments
            ? ([], new Finding("operation-too-fragmented", "/tonnes",
                $"These units lie in more than {OperationRules.MaximumFragments} blocks; split the operation.", $"単位が{OperationRules.MaximumFragments}を超えるブロックに分かれています。操作を分割してください。"))
            : (units, null);
    }

    private static (List<SerialRange> Units, Finding? Error) Lowest(OperationRequest request, UnitBlock[] mine, IReadOnlyCollection<SerialRange> planned)
    {
        var units = new List<SerialRange>();
        var missing = request.Tonnes;
        foreach (var block in mine)
        {
            if (missing == 0)
                break;
            if (block.State != UnitState.Live || planned.Any(claimed => claimed.Overlaps(block.Units)))
                continue;
            units.Add(block.Units.Count <= missing ? block.Units : block.Units.Split(missing).Tail);
            missing -= units[^1].Count;
        }

        if (missing == 0)
            return (units, null);
        var free = request.Tonnes - missing;
        return ([], new Finding("balance-insufficient", "/tonnes",
            string.Create(CultureInfo.InvariantCulture, $"{request.FromAccount} holds {free} free tonnes of {request.Project}, fewer than {request.Tonnes}."),
            string.Create(CultureInfo.InvariantCulture, $"{request.FromAccount}の{request.Project}の利用可能量は{free}トンで、{request.Tonnes}トンに足りません。")));
    }

    private static (List<SerialRange> Units, Finding? Error) Named(OperationRequest request, UnitBlock[] mine)
    {
        var asked = request.Units.OrderBy(range => range.First).ToArray();
        for (var i = 1; i < asked.Length; i++)
        {
            if (asked[i].Overlaps(asked[i - 1]))
                return ([], new Finding("units-doubled", "/units", $"Units {asked[i - 1]} and {asked[i]} overlap.", $"単位{asked[i - 1]}と{asked[i]}が重複しています。"));
        }

        var units = new List<SerialRange>();
        foreach (var range in asked)
        {
            var parts = mine.Where(block => block.Units.Overlaps(range))
                .Select(block => new SerialRange(Math.Max(block.Units.First, range.First), Math.Min(block.Units.Last, range.Last))).ToArray();
            if (parts.Sum(part => part.Count) != range.Count)
                return ([], new Finding("units-not-held", "/units", $"{request.FromAccount} does not hold all of the units {range}.", $"{request.FromAccount}は単位{range}の全ては保有していません。"));
            units.AddRange(parts);
        }

        return units.Sum(range => range.Count) == request.Tonnes
            ? (units, null)
            : ([], new Finding("units-quantity", "/tonnes", "The units named are not as many as the tonnes.", "指定された単位の数がトン数と一致しません。"));
    }
}
