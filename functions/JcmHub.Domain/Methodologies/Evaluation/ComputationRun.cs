using System.Globalization;
using JcmHub.Domain.Calendar;
using JcmHub.Domain.Methodologies.Reports;
using JcmHub.Domain.Projects;
using JcmHub.Domain.Quantities;

namespace JcmHub.Domain.Methodologies.Evaluation;

/// <summary>One computation: the header is judged, readings are taken in, then each vintage is evaluated.</summary>
internal sealed class ComputationRun
{
    private readonly Project project;
    private readonly MonitoringPeriod period;
    private readonly FindingList errors;
    private readonly ReadingListing listing = new();
    private readonly FindingList warnings = new();
    private readonly List<Methodology> methodologies = [];
    private readonly Dictionary<string, ReportIntake> intakes = new(StringComparer.Ordinal);
    private readonly ChannelTable channels = new();
    private readonly ReadingParser parser = new();
    private readonly bool headerIsGood;
    private Timeline? timeline;
    private bool sawAll = true;

    /// <param name="errors">Where the computation's errors go beside those of the report's form.</param>
    public ComputationRun(ReportHeader header, Project project, IReadOnlyList<Methodology> known, FindingList errors)
    {
        this.project = project;
        this.errors = errors;
        period = header.Period;
        var before = errors.Count;
        new HeaderJudge(header, project, errors).Judge(known, methodologies);
        headerIsGood = errors.Count == before;
    }

    /// <summary>Takes a reading. Its texts are not kept.</summary>
    public void Add(ReadingText reading, int ordinal)
    {
        if (errors.IsFull) return;
        if (!parser.TryParse(reading, ordinal, errors, out var span, out var value))
        {
            sawAll = false;
            return;
        }

        if (listing.IsOn) listing.Add(new(ordinal, span, value));
        Take(reading, span.IsInstants, span.Start, span.End, value, ordinal);
    }

    public ComputationResult Finish()
    {
        if (headerIsGood && timeline is null && errors.Count == 0) errors.Add(FindingCatalogue.NoReadings, "/readings", project.Id);
        foreach (var methodology in methodologies)
            if (intakes.TryGetValue(methodology.Id, out var intake)) intake.Finish(sawAll);

        var vintages = new List<VintageCalculation>();
        if (errors.Count == 0)
        {
            foreach (var vintage in period.Vintages)
                if (Calculate(vintage) is { } calculation) vintages.Add(calculation);
        }

        SayStatus();
        var good = errors.Count == 0;
        var trace = new CalculationTrace(project.Id, period, methodologies, good ? vintages : [], listing.Readings);
        return new(good ? [.. vintages.Select(v => v.Result)] : [], errors.All, warnings.All, trace);
    }

    private void Take(ReadingText reading, bool isInstants, long start, long end, decimal value, int ordinal)
    {
        if (!headerIsGood) return;
        if (timeline is null) Begin(isInstants);
        if (isInstants != timeline!.IsInstants)
        {
            errors.Add(FindingCatalogue.TimeKindsMixed, Pointer(ordinal), timeline.IsInstants ? "instants" : "dates");
            sawAll = false;
            return;
        }

        var channel = channels.Find(reading);
        if (channel is null)
        {
            if (!intakes.TryGetValue(reading.Text(ReadingField.Methodology), out var intake))
            {
                errors.Add(FindingCatalogue.UnknownMethodology, Pointer(ordinal) + "/methodology", ReportTokens.Shortened(reading.Text(ReadingField.Methodology)));
                return;
            }

            channel = intake.Open(
                reading.Text(ReadingField.Parameter), reading.OptionalText(ReadingField.Point), reading.Index,
                reading.Text(ReadingField.Unit), reading.OptionalText(ReadingField.Option), ordinal);
            channels.Add(channel);
        }

        channel.Add(start, end, value, ordinal, reading[ReadingField.From], reading[ReadingField.To], reading[ReadingField.Value]);
    }

    /// <summary>Lays out the time axis once it is known whether readings give dates or instants.</summary>
    private void Begin(bool isInstants)
    {
        timeline = new Timeline(isInstants, project.LocalDays, period);
        foreach (var methodology in methodologies)
            intakes.TryAdd(methodology.Id, new ReportIntake(methodology, new(methodology, project), period, timeline, listing, errors, warnings));
    }

    private VintageCalculation? Calculate(Vintage vintage)
    {
        var parts = new List<MethodologyCalculation>();
        foreach (var methodology in methodologies)
        {
            var inputs = VintageInputs.Gather(methodology, intakes[methodology.Id], period, vintage, errors);
            if (inputs is null || MethodologyCalculation.Evaluate(methodology, inputs, intakes[methodology.Id], vintage, errors, warnings) is not { } part) continue;
            parts.Add(part);
        }

        return parts.Count == methodologies.Count ? VintageCalculation.Sum(vintage, parts, errors, warnings) : null;
    }

    private void SayStatus()
    {
        for (var i = 0; i < methodologies.Count; i++)
        {
            var kind = methodologies[i].Status switch
            {
                MethodologyStatus.Reconstructed => FindingCatalogue.MethodologyReconstructed,
                MethodologyStatus.Illustrative => FindingCatalogue.MethodologyIllustrative,
                _ => null,
            };
            if (kind is not null) warnings.Add(kind, $"/methodologies/{i}", methodologies[i].Reference);
        }
    }

    private static string Pointer(int ordinal) => string.Create(CultureInfo.InvariantCulture, $"/readings/{ordinal}");
}
