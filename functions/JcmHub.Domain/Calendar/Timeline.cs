using JcmHub.Domain.Quantities;

namespace JcmHub.Domain.Calendar;

/// <summary>
/// One axis for a report's readings, in days or in UTC ticks, with the year boundaries on it: after this no reading needs
/// a time zone.
/// </summary>
internal sealed class Timeline
{
    /// <summary>How far a history may reach back.</summary>
    public const int YearsBack = 100;

    private readonly LocalDays days;
    private readonly long[] yearStarts;
    private readonly int firstYear;

    public Timeline(bool isInstants, LocalDays days, MonitoringPeriod period)
    {
        this.days = days;
        IsInstants = isInstants;
        UnitsPerDay = isInstants ? TimeSpan.TicksPerDay : 1;
        Start = Position(period.From);
        End = Position(period.To.AddDays(1));
        firstYear = Math.Max(2, period.From.Year - YearsBack);
        yearStarts = new long[period.To.Year - firstYear + 2];
        for (var i = 0; i < yearStarts.Length; i++) yearStarts[i] = Position(new DateOnly(firstYear + i, 1, 1));

        long Position(DateOnly day) => isInstants ? days.StartOf(day).UtcTicks : day.DayNumber;
    }

    public bool IsInstants { get; }

    public long UnitsPerDay { get; }

    /// <summary>The beginning of the monitoring period.</summary>
    public long Start { get; }

    /// <summary>The end of the monitoring period, exclusive.</summary>
    public long End { get; }

    public int FirstYear => firstYear;

    /// <summary>The local year that a position lies in, or null beyond the axis.</summary>
    public int? YearAt(long position)
    {
        if (position < yearStarts[0] || position >= yearStarts[^1]) return null;
        // Nearly every reading lies in one of the last years: look from the end.
        var i = yearStarts.Length - 2;
        while (yearStarts[i] > position) i--;
        return firstYear + i;
    }

    /// <summary>The days between two positions; where the clock is moved, part of a day is part of its own 23 or 25 hours.</summary>
    public Rational Days(long start, long end) => IsInstants ? DayAt(end) - DayAt(start) : Rational.FromInteger(end - start);

    /// <summary>The time that passes between two positions, in ticks.</summary>
    public long Elapsed(long start, long end) => IsInstants
        ? end - start
        : days.StartOf(DateOnly.FromDayNumber((int)end)).UtcTicks - days.StartOf(DateOnly.FromDayNumber((int)start)).UtcTicks;

    private Rational DayAt(long instant)
    {
        var day = days.DayOf(new(instant, TimeSpan.Zero));
        var (first, next) = (days.StartOf(day).UtcTicks, days.StartOf(day.AddDays(1)).UtcTicks);
        return day.DayNumber + new Rational(instant - first, next - first);
    }

    public long StartOf(int year) => yearStarts[year - firstYear];
}
