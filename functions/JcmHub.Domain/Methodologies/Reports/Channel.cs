using System.Globalization;
using JcmHub.Domain.Calendar;

namespace JcmHub.Domain.Methodologies.Reports;

/// <summary>
/// Where the readings go that agree in all but time and value: methodology, parameter, point, unit and option are judged
/// once, when the first such reading comes, and not for each of millions.
/// </summary>
/// <param name="series">Null where the readings cannot be placed at all.</param>
/// <param name="refusals">What is wrong with every reading of the channel; null where nothing is.</param>
/// <param name="takesValue">False where the readings' time counts as covered but their value cannot be used.</param>
internal sealed class Channel(Series? series, Refusal[]? refusals, bool takesValue, ParameterRules rules)
{
    /// <summary>Takes one reading: a position on the report's axis, an exclusive end, a value, and the texts for the hash.</summary>
    public void Add(long start, long end, decimal value, int ordinal, ReadOnlySpan<byte> fromText, ReadOnlySpan<byte> toText, ReadOnlySpan<byte> valueText)
    {
        if (refusals is not null) Refuse(ordinal);
        if (series is null) return;
        var timeline = rules.Timeline;
        if (end > timeline.End || (start < timeline.Start && !rules.IsHistory))
        {
            rules.Errors.Add(FindingCatalogue.ReadingOutsidePeriod, Pointer(ordinal), Span(start, end), rules.Period);
            return;
        }

        // Whatever may be wrong with its value, its time is covered: a bad value is not a gap as well.
        series.Coverage.Add(start, end, ordinal);
        var year = series.YearOf(start, end);
        if (year is null && !CanCrossYears(start, end, ordinal)) return;
        if (!takesValue) return;
        if (value < rules.Least || value > rules.Most)
        {
            rules.Errors.Add(FindingCatalogue.ValueOutOfRange, Pointer(ordinal) + "/value", series.Parameter.Name, value, series.Parameter.LeastText, series.Parameter.MostText);
            return;
        }

        if (rules.Time?.Of(start, end) is { } most && value > most)
        {
            rules.Errors.Add(FindingCatalogue.MoreTimeThanReading, Pointer(ordinal) + "/value", series.Name, value, series.Parameter.Unit, Span(start, end), most.IsInteger ? most.ToString() : most.ToString(3));
            return;
        }

        if (year is null && series.Parameter.VintageRule == VintageRule.ProRata)
        {
            foreach (var part in series.AddProRata(start, end, value, ordinal)) part.Hash.Append(fromText, toText, valueText);
        }
        else
        {
            year ??= series.YearAt(end - 1);
            series.Add(year, value, end - start, ordinal);
            year.Hash.Append(fromText, toText, valueText);
        }

        rules.Limits.Judge(series, value, end - start, ordinal, rules.Errors, rules.Warnings);
        series.Suspicion?.See(value, end - start, ordinal);
    }

    private bool CanCrossYears(long start, long end, int ordinal)
    {
        if (rules.Timeline.YearAt(start) is null)
            rules.Errors.Add(FindingCatalogue.ReadingOutsidePeriod, Pointer(ordinal), Span(start, end), rules.Period);
        else if (series!.Parameter.VintageRule == VintageRule.LocalDay)
            rules.Errors.Add(FindingCatalogue.ReadingCrossesYear, Pointer(ordinal), Span(start, end), series.Parameter.Name);
        else
            return true;
        return false;
    }

    private void Refuse(int ordinal)
    {
        foreach (var refusal in refusals!) rules.Errors.Add(refusal.Kind, Pointer(ordinal) + refusal.Suffix, refusal.Particulars);
    }

    private ReadingSpan Span(long start, long end) => ReadingSpan.Of(rules.Timeline.IsInstants, start, end);

    private static string Pointer(int ordinal) => string.Create(CultureInfo.InvariantCulture, $"/readings/{ordinal}");
}
