using JcmHub.Domain.Ledger;

namespace JcmHub.Domain.Comparison;

/// <summary>What a market knows, as it was told of units and told that it can no longer take some of them: in log n for each.</summary>
public sealed class MarketList
{
    private readonly SortedSet<HeldRange> _ranges = new(Comparer<HeldRange>.Create(static (one, other) => one.Serials.Last.CompareTo(other.Serials.Last)));

    /// <summary>Its ranges, in order.</summary>
    public IReadOnlyCollection<HeldRange> Ranges => _ranges;

    /// <summary>Units that it was told of; of those that it knows already, nothing changes.</summary>
    public void Add(HeldRange told)
    {
        if (Overlapping(told.Serials).Count == 0)
            _ranges.Add(told);
    }

    /// <summary>Units that it can no longer take in that account; of those that it does not know so, there is nothing to forget.</summary>
    public void Remove(HeldRange told)
    {
        var gone = told.Serials;
        foreach (var known in Overlapping(gone).Where(known => known.Cell == told.Cell))
        {
            _ranges.Remove(known);
            if (known.Serials.First < gone.First)
                _ranges.Add(known with { Serials = new SerialRange(known.Serials.First, gone.First - 1) });
            if (gone.Last < known.Serials.Last)
                _ranges.Add(known with { Serials = new SerialRange(gone.Last + 1, known.Serials.Last) });
        }
    }

    /// <summary>Ranges do not overlap, so those that hold one of the numbers end at its first or later, and the last of them is the first that ends at its last or later.</summary>
    private List<HeldRange> Overlapping(SerialRange serials)
    {
        var found = new List<HeldRange>();
        foreach (var known in _ranges.GetViewBetween(At(serials.First), At(long.MaxValue)))
        {
            if (known.Serials.First > serials.Last)
                break;
            found.Add(known);
        }

        return found;
    }

    private static HeldRange At(long last) => new(new SerialRange(last, last), default);
}
