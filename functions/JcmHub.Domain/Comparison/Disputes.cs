using JcmHub.Domain.Ledger;

namespace JcmHub.Domain.Comparison;

/// <summary>
/// Units of one registry that are held because the last reconciliation that compared them found it to differ from the hub, under the
/// registry's own numbers. A block is held as a whole: hub and registry need not cut their blocks alike.
/// </summary>
public sealed class Disputes
{
    /// <summary>The most ranges that are kept; where more differ, neighbours are held together with what lies between them.</summary>
    public const int MostRanges = 5_000;

    private readonly SerialRange[] _ranges;

    /// <param name="ranges">The numbers, in any order; they may overlap.</param>
    public Disputes(IEnumerable<SerialRange> ranges) => _ranges = Bounded(Joined(ranges));

    /// <summary>Nothing is held.</summary>
    public static Disputes None { get; } = new([]);

    /// <summary>The numbers, in order and apart from each other.</summary>
    public IReadOnlyList<SerialRange> Ranges => _ranges;

    /// <summary>Whether a block of the registry is held; what has no numbers yet is in no comparison.</summary>
    public bool Hold(UnitBlock block)
    {
        if (block.RegistrySerials is not { } numbers)
            return false;
        var (low, high) = (0, _ranges.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_ranges[middle].Last < numbers.First)
                low = middle + 1;
            else
                high = middle;
        }

        return low < _ranges.Length && _ranges[low].First <= numbers.Last;
    }

    private static List<SerialRange> Joined(IEnumerable<SerialRange> ranges)
    {
        var joined = new List<SerialRange>();
        foreach (var range in ranges.OrderBy(range => range.First))
        {
            if (joined.Count > 0 && range.First <= joined[^1].Last + 1)
                joined[^1] = new SerialRange(joined[^1].First, Math.Max(joined[^1].Last, range.Last));
            else
                joined.Add(range);
        }

        return joined;
    }

    private static SerialRange[] Bounded(List<SerialRange> ranges)
    {
        if (ranges.Count <= MostRanges)
            return [.. ranges];
        // The widest gaps stay gaps.
        var gaps = Enumerable.Range(1, ranges.Count - 1).OrderByDescending(i => ranges[i].First - ranges[i - 1].Last).Take(MostRanges - 1).Order().Append(ranges.Count);
        var bounded = new List<SerialRange>(MostRanges);
        var first = 0;
        foreach (var next in gaps)
        {
            bounded.Add(new SerialRange(ranges[first].First, ranges[next - 1].Last));
            first = next;
        }

        return [.. bounded];
    }
}
