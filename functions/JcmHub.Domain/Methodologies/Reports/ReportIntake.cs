using System.Globalization;
using JcmHub.Domain.Calendar;
using JcmHub.Domain.Methodologies.Language;
using JcmHub.Domain.Projects;
using JcmHub.Domain.Quantities;

namespace JcmHub.Domain.Methodologies.Reports;

/// <summary>
/// Takes the readings for one methodology, one after another, judges each, and keeps only what grows with points, years
/// and gaps.
/// </summary>
internal sealed class ReportIntake
{
    private readonly Methodology methodology;
    private readonly Timeline timeline;
    private readonly MonitoringPeriod period;
    private readonly FindingList errors;
    private readonly FindingList warnings;
    private readonly bool listsReadings;
    private readonly Dictionary<string, Parameter> parameters;
    private readonly Dictionary<string, Dictionary<string, Series>> series = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Limits> limits;

    public ReportIntake(Methodology methodology, Project project, MonitoringPeriod period, Timeline timeline, bool listsReadings, FindingList errors, FindingList warnings)
    {
        this.methodology = methodology;
        this.timeline = timeline;
        this.period = period;
        this.errors = errors;
        this.warnings = warnings;
        this.listsReadings = listsReadings;
        parameters = methodology.Parameters.ToDictionary(p => p.Name, StringComparer.Ordinal);
        limits = methodology.Parameters.Where(p => p.IsReported)
            .ToDictionary(p => p.Name, p => Limits.Of(p, methodology, project, timeline, warnings), StringComparer.Ordinal);
        foreach (var parameter in methodology.Parameters.Where(p => p.IsReported)) series.Add(parameter.Name, new(StringComparer.Ordinal));
    }

    private readonly record struct Covered(Series Series, int FirstYear, int LastYear);

    public IEnumerable<Series> SeriesOf(Parameter parameter) => series[parameter.Name].Values;

    public Series? Find(Parameter parameter, IReadOnlyList<string> members) =>
        series[parameter.Name].GetValueOrDefault(string.Join('\u001f', members));

    public void Add(Reading reading)
    {
        if (errors.IsFull) return;
        if (!parameters.TryGetValue(reading.Parameter, out var parameter))
        {
            errors.Add(FindingCatalogue.UnknownParameter, reading.Pointer + "/parameter", reading.Parameter, methodology.Reference);
            return;
        }

        if (!parameter.IsReported)
        {
            errors.Add(FindingCatalogue.ParameterNotMonitored, reading.Pointer + "/parameter", reading.Parameter, methodology.Reference);
            return;
        }

        if (Members(reading, parameter) is not { } members || Cover(reading, parameter, members) is not { } covered) return;
        if (reading.Unit != parameter.Unit)
        {
            errors.Add(FindingCatalogue.UnitMismatch, reading.Pointer + "/unit", parameter.Name, reading.Unit, methodology.Reference, parameter.Unit);
            return;
        }

        if (reading.Option is { } option && parameter.Options.Count > 0 && !parameter.Options.Contains(option))
            errors.Add(FindingCatalogue.OptionNotAllowed, reading.Pointer + "/option", parameter.Name, string.Join(", ", parameter.Options), option);
        if (IsInRange(reading, parameter)) Keep(reading, covered);
    }

    /// <summary>What can only be said when all readings have been seen.</summary>
    /// <param name="sawAll">Whether every reading could be placed in time; where not, a gap means nothing.</param>
    public void Finish(bool sawAll)
    {
        foreach (var one in series.Values.SelectMany(s => s.Values).OrderBy(s => s.FirstOrdinal))
        {
            foreach (var conflict in one.Coverage.Conflicts())
            {
                errors.Add(
                    conflict.IsDuplicate ? FindingCatalogue.Duplicate : FindingCatalogue.Overlap,
                    Pointer(conflict.Ordinal), one.Name, ReadingSpan.Of(timeline.IsInstants, conflict.Start, conflict.End));
            }

            if (one.Parameter.Continuous && sawAll)
            {
                foreach (var (start, end) in one.Coverage.Gaps(timeline.Start, timeline.End))
                    errors.Add(FindingCatalogue.Gap, "/readings", one.Name, ReadingSpan.Of(timeline.IsInstants, start, end));
            }

            if (one.Parameter.Plausibility is { TenTimesNeighbours: true } && one.Suspicion.Spikes > 0)
                warnings.Add(FindingCatalogue.TenTimesNeighbours, Pointer(one.Suspicion.FirstSpike), one.Name, one.Suspicion.FirstSpikeValue, one.Suspicion.Spikes);
            if (one.Parameter.Plausibility is { NeverMoves: true } && one.Suspicion.NeverMoves)
                warnings.Add(FindingCatalogue.NeverMoves, Pointer(one.FirstOrdinal), one.Name, one.Suspicion.FirstValue, one.Suspicion.Count);
        }
    }

