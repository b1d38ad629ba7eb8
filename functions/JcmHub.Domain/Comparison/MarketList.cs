using JcmHub.Domain.Ledger;

namespace JcmHub.Domain.Comparison;

/// <summary>
/// What a market has on its list by its own receipts, as it was told of units and told that it can no longer take some of them: in log n for
/// each. What it refused it did not do; units whose withdrawal it refused are on its list although they should not be.
/// </summary>
public sealed class MarketList
{
    private static readonly Comparer<HeldRange> ByLast = Comparer<HeldRange>.Create(static (one, other) => one.Serials.Last.CompareTo(other.Serials.Last));

    private readonly SortedSet<HeldRange> _listed = new(ByLast);
    private readonly SortedSet<HeldRange> _notWithdrawn = new(ByLast);

    /// <summary>What it has and should have, in order.</summary>
    public IReadOnlyCollection<HeldRange> Ranges => _listed;

    /// <summary>What it has because it refused the withdrawal, in order.</summary>
    public IReadOnlyCollection<HeldRange> NotWithdrawn => _notWithdrawn;

    /// <summary>Units that it was told of; of those that it knows already, nothing changes.</summary>
    /// <param name="told">The units and where they lie.</param>
    /// <param name="isTaken">Whether it took notice, or refused to.</param>
    public void Add(HeldRange told, bool isTaken = true)
    {
        // It has them still, and now it should: whatever it answers.
        foreach (var still in Take(_notWithdrawn, told, isTaken ? null : told.Cell))
        {
            if (!isTaken)
                _listed.Add(still);
        }

        if (isTaken && Overlapping(_listed, told.Serials).Count == 0)
            _listed.Add(told);
    }

    /// <summary>Units that it can no longer take in that account; of those that it does not know so, there is nothing to forget.</summary>
    /// <param name="told">The units and where the market knows them.</param>
    /// <param name="isTaken">Whether it took notice, or refused to.</param>
    public void Remove(HeldRange told, bool isTaken = true)
    {
        if (isTaken)
            Take(_notWithdrawn, told, told.Cell);
        foreach (var gone in Take(_listed, told, told.Cell))
        {
            if (!isTaken)
                _notWithdrawn.Add(gone);
        }
    }

    /// <summary>Takes the parts of a list that units fill, in one cell or in any.</summary>
    private static List<HeldRange> Take(SortedSet<HeldRange> list, HeldRange told, HoldingCell? cell)
    {
        var (gone, taken) = (told.Serials, new List<HeldRange>());
        foreach (var known in Overlapping(list, gone).Where(known => cell is null || known.Cell == cell))
        {
            list.Remove(known);
            if (known.Serials.First < gone.First)
                list.Add(known with { Serials = new SerialRange(known.Serials.First, gone.First - 1) });
            if (gone.Last < known.Serials.Last)
                list.Add(known with { Serials = new SerialRange(gone.Last + 1, known.Serials.Last) });
            taken.Add(known with { Serials = new SerialRange(Math.Max(known.Serials.First, gone.First), Math.Min(known.Serials.Last, gone.Last)) });
        }

        return taken;
    }

    /// <summary>Ranges do not overlap, so those that hold one of the numbers end at its first or later, and the last of them is the first that ends at its last or later.</summary>
    private static List<HeldRange> Overlapping(SortedSet<HeldRange> list, SerialRange serials)
    {
        var found = new List<HeldRange>();
        foreach (var known in list.GetViewBetween(At(serials.First), At(long.MaxValue)))
        {
            if (known.Serials.First > serials.Last)
                break;
            found.Add(known);
        }

        return found;
    }

    private static HeldRange At(long last) => new(new SerialRange(last, last), default);
}
