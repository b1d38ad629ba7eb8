using JcmHub.Domain.Calendar;
using JcmHub.Domain.Quantities;

namespace JcmHub.Domain.Methodologies.Reports;

/// <summary>All readings of one parameter at one point: their totals per year, what time they cover, and what looks odd.</summary>
internal sealed class Series(Parameter parameter, string[] members, Timeline timeline, ReadingListing listing)
{
    // A report seldom covers more than two years, and most points of a large one a single year.
    private YearTotal[] years = [];
    private YearTotal? current;

    public Parameter Parameter => parameter;

    /// <summary>The members of the parameter's index sets, without the year.</summary>
    public string[] Members => members;

    public Coverage Coverage { get; } = new();

    public Suspicion? Suspicion { get; } = parameter.Plausibility is null ? null : new();

    /// <summary>The first reading that counts; −1 where none does.</summary>
    public int FirstOrdinal { get; private set; } = -1;

    public IReadOnlyList<YearTotal> Years => years;

    /// <summary>Such as <c>EG[PV-1]</c>.</summary>
    public string Name => members.Length == 0 ? parameter.Name : $"{parameter.Name}[{string.Join(", ", members)}]";

    public YearTotal? In(int year)
    {
        foreach (var total in years)
            if (total.Year == year) return total;
        return null;
    }

    /// <summary>The year that holds all of that time, or null where it crosses a year's end or lies beyond the axis.</summary>
    public YearTotal? YearOf(long start, long end)
    {
        if (current is not null && start >= current.Start && end <= current.End) return current;
        return timeline.YearAt(start) is { } year && timeline.YearAt(end - 1) == year ? current = Total(year) : null;
    }

    /// <summary>The year that a position lies in; the position is on the axis.</summary>
    public YearTotal YearAt(long position) => Total(timeline.YearAt(position)!.Value);

    public void Add(YearTotal year, decimal value, long length, int ordinal)
    {
        if (FirstOrdinal < 0 || ordinal < FirstOrdinal) FirstOrdinal = ordinal;
        year.Add(parameter.Measure, value, length, ordinal);
    }

    /// <summary>Divides a reading over the years that it covers, by time.</summary>
    /// <returns>The years, for their hashes.</returns>
    public IReadOnlyList<YearTotal> AddProRata(long start, long end, decimal value, int ordinal)
    {
        if (FirstOrdinal < 0 || ordinal < FirstOrdinal) FirstOrdinal = ordinal;
        var touched = new List<YearTotal>();
        for (var at = start; at < end;)
        {
            var year = YearAt(at);
            var until = Math.Min(end, year.End);
            year.AddShare(parameter.Measure, value, until - at, new Rational(until - at, end - start), ordinal);
            touched.Add(year);
            at = until;
        }

        return touched;
    }

    private YearTotal Total(int year)
    {
        if (In(year) is { } known) return known;
        var total = new YearTotal(year, timeline.StartOf(year), timeline.StartOf(year + 1), listing);
        years = [.. years, total];
        return total;
    }
}
