using System.Globalization;
using JcmHub.Domain.Calendar;
using JcmHub.Domain.Methodologies.Evaluation;
using JcmHub.Domain.Methodologies.Language;
using JcmHub.Domain.Quantities;

namespace JcmHub.Domain.Methodologies.Reports;

/// <summary>The series of one methodology, and what is to be said of them when all readings have passed.</summary>
internal sealed class ReportIntake
{
    private readonly Methodology methodology;
    private readonly Timeline timeline;
    private readonly MonitoringPeriod period;
    private readonly FindingList errors;
    private readonly FindingList warnings;
    private readonly ReadingListing listing;
    private readonly Dictionary<string, Parameter> parameters;
    private readonly Dictionary<string, Dictionary<string, Series>> series = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ParameterRules> rules;
    private readonly ParameterRules noRules;
    private readonly PointNames names;
    private readonly HashSet<string> reported = new(StringComparer.Ordinal);

    public ReportIntake(Methodology methodology, ProjectValues project, MonitoringPeriod period, Timeline timeline, ReadingListing listing, FindingList errors, FindingList warnings)
    {
        this.methodology = methodology;
        Project = project;
        this.timeline = timeline;
        this.period = period;
        this.errors = errors;
        this.warnings = warnings;
        this.listing = listing;
        names = new(methodology, project, errors, warnings);
        parameters = methodology.Parameters.ToDictionary(p => p.Name, StringComparer.Ordinal);
        noRules = new(null, Limits.None(timeline), timeline, period, errors, warnings);
        rules = methodology.Parameters.Where(p => p.IsReported).ToDictionary(
            p => p.Name, p => new ParameterRules(p, Limits.Of(p, methodology, project, timeline, warnings), timeline, period, errors, warnings), StringComparer.Ordinal);
        foreach (var parameter in methodology.Parameters.Where(p => p.IsReported)) series.Add(parameter.Name, new(StringComparer.Ordinal));
    }

    /// <summary>What the files fix for this methodology.</summary>
    public ProjectValues Project { get; }

    public IEnumerable<Series> SeriesOf(Parameter parameter) => series[parameter.Name].Values;

    public Series? Find(Parameter parameter, IReadOnlyList<string> members) =>
        series[parameter.Name].GetValueOrDefault(Key(members));

    /// <summary>Judges what a reading says besides time and value, and opens its series where there is none yet.</summary>
    public Channel Open(string name, string? point, IReadOnlyDictionary<string, string>? index, string unitText, string? option, int ordinal)
    {
        reported.Add(name);
        var refusals = new List<Refusal>();
        if (!parameters.TryGetValue(name, out var parameter))
        {
            refusals.Add(new(FindingCatalogue.UnknownParameter, "/parameter", name, methodology.Reference));
            return Closed();
        }

        if (!parameter.IsReported)
        {
            refusals.Add(new(FindingCatalogue.ParameterNotMonitored, "/parameter", name, methodology.Reference));
            return Closed();
        }

        if (Members(parameter, point, index, ordinal, refusals) is not { } members) return Closed();
        var takesValue = true;
        if (!Unit.TryParse(unitText, out var unit))
        {
            refusals.Add(new(FindingCatalogue.NotAUnit, "/unit", ReportTokens.Shortened(unitText)));
            takesValue = false;
        }
        else if (unit != parameter.Unit)
        {
            refusals.Add(new(FindingCatalogue.UnitMismatch, "/unit", name, unit, methodology.Reference, parameter.Unit));
            takesValue = false;
        }

        if (option is not null && parameter.Options.Count > 0 && !parameter.Options.Contains(option))
            refusals.Add(new(FindingCatalogue.OptionNotAllowed, "/option", name, string.Join(", ", parameter.Options), option));

        var book = series[name];
        var key = Key(members);
        if (!book.TryGetValue(key, out var one)) book.Add(key, one = new Series(parameter, members, timeline, listing));
        return new Channel(one, refusals.Count == 0 ? null : [.. refusals], takesValue, rules[name]);

        Channel Closed() => new(null, [.. refusals], false, noRules);
    }

