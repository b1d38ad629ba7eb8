namespace JcmHub.Domain.Methodologies.Reports;

/// <summary>
/// Which time a series of readings covers, in memory that grows with gaps and not with readings: what touches is merged.
/// Readings may come in any order; they are settled in batches, each sorted and merged into what is settled already.
/// </summary>
internal sealed class Coverage
{
    private const int SmallestBatch = 1024;

    // Most series of a report of many fields have one reading: it needs no list.
    private Piece first;
    private bool any;
    private List<Piece>? pending;
    private List<Piece>? settled;
    private List<Conflict>? conflicts;

    internal readonly record struct Piece(long Start, long End, int Ordinal) : IComparable<Piece>
    {
        public int CompareTo(Piece other)
        {
            var order = Start.CompareTo(other.Start);
            if (order == 0) order = End.CompareTo(other.End);
            return order == 0 ? Ordinal.CompareTo(other.Ordinal) : order;
        }
    }

    /// <summary>A reading that covers what another covers; a duplicate where both have the same beginning and end.</summary>
    internal readonly record struct Conflict(int Ordinal, long Start, long End, bool IsDuplicate);

    public bool IsEmpty => !any;

    public void Add(long start, long end, int ordinal)
    {
        if (!any)
        {
            (first, any) = (new(start, end, ordinal), true);
            return;
        }

        if (settled is { Count: > 0 } && pending!.Count == 0 && settled[^1].End == start)
        {
            // The next reading of a meter, as nearly all are.
            settled[^1] = settled[^1] with { End = end };
            return;
        }

        pending ??= [first];
        pending.Add(new(start, end, ordinal));
        if (pending.Count >= SmallestBatch && pending.Count >= (settled?.Count ?? 0)) Settle();
    }

    public IReadOnlyList<Conflict> Conflicts()
    {
        Settle();
        return conflicts ?? [];
    }

    /// <summary>The stretches between <paramref name="start"/> and <paramref name="end"/> that nothing covers.</summary>
    public IEnumerable<(long Start, long End)> Gaps(long start, long end)
    {
        Settle();
        var covered = start;
        foreach (var piece in settled ?? (any ? [first] : []))
        {
            if (piece.Start > covered && covered < end) yield return (covered, Math.Min(piece.Start, end));
            covered = Math.Max(covered, piece.End);
        }

        if (covered < end) yield return (covered, end);
    }

    private void Settle()
    {
        if (pending is null || pending.Count == 0) return;
        if (!IsSorted(pending)) pending.Sort();
        var before = settled ?? [];
        var merged = new List<Piece>();
        Piece last = default;
        int a = 0, b = 0;
        while (a < before.Count || b < pending.Count)
        {
            var next = b == pending.Count || (a < before.Count && before[a].CompareTo(pending[b]) <= 0) ? before[a++] : pending[b++];
            if (merged.Count > 0 && next.Start < merged[^1].End) Collide(last, next);
            if (merged.Count > 0 && next.Start <= merged[^1].End)
                merged[^1] = merged[^1] with { End = Math.Max(merged[^1].End, next.End) };
            else
                merged.Add(next);
            last = next;
        }

        settled = merged;
        pending.Clear();
    }

    private void Collide(Piece earlier, Piece next)
    {
        conflicts ??= [];
        if (conflicts.Count >= FindingList.MostFindings) return;
        // The reading that comes later in the report is named; the earlier one was there first.
        var duplicate = earlier.Start == next.Start && earlier.End == next.End;
        conflicts.Add(new(Math.Max(earlier.Ordinal, next.Ordinal), next.Start, next.End, duplicate));
    }

    private static bool IsSorted(List<Piece> pieces)
    {
        for (var i = 1; i < pieces.Count; i++)
            if (pieces[i - 1].CompareTo(pieces[i]) > 0) return false;
        return true;
    }
}