    private static string Pointer(int ordinal) => string.Create(CultureInfo.InvariantCulture, $"/readings/{ordinal}");

    /// <summary>
    /// Finds the reading's series and notes the time that it covers, whatever may be wrong with its value: a bad value is
    /// not a gap as well.
    /// </summary>
    private Covered? Cover(Reading reading, Parameter parameter, string[] members)
    {
        var (start, end) = (reading.Span.Start, reading.Span.End);
        var isHistory = parameter.Kind == ParameterKind.History;
        if (end > timeline.End || (start < timeline.Start && !isHistory) || timeline.YearAt(start) is not { } firstYear || timeline.YearAt(end - 1) is not { } lastYear)
        {
            errors.Add(FindingCatalogue.ReadingOutsidePeriod, reading.Pointer, reading.Span, period);
            return null;
        }

        var book = series[parameter.Name];
        var key = string.Join('\u001f', members);
        if (!book.TryGetValue(key, out var one)) book.Add(key, one = new Series(parameter, members, listsReadings));
        one.Coverage.Add(start, end, reading.Ordinal);
        if (firstYear == lastYear || parameter.VintageRule != VintageRule.LocalDay) return new(one, firstYear, lastYear);
        errors.Add(FindingCatalogue.ReadingCrossesYear, reading.Pointer, reading.Span, parameter.Name);
        return null;
    }

    private void Keep(Reading reading, Covered covered)
    {
        var (one, firstYear, lastYear) = covered;
        var (start, end) = (reading.Span.Start, reading.Span.End);
        if (firstYear != lastYear && one.Parameter.VintageRule == VintageRule.ProRata)
            one.AddProRata(timeline, start, end, reading.Value, reading.Ordinal);
        else
            one.Add(lastYear, reading.Value, end - start, reading.Ordinal);
        limits[one.Parameter.Name].Judge(reading, one, errors, warnings);
        if (one.Parameter.Plausibility is not null) one.Suspicion.See(reading.Value, end - start, reading.Ordinal);
    }

    private string[]? Members(Reading reading, Parameter parameter)
    {
        var sets = parameter.Sets.Where(s => s.Members != SetMembers.Years).ToArray();
        var members = new string[sets.Length];
        for (var i = 0; i < sets.Length; i++)
        {
            var member = i == 0 ? reading.Point : reading.Index.GetValueOrDefault(sets[i].Name);
            if (string.IsNullOrEmpty(member))
            {
                errors.Add(FindingCatalogue.WrongIndex, reading.Pointer, parameter.Name, i == 0 ? "point" : $"index/{sets[i].Name}");
                return null;
            }

            if (sets[i].Members == SetMembers.Listed && !sets[i].Listed.Contains(member))
            {
                errors.Add(FindingCatalogue.UnknownPoint, reading.Pointer + (i == 0 ? "/point" : $"/index/{sets[i].Name}"), member, sets[i].Name);
                return null;
            }

            members[i] = member;
        }

        return members;
    }

    private bool IsInRange(Reading reading, Parameter parameter)
    {
        if (parameter.Admits(reading.Value)) return true;
        errors.Add(FindingCatalogue.ValueOutOfRange, reading.Pointer + "/value", parameter.Name, reading.Value, parameter.LeastText, parameter.MostText);
        return false;
    }
}
