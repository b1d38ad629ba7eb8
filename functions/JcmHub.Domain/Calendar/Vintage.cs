using System.Globalization;

namespace JcmHub.Domain.Calendar;

/// <summary>The calendar year in which an emission reduction occurred, in the project's local time.</summary>
/// <remarks>
/// Not the GX-ETS fiscal year and not the AEF's reported year: the calendars live side by side and are never compared
/// (design D11).
/// </remarks>
public readonly record struct Vintage : IComparable<Vintage>
{
    /// <param name="year">1990 to 2199.</param>
    /// <exception cref="ArgumentOutOfRangeException">The year is outside that range.</exception>
    public Vintage(int year)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(year, 1990);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(year, 2199);
        Year = year;
    }

    public int Year { get; }

    public DateOnly FirstDay => new(Year, 1, 1);

    public DateOnly LastDay => new(Year, 12, 31);

    /// <summary>365 or 366.</summary>
    public int Days => DateTime.IsLeapYear(Year) ? 366 : 365;

    public static bool operator <(Vintage left, Vintage right) => left.Year < right.Year;

    public static bool operator <=(Vintage left, Vintage right) => left.Year <= right.Year;

    public static bool operator >(Vintage left, Vintage right) => left.Year > right.Year;

    public static bool operator >=(Vintage left, Vintage right) => left.Year >= right.Year;

    public int CompareTo(Vintage other) => Year.CompareTo(other.Year);

    public override string ToString() => Year.ToString(CultureInfo.InvariantCulture);
}
