using System.Globalization;

namespace JcmHub.Domain.Ledger;

/// <summary>Consecutive unit numbers, both ends inclusive; one unit is one tonne (D10).</summary>
public readonly record struct SerialRange
{
    /// <summary>The largest number that the hub's keys keep in order: fifteen digits.</summary>
    public const long LargestNumber = 999_999_999_999_999;

    /// <summary>A range of at least one unit; numbers start at 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The first number is below 1, or the last below the first.</exception>
    public SerialRange(long first, long last)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(first, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(last, first);
        First = first;
        Last = last;
    }

    /// <summary>The lowest number.</summary>
    public long First { get; }

    /// <summary>The highest number, itself in the range.</summary>
    public long Last { get; }

    /// <summary>How many units: last − first + 1.</summary>
    public long Count => Last - First + 1;

    /// <summary>The <paramref name="count"/> units from <paramref name="first"/> on.</summary>
    public static SerialRange From(long first, long count) => new(first, first + count - 1);

    /// <summary>Whether the two have a unit in common.</summary>
    public bool Overlaps(SerialRange other) => First <= other.Last && other.First <= Last;

    /// <summary>Whether every unit of the other is in this one.</summary>
    public bool Contains(SerialRange other) => First <= other.First && other.Last <= Last;

    /// <summary>Splits: the owner keeps the head, the receiver gets the last <paramref name="tailCount"/> units.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than 1 unit would be on a side.</exception>
    public (SerialRange Head, SerialRange Tail) Split(long tailCount)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(tailCount, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(tailCount, Count);
        return (new SerialRange(First, Last - tailCount), new SerialRange(Last - tailCount + 1, Last));
    }

    /// <inheritdoc />
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{First}-{Last}");
}
