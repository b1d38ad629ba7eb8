using JcmHub.Domain.Calendar;
using JcmHub.Domain.Methodologies.Evaluation;
using JcmHub.Domain.Methodologies.Language;
using JcmHub.Domain.Projects;
using JcmHub.Domain.Quantities;

namespace JcmHub.Domain.Methodologies.Reports;

/// <summary>
/// How much a single reading may say per day: above the one limit a verifier must answer, above the other no answer could
/// help, as when kWh stand where MWh belong (the real case of ID009).
/// </summary>
internal sealed class Limits
{
    private readonly Timeline timeline;
    private readonly Rational? refuse;
    private readonly Rational? warn;

    private Limits(Timeline timeline, Rational? refuse, Rational? warn)
    {
        this.timeline = timeline;
        this.refuse = refuse;
        this.warn = warn;
    }

    public static Limits Of(Parameter parameter, Methodology methodology, Project project, Timeline timeline, FindingList warnings)
    {
        var needsCapacity = false;
        var refuse = Evaluate(parameter.Plausibility?.RefuseAbovePerDay, methodology, project, ref needsCapacity);
        var warn = Evaluate(parameter.Plausibility?.WarnAbovePerDay, methodology, project, ref needsCapacity);
        if (needsCapacity) warnings.Add(FindingCatalogue.CapacityNotStated, "/project", parameter.Name);
        return new(timeline, refuse, warn);
    }

    public void Judge(Reading reading, Series series, FindingList errors, FindingList warnings)
    {
        if (refuse is null && warn is null) return;
        var duration = Rational.FromInteger(reading.Span.End - reading.Span.Start) / Rational.FromInteger(timeline.UnitsPerDay);
        if (refuse is { } most && reading.Value > most * duration)
            errors.Add(FindingCatalogue.ImplausibleUnit, reading.Pointer + "/value", series.Name, reading.Value, reading.Unit, duration, (most * duration).ToString(3));
        else if (warn is { } much && reading.Value > much * duration)
            warnings.Add(FindingCatalogue.ImplausibleValue, reading.Pointer + "/value", series.Name, reading.Value, reading.Unit, duration, (much * duration).ToString(3));
    }

    private static Rational? Evaluate((string Expression, Term Term)? limit, Methodology methodology, Project project, ref bool needsCapacity)
    {
        if (limit is not { Term: var term }) return null;
        var table = ValueTable.OfProject(methodology, project, TermWalk.Variables(term), ref needsCapacity);
        if (table is null) return null;
        var evaluator = new Evaluator(methodology.Model, table, steps: null);
        var value = evaluator.Evaluate(term, []);
        return evaluator.Failure is null ? value.Nominal : null;
    }
}
