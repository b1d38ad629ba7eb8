namespace JcmHub.Domain.Ledger.Journal;

/// <summary>
/// Numbers that were given once and never again. Neighbouring ranges are joined, so that it grows with the gaps, not with what was given.
/// </summary>
internal sealed class SerialSet
{
    private readonly List<(long First, long Last)> _ranges = [];

    /// <summary>Adds a range; false, and nothing added, where one of its numbers was given before.</summary>
    public bool TryAdd(SerialRange range)
    {
        var next = FirstEndingAtOrAfter(range.First);
        if (next < _ranges.Count && _ranges[next].First <= range.Last)
            return false;
        var joinsBefore = next > 0 && _ranges[next - 1].Last + 1 == range.First;
        var joinsAfter = next < _ranges.Count && range.Last + 1 == _ranges[next].First;
        if (joinsBefore && joinsAfter)
        {
            _ranges[next - 1] = (_ranges[next - 1].First, _ranges[next].Last);
            _ranges.RemoveAt(next);
        }
        else if (joinsBefore)
            _ranges[next - 1] = (_ranges[next - 1].First, range.Last);
        else if (joinsAfter)
            _ranges[next] = (range.First, _ranges[next].Last);
        else
            _ranges.Insert(next, (range.First, range.Last));
        return true;
    }

    private int FirstEndingAtOrAfter(long number)
    {
        var (low, high) = (0, _ranges.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_ranges[middle].Last < number)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }
}
