using JcmHub.Domain.Quantities;

namespace JcmHub.Domain.Methodologies.Reports;

/// <summary>What the readings of a series come to in one year.</summary>
internal sealed class YearTotal(int year, long start, long end, ReadingListing listing)
{
    private List<(int Ordinal, Rational? Share)>? readings = listing.IsOn ? [] : null;
    private ExactSum sum;
    private Int128 duration;

    public int Year => year;

    /// <summary>Where the year begins on the report's axis.</summary>
    public long Start => start;

    /// <summary>Where it ends, exclusive.</summary>
    public long End => end;

    public int Count { get; private set; }

    public int FirstOrdinal { get; private set; } = int.MaxValue;

    public int LastOrdinal { get; private set; } = -1;

    /// <summary>Of all its readings, in case they turn out to be too many to list.</summary>
    public ReadingHash Hash { get; } = new();

    /// <summary>The readings that the total is made of, with the share that falls to the year where it is not all; null where they are too many to list.</summary>
    public IReadOnlyList<(int Ordinal, Rational? Share)>? Readings => listing.IsOn ? readings : null;

    public void Add(Measure measure, decimal value, long length, int ordinal)
    {
        Note(ordinal, null);
        if (measure == Measure.Flow)
        {
            sum.Add(value);
            return;
        }

        sum.AddProduct(value, length);
        duration += length;
    }

    public void AddShare(Measure measure, decimal value, long length, Rational share, int ordinal)
    {
        Note(ordinal, share == Rational.One ? null : share);
        if (measure == Measure.Flow)
        {
            sum.Add(value * share);
            return;
        }

        sum.AddProduct(value, length);
        duration += length;
    }

    /// <summary>The sum of a flow, the time-weighted mean of a level: exact either way.</summary>
    public Rational Value(Measure measure) => measure == Measure.Flow
        ? sum.ToRational()
        : sum.ToRational() / Rational.FromInteger(duration);

    private void Note(int ordinal, Rational? share)
    {
        Count++;
        if (ordinal < FirstOrdinal) FirstOrdinal = ordinal;
        if (ordinal > LastOrdinal) LastOrdinal = ordinal;
        if (readings is null) return;
        if (listing.IsOn) readings.Add((ordinal, share));
        else readings = null;
    }
}
