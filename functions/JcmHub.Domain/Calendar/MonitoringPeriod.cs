using System.Globalization;

namespace JcmHub.Domain.Calendar;

/// <summary>
/// The days that a monitoring report covers, first and last included, as local dates of the project's time zone.
/// </summary>
/// <remarks>
/// The last day is inclusive because every published period is written so ("2021-01-01 to 2021-12-31"). A period may
/// cross a year's end and then holds several vintages.
/// </remarks>
public readonly record struct MonitoringPeriod
{
    /// <exception cref="ArgumentException">The period ends before it begins.</exception>
    public MonitoringPeriod(DateOnly from, DateOnly to)
    {
        if (to < from) throw new ArgumentException($"A period cannot end ({to:yyyy-MM-dd}) before it begins ({from:yyyy-MM-dd}).", nameof(to));
        From = from;
        To = to;
    }

    public DateOnly From { get; }

    /// <summary>The last day, inclusive.</summary>
    public DateOnly To { get; }

    /// <summary>Whether its last day is over on a day, both local to the project.</summary>
    public bool IsOver(DateOnly today) => To < today;

    /// <summary>How many days it has.</summary>
    public int Days => To.DayNumber - From.DayNumber + 1;

    /// <summary>
    /// Whether the period has 31 December 2020 and 1 January 2021 in it. Joint Committees split periods exactly there,
    /// for only reductions from 2021 on can be transferred under the Paris Agreement.
    /// </summary>
    public bool Crosses2020To2021 => Contains(new DateOnly(2020, 12, 31)) && Contains(new DateOnly(2021, 1, 1));

    /// <summary>The calendar years with at least one day in the period, in order.</summary>
    public IEnumerable<Vintage> Vintages
    {
        get
        {
            for (var year = From.Year; year <= To.Year; year++) yield return new Vintage(year);
        }
    }

    public bool Contains(DateOnly day) => From <= day && day <= To;

    public bool Contains(MonitoringPeriod other) => From <= other.From && other.To <= To;

    /// <summary>Whether the two have a day in common.</summary>
    public bool Overlaps(MonitoringPeriod other) => From <= other.To && other.From <= To;

    /// <summary>The days of the period that lie in that year, or null where none do.</summary>
    public MonitoringPeriod? In(Vintage vintage)
    {
        var from = From > vintage.FirstDay ? From : vintage.FirstDay;
        var to = To < vintage.LastDay ? To : vintage.LastDay;
        return from <= to ? new MonitoringPeriod(from, to) : null;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{From:yyyy-MM-dd}/{To:yyyy-MM-dd}");
}
