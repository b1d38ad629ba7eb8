namespace JcmHub.Domain.Comparison;

/// <summary>
/// Compares the corresponding adjustments of a host with those that its registry booked: a tonne that only one of them adjusted for is
/// counted twice, or not at all. Of an adjustment whose record the registry has passed and whose receipt is not in the hub's ledger
/// yet, it may have booked it or not; what it booked has to be what the record said.
/// </summary>
public static class AdjustmentsComparison
{
    /// <summary>Every difference, in order of the identifiers.</summary>
    /// <param name="booked">Those whose receipt is in the hub's ledger: the registry has to have them.</param>
    /// <param name="inFlight">Those that it may have.</param>
    /// <param name="registry">Those that it has; each identifier once.</param>
    public static IReadOnlyList<AdjustmentDifference> Compare(
        IEnumerable<BookedAdjustment> booked, IEnumerable<BookedAdjustment> inFlight, IEnumerable<BookedAdjustment> registry)
    {
        var expected = booked.ToDictionary(adjustment => adjustment.Id, StringComparer.Ordinal);
        var possible = inFlight.ToDictionary(adjustment => adjustment.Id, StringComparer.Ordinal);
        var differences = new List<AdjustmentDifference>();
        foreach (var theirs in registry)
        {
            if (expected.Remove(theirs.Id, out var ours))
            {
                if (ours != theirs)
                    differences.Add(new AdjustmentDifference(ours, theirs));
            }
            else if (!possible.TryGetValue(theirs.Id, out var sent))
                differences.Add(new AdjustmentDifference(null, theirs));
            else if (sent with { AppliedOn = theirs.AppliedOn } != theirs)
                differences.Add(new AdjustmentDifference(sent, theirs));
        }

        differences.AddRange(expected.Values.Select(ours => new AdjustmentDifference(ours, null)));
        differences.Sort(static (one, other) => string.CompareOrdinal(one.Either.Id, other.Either.Id));
        return differences;
    }
}
