using System.Globalization;

namespace JcmHub.Domain.Calendar;

/// <summary>
/// The time that a reading covers: local dates, both inclusive, or instants, the end exclusive (design D11).
/// </summary>
public readonly record struct ReadingSpan
{
    private ReadingSpan(bool isInstants, long start, long end)
    {
        IsInstants = isInstants;
        Start = start;
        End = end;
    }

    /// <summary>Whether the span is given as instants with an offset rather than as local dates.</summary>
    public bool IsInstants { get; }

    /// <summary>Day number of the first date, or UTC ticks.</summary>
    internal long Start { get; }

    /// <summary>Exclusive: the day number after the last date, or UTC ticks.</summary>
    internal long End { get; }

    /// <exception cref="ArgumentException">The last date is before the first.</exception>
    public static ReadingSpan OfDates(DateOnly from, DateOnly to) => to >= from
        ? new(false, from.DayNumber, to.DayNumber + 1L)
        : throw new ArgumentException("A reading cannot end before it begins.", nameof(to));

    /// <exception cref="ArgumentException">The end is not after the start.</exception>
    public static ReadingSpan OfInstants(DateTimeOffset from, DateTimeOffset to) => to > from
        ? new(true, from.UtcTicks, to.UtcTicks)
        : throw new ArgumentException("A reading cannot end before it begins.", nameof(to));

    /// <summary>The start as in a report: a date, or an instant in UTC.</summary>
    public string FromText => Text(Start);

    /// <summary>The end as in a report: the last date, or the exclusive instant in UTC.</summary>
    public string ToText => Text(IsInstants ? End : End - 1);

    public override string ToString() => $"{FromText}/{ToText}";

    internal static ReadingSpan Of(bool isInstants, long start, long end) => new(isInstants, start, end);

    private string Text(long at) => IsInstants
        ? new DateTimeOffset(at, TimeSpan.Zero).ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture)
        : DateOnly.FromDayNumber((int)at).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
