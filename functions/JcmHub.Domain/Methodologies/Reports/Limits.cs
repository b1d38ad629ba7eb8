using System.Globalization;
using JcmHub.Domain.Calendar;
using JcmHub.Domain.Methodologies.Evaluation;
using JcmHub.Domain.Methodologies.Language;
using JcmHub.Domain.Quantities;

namespace JcmHub.Domain.Methodologies.Reports;

/// <summary>
/// How much a single reading may say per day: above the one limit a verifier must answer, above the other no answer could
/// help, as when kWh stand where MWh belong (the real case of ID009).
/// </summary>
internal sealed class Limits(Timeline timeline, Rational? refuse, Rational? warn)
{
    private long lastDuration = -1;
    private decimal harmless = decimal.MaxValue;

    public static Limits None(Timeline timeline) => new(timeline, null, null);

    public static Limits Of(Parameter parameter, Methodology methodology, ProjectValues project, Timeline timeline, FindingList warnings)
    {
        var needsCapacity = false;
        var refuse = Evaluate(parameter.Plausibility?.RefuseAbovePerDay, methodology, project, ref needsCapacity);
        var warn = Evaluate(parameter.Plausibility?.WarnAbovePerDay, methodology, project, ref needsCapacity);
        if (needsCapacity) warnings.Add(FindingCatalogue.CapacityNotStated, "/project", parameter.Name);
        return new(timeline, refuse, warn);
    }

    public void Judge(Series series, decimal value, long duration, int ordinal, FindingList errors, FindingList warnings)
    {
        // Readings of one length follow each other by the million: what is surely below every limit is asked once.
        if (duration != lastDuration && (refuse ?? warn) is not null) SetHarmless(duration);
        if (value <= harmless) return;
        var days = Days(duration);
        var pointer = string.Create(CultureInfo.InvariantCulture, $"/readings/{ordinal}");
        if (refuse is { } most && value > most * days)
            errors.Add(FindingCatalogue.ImplausibleUnit, pointer + "/value", series.Name, value, series.Parameter.Unit, days, (most * days).ToString(3));
        else if (warn is { } much && value > much * days)
            warnings.Add(FindingCatalogue.ImplausibleValue, pointer + "/value", series.Name, value, series.Parameter.Unit, days, (much * days).ToString(3));
    }

    private void SetHarmless(long duration)
    {
        lastDuration = duration;
        var least = refuse is { } r && warn is { } w ? Rational.Min(r, w) : refuse ?? warn ?? Rational.Zero;
        var scaled = (least * Days(duration) * 1_000_000).Floor();
        harmless = scaled.GetBitLength() <= 90 ? (decimal)scaled / 1_000_000 : 0;
    }

    private Rational Days(long duration) => new(duration, timeline.UnitsPerDay);

    private static Rational? Evaluate((string Expression, Term Term)? limit, Methodology methodology, ProjectValues project, ref bool needsCapacity)
    {
        if (limit is not { Term: var term }) return null;
        var table = ValueTable.OfProject(methodology, project, TermWalk.Variables(term), ref needsCapacity);
        if (table is null) return null;
        var evaluator = new Evaluator(methodology.Model, table, steps: null);
        var value = evaluator.Evaluate(term, []);
        return evaluator.Failure is null ? value.Nominal : null;
    }
}
