using System.Globalization;
using JcmHub.Domain.Calendar;
using JcmHub.Domain.Quantities;

namespace JcmHub.Domain.Methodologies.Reports;

/// <summary>
/// Where the readings go that agree in all but time and value: methodology, parameter, point, unit and option are judged
/// once, when the first such reading comes, and not for each of millions.
/// </summary>
internal sealed class Channel
{
    private readonly Series? series;
    private readonly IReadOnlyList<(FindingKind Kind, string Suffix, object?[] Particulars)> refusals;
    private readonly bool takesValue;
    private readonly Limits? limits;
    private readonly Timeline timeline;
    private readonly MonitoringPeriod period;
    private readonly FindingList errors;
    private readonly FindingList warnings;
    private readonly decimal least = decimal.MinValue;
    private readonly decimal most = decimal.MaxValue;
    private readonly bool isHistory;

    /// <param name="takesValue">False where the readings' time counts as covered but their value cannot be used.</param>
    public Channel(
        Series? series, IReadOnlyList<(FindingKind, string, object?[])> refusals, bool takesValue, Limits? limits,
        Timeline timeline, MonitoringPeriod period, FindingList errors, FindingList warnings)
    {
        this.series = series;
        this.refusals = refusals;
        this.takesValue = takesValue;
        this.limits = limits is { IsEmpty: false } ? limits : null;
        this.timeline = timeline;
        this.period = period;
        this.errors = errors;
        this.warnings = warnings;
        if (series is null) return;
        if (series.Parameter.Minimum is { } minimum && DecimalText.ToDecimal(minimum, out var low)) least = low;
        if (series.Parameter.Maximum is { } maximum && DecimalText.ToDecimal(maximum, out var high)) most = high;
        isHistory = series.Parameter.Kind == ParameterKind.History;
    }

    /// <summary>Takes one reading: a position on the report's axis, an exclusive end, a value, and the texts for the hash.</summary>
    public void Add(long start, long end, decimal value, int ordinal, ReadOnlySpan<byte> fromText, ReadOnlySpan<byte> toText, ReadOnlySpan<byte> valueText)
    {
        if (refusals.Count > 0) Refuse(ordinal);
        if (series is null) return;
        if (end > timeline.End || (start < timeline.Start && !isHistory))
        {
            errors.Add(FindingCatalogue.ReadingOutsidePeriod, Pointer(ordinal), Span(start, end), period);
            return;
        }

        // Whatever may be wrong with its value, its time is covered: a bad value is not a gap as well.
        series.Coverage.Add(start, end, ordinal);
        var year = series.YearOf(start, end);
        if (year is null && !CanCrossYears(start, end, ordinal)) return;
        if (!takesValue) return;
        if (value < least || value > most)
        {
            errors.Add(FindingCatalogue.ValueOutOfRange, Pointer(ordinal) + "/value", series.Parameter.Name, value, series.Parameter.LeastText, series.Parameter.MostText);
            return;
        }

        if (year is null && series.Parameter.VintageRule == VintageRule.ProRata)
        {
            foreach (var part in series.AddProRata(start, end, value, ordinal)) part.Hash?.Append(fromText, toText, valueText);
        }
        else
        {
            year ??= series.YearAt(end - 1);
            series.Add(year, value, end - start, ordinal);
            year.Hash?.Append(fromText, toText, valueText);
        }

        limits?.Judge(series, value, end - start, ordinal, errors, warnings);
        series.Suspicion?.See(value, end - start, ordinal);
    }

    private bool CanCrossYears(long start, long end, int ordinal)
    {
        if (timeline.YearAt(start) is null)
            errors.Add(FindingCatalogue.ReadingOutsidePeriod, Pointer(ordinal), Span(start, end), period);
        else if (series!.Parameter.VintageRule == VintageRule.LocalDay)
            errors.Add(FindingCatalogue.ReadingCrossesYear, Pointer(ordinal), Span(start, end), series.Parameter.Name);
        else
            return true;
        return false;
    }

    private void Refuse(int ordinal)
    {
        foreach (var (kind, suffix, particulars) in refusals) errors.Add(kind, Pointer(ordinal) + suffix, particulars);
    }

    private ReadingSpan Span(long start, long end) => ReadingSpan.Of(timeline.IsInstants, start, end);

    private static string Pointer(int ordinal) => string.Create(CultureInfo.InvariantCulture, $"/readings/{ordinal}");
}
