using JcmHub.Domain.Quantities;

namespace JcmHub.Domain.Methodologies.Reports;

/// <summary>
/// Watches a series as it passes for what a verifier would ask about: a reading over ten times both its neighbours, and a
/// meter that never moves. Constant memory; neighbours are those before and after in the order in which it sees them.
/// </summary>
internal sealed class Suspicion
{
    public const int FewestToJudge = 6;

    private (decimal Value, long Duration, int Ordinal) before;
    private (decimal Value, long Duration, int Ordinal) last;
    private decimal first;
    private bool moves;

    public int Count { get; private set; }

    /// <summary>How many readings are over ten times those before and after.</summary>
    public int Spikes { get; private set; }

    /// <summary>The first of them.</summary>
    public int FirstSpike { get; private set; } = -1;

    public decimal FirstSpikeValue { get; private set; }

    /// <summary>Whether there are enough readings to judge and all have the same value.</summary>
    public bool NeverMoves => Count >= FewestToJudge && !moves;

    public decimal FirstValue => first;

    public void See(decimal value, long duration, int ordinal)
    {
        Count++;
        if (Count == 1) first = value;
        else if (value != first) moves = true;
        if (Count >= 3 && last.Value > value && last.Value > before.Value && IsOverTenTimes(last, before) && IsOverTenTimes(last, (value, duration, ordinal)) && !(before.Value == 0 && value == 0))
        {
            if (Spikes++ == 0) (FirstSpike, FirstSpikeValue) = (last.Ordinal, last.Value);
        }

        before = last;
        last = (value, duration, ordinal);
    }

    private static bool IsOverTenTimes((decimal Value, long Duration, int Ordinal) one, (decimal Value, long Duration, int Ordinal) other)
    {
        if (one.Value <= 0) return false;
        if (one.Duration == other.Duration && other.Value < 1_000_000_000_000m) return one.Value > 10 * other.Value;
        return (Rational)one.Value * Rational.FromInteger(other.Duration) > 10 * ((Rational)other.Value * Rational.FromInteger(one.Duration));
    }
}
