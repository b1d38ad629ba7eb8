using JcmHub.Domain.Ledger;

namespace JcmHub.Domain.Comparison;

/// <summary>
/// Numbers of one registry that two ledgers hold. Each ledger is checked by itself (a number serves once in it); across the ledgers of
/// several hosts nothing but this comparison can see it.
/// </summary>
/// <param name="Numbers">The numbers that serve twice.</param>
/// <param name="One">The block that begins first.</param>
/// <param name="Other">The other one.</param>
public sealed record NumbersGivenTwice(SerialRange Numbers, NumberClaim One, NumberClaim Other)
{
    /// <summary>Finds them in one pass over all ledgers side by side; memory grows with the ledgers and with what is found, not with the blocks.</summary>
    /// <param name="ledgers">Of each ledger its blocks of one registry, in order of first number.</param>
    public static IReadOnlyList<NumbersGivenTwice> Find(IEnumerable<IEnumerable<NumberClaim>> ledgers)
    {
        var found = new List<NumbersGivenTwice>();
        NumberClaim? furthest = null;
        foreach (var claim in Merge(ledgers))
        {
            if (furthest is { } before && claim.Numbers.First <= before.Numbers.Last)
                found.Add(new NumbersGivenTwice(new SerialRange(claim.Numbers.First, Math.Min(claim.Numbers.Last, before.Numbers.Last)), before, claim));
            if (furthest is not { } reach || claim.Numbers.Last > reach.Numbers.Last)
                furthest = claim;
        }

        return found;
    }

    private static IEnumerable<NumberClaim> Merge(IEnumerable<IEnumerable<NumberClaim>> ledgers)
    {
        var next = new PriorityQueue<IEnumerator<NumberClaim>, (long First, string Host)>();
        try
        {
            foreach (var ledger in ledgers)
                Queue(ledger.GetEnumerator());
            while (next.TryDequeue(out var ledger, out _))
            {
                yield return ledger.Current;
                Queue(ledger);
            }
        }
        finally
        {
            foreach (var (ledger, _) in next.UnorderedItems)
                ledger.Dispose();
        }

        void Queue(IEnumerator<NumberClaim> ledger)
        {
            if (ledger.MoveNext())
                next.Enqueue(ledger, (ledger.Current.Numbers.First, ledger.Current.Host.Code));
            else
                ledger.Dispose();
        }
    }
}
