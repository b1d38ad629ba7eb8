using JcmHub.Domain.Calendar;
using JcmHub.Domain.Quantities;

namespace JcmHub.Domain.Methodologies.Reports;

/// <summary>All readings of one parameter at one point: their totals per year, what time they cover, and what looks odd.</summary>
internal sealed class Series(Parameter parameter, string[] members, bool listsReadings)
{
    private readonly List<YearTotal> years = [];

    public Parameter Parameter => parameter;

    /// <summary>The members of the parameter's index sets, without the year.</summary>
    public string[] Members => members;

    public Coverage Coverage { get; } = new();

    public Suspicion Suspicion { get; } = new();

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

    public void Add(int year, decimal value, long duration, int ordinal)
    {
        if (FirstOrdinal < 0 || ordinal < FirstOrdinal) FirstOrdinal = ordinal;
        Total(year).Add(parameter.Measure, value, duration, ordinal);
    }

    /// <summary>Divides a reading over the years that it covers, by time.</summary>
    public void AddProRata(Timeline timeline, long start, long end, decimal value, int ordinal)
    {
        if (FirstOrdinal < 0 || ordinal < FirstOrdinal) FirstOrdinal = ordinal;
        for (var at = start; at < end;)
        {
            var year = timeline.YearAt(at)!.Value;
            var until = Math.Min(end, timeline.StartOf(year + 1));
            Total(year).AddShare(parameter.Measure, value, until - at, new Rational(until - at, end - start), ordinal);
            at = until;
        }
    }

    private YearTotal Total(int year)
    {
        if (years.Count > 0 && years[^1].Year == year) return years[^1];
        if (In(year) is { } known) return known;
        var total = new YearTotal(year, listsReadings);
        years.Add(total);
        return total;
    }
}
