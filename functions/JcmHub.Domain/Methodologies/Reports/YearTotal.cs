using JcmHub.Domain.Quantities;

namespace JcmHub.Domain.Methodologies.Reports;

/// <summary>What the readings of a series come to in one year.</summary>
internal sealed class YearTotal(int year, bool listsReadings)
{
    private readonly List<(int Ordinal, Rational? Share)>? readings = listsReadings ? [] : null;
    private ExactSum sum;
    private ExactSum weighted;
    private Rational shares;
    private Int128 duration;

    public int Year => year;

    public int Count { get; private set; }

    public int FirstOrdinal { get; private set; } = int.MaxValue;

    public int LastOrdinal { get; private set; } = -1;

    /// <summary>The readings that the total is made of, with the share that falls to the year where it is not all; null where they are too many to list.</summary>
    public IReadOnlyList<(int Ordinal, Rational? Share)>? Readings => readings;

    public void Add(Measure measure, decimal value, long length, int ordinal)
    {
        Note(ordinal, null);
        duration += length;
        if (measure == Measure.Flow) sum.Add(value);
        else weighted.AddProduct(value, length);
    }

    public void AddShare(Measure measure, decimal value, long length, Rational share, int ordinal)
    {
        Note(ordinal, share == Rational.One ? null : share);
        duration += length;
        if (measure == Measure.Flow) shares += value * share;
        else weighted.AddProduct(value, length);
    }

    /// <summary>The sum of a flow, the time-weighted mean of a level: exact either way.</summary>
    public Rational Value(Measure measure) => measure == Measure.Flow
        ? sum.ToRational() + shares
        : weighted.ToRational() / Rational.FromInteger(duration);

    private void Note(int ordinal, Rational? share)
    {
        Count++;
        FirstOrdinal = Math.Min(FirstOrdinal, ordinal);
        LastOrdinal = Math.Max(LastOrdinal, ordinal);
        readings?.Add((ordinal, share));
    }
}