    /// <summary>What can only be said when all readings have been seen.</summary>
    /// <param name="sawAll">Whether every reading could be placed in time; where not, a gap means nothing.</param>
    public void Finish(bool sawAll)
    {
        if (sawAll) SayWhatIsMissing();
        foreach (var one in series.Values.SelectMany(s => s.Values).OrderBy(s => s.FirstOrdinal))
        {
            foreach (var conflict in one.Coverage.Conflicts())
            {
                errors.Add(
                    conflict.IsDuplicate ? FindingCatalogue.Duplicate : FindingCatalogue.Overlap,
                    Pointer(conflict.Ordinal), one.Name, ReadingSpan.Of(timeline.IsInstants, conflict.Start, conflict.End));
            }

            // A point none of whose readings could be placed has errors enough; its gap would be the whole period.
            if (one.Parameter.Continuous && sawAll && !one.Coverage.IsEmpty)
            {
                foreach (var (start, end) in one.Coverage.Gaps(timeline.Start, timeline.End))
                {
                    if (errors.IsFull) break;
                    errors.Add(FindingCatalogue.Gap, "/readings", one.Name, ReadingSpan.Of(timeline.IsInstants, start, end));
                }
            }

            if (one.Parameter.Kind == ParameterKind.History) RefuseTwice(one);
            if (SuspicionOf(one) is not { } suspicion) continue;
            if (one.Parameter.Plausibility is { TenTimesNeighbours: true } && suspicion.Spikes > 0)
                warnings.Add(FindingCatalogue.TenTimesNeighbours, Pointer(suspicion.FirstSpike), one.Name, suspicion.FirstSpikeValue, suspicion.Spikes);
            if (one.Parameter.Plausibility is { NeverMoves: true } && suspicion.NeverMoves)
                warnings.Add(FindingCatalogue.NeverMoves, Pointer(one.FirstOrdinal), one.Name, suspicion.FirstValue, suspicion.Count);
        }
    }

    /// <summary>
    /// What looks odd in a series. As long as the readings are listed, they are looked at in the order of time; of more, in
    /// the order in which they passed.
    /// </summary>
    private Suspicion? SuspicionOf(Series one)
    {
        if (one.Suspicion is null || listing.Readings is not { } readings) return one.Suspicion;
        var inTime = new Suspicion();
        foreach (var reading in one.Years.SelectMany(y => y.Readings!).Select(r => r.Ordinal).Distinct().Select(o => readings[o]).OrderBy(r => r.Span.Start).ThenBy(r => r.Ordinal))
            inTime.See(reading.Value, reading.Span.End - reading.Span.Start, reading.Ordinal);
        return inTime;
    }

    /// <summary>A parameter that nobody reports must not count as zero unless the methodology says so.</summary>
    private void SayWhatIsMissing()
    {
        if (reported.Count == 0)
        {
            errors.Add(FindingCatalogue.NoReadings, "/readings", methodology.Reference);
            return;
        }

        var needed = methodology.Model.Inputs.Select(i => i.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var parameter in methodology.Parameters.Where(p => p.Kind == ParameterKind.Monitored && p.WhenAbsent is null && needed.Contains(p.Name)))
            if (!reported.Contains(parameter.Name)) errors.Add(FindingCatalogue.MissingReading, "/readings", parameter.Name, period);
    }

    private void RefuseTwice(Series one)
    {
        var yearAt = one.Parameter.Sets.ToList().FindIndex(s => s.Members == SetMembers.Years);
        foreach (var year in one.Years)
        {
            var members = one.Members.ToList();
            members.Insert(yearAt, year.Year.ToString(CultureInfo.InvariantCulture));
            if (Project.Find(one.Parameter, members) is not null)
                errors.Add(FindingCatalogue.HistoryTwice, Pointer(year.FirstOrdinal), $"{one.Parameter.Name}[{string.Join(", ", members)}]");
        }
    }

    private static string Pointer(int ordinal) => string.Create(CultureInfo.InvariantCulture, $"/readings/{ordinal}");

    private static string Key(IReadOnlyList<string> members) => ProjectValues.Key(members);

    private string[]? Members(Parameter parameter, string? point, IReadOnlyDictionary<string, string>? index, int ordinal, List<Refusal> refusals)
    {
        var sets = parameter.Sets.Where(s => s.Members != SetMembers.Years).ToArray();
        var members = new string[sets.Length];
        for (var i = 0; i < sets.Length; i++)
        {
            var member = i == 0 ? point : index?.GetValueOrDefault(sets[i].Name);
            if (string.IsNullOrEmpty(member))
            {
                refusals.Add(new(FindingCatalogue.WrongIndex, "", parameter.Name, i == 0 ? "point" : $"index/{sets[i].Name}"));
                return null;
            }

            if (sets[i].Members == SetMembers.Listed && !sets[i].Listed.Contains(member))
            {
                refusals.Add(new(FindingCatalogue.UnknownPoint, i == 0 ? "/point" : $"/index/{sets[i].Name}", member, sets[i].Name));
                return null;
            }

            if (sets[i].Members == SetMembers.FromReadings) names.Introduce(sets[i], member, Pointer(ordinal) + (i == 0 ? "/point" : $"/index/{sets[i].Name}"));
            members[i] = member;
        }

        return members;
    }
}
