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
    private readonly bool listsReadings;
    private readonly FindingList errors = new();
    private readonly FindingList warnings = new();
    private readonly List<Methodology> methodologies = [];
    private readonly Dictionary<string, ReportIntake> intakes = new(StringComparer.Ordinal);
    private readonly bool headerIsGood;
    private Timeline? timeline;
    private bool sawAll = true;

    public ComputationRun(
        ProjectId projectId, IReadOnlyList<MethodologyReference> named, MonitoringPeriod period, Project project,
        IReadOnlyList<Methodology> known, bool listsReadings)
    {
        this.project = project;
        this.period = period;
        this.listsReadings = listsReadings;
        JudgeHeader(projectId, named, known);
        headerIsGood = errors.Count == 0;
    }

    /// <summary>Lays out the time axis once it is known whether readings give dates or instants.</summary>
    public void Begin(bool isInstants)
    {
        if (!headerIsGood) return;
        timeline = new Timeline(isInstants, project.LocalDays, period);
        foreach (var methodology in methodologies)
            intakes.TryAdd(methodology.Id, new ReportIntake(methodology, project, period, timeline, listsReadings, errors, warnings));
    }

    public void Add(Reading reading)
    {
        if (timeline is null) return;
        if (reading.Span.IsInstants != timeline.IsInstants)
        {
            errors.Add(FindingCatalogue.TimeKindsMixed, reading.Pointer, timeline.IsInstants ? "instants" : "dates");
            sawAll = false;
        }
        else if (intakes.TryGetValue(reading.Methodology, out var intake))
            intake.Add(reading);
        else
            errors.Add(FindingCatalogue.UnknownMethodology, reading.Pointer + "/methodology", reading.Methodology);
    }

    public ComputationResult Finish(IReadOnlyList<Reading> listed)
    {
        if (headerIsGood && timeline is null) errors.Add(FindingCatalogue.NoReadings, "/readings", project.Id);
        foreach (var methodology in methodologies)
            if (intakes.TryGetValue(methodology.Id, out var intake)) intake.Finish(sawAll);

        var vintages = new List<VintageCalculation>();
        if (errors.Count == 0)
        {
            foreach (var vintage in period.Vintages)
                if (Calculate(vintage) is { } calculation) vintages.Add(calculation);
        }

        foreach (var (methodology, at) in methodologies.Select((m, i) => (m, i)).Where(m => m.m.Status != MethodologyStatus.OfficialTextRead))
        {
            var words = methodology.Status == MethodologyStatus.Reconstructed ? ("reconstructed", "再構成") : ("illustrative", "例示用");
            warnings.Add(FindingCatalogue.MethodologyNotOfficial with
            {
                Text = $"{{0}} is {words.Item1}: this result cannot be issued on outside a demonstration.",
                TextJa = $"{{0}}は{words.Item2}の方法論です。実証以外ではこの結果に基づく発行はできません。",
            }, $"/methodologies/{at}", methodology.Reference);
        }

        var good = errors.Count == 0;
        var results = good ? vintages.Select(v => v.Result).ToList() : [];
        var trace = new CalculationTrace(project.Id, period, methodologies, good ? vintages : [], listsReadings ? listed : null);
        return new(results, errors.All, warnings.All, trace);
    }

    private void JudgeHeader(ProjectId projectId, IReadOnlyList<MethodologyReference> named, IReadOnlyList<Methodology> known)
    {
        if (projectId != project.Id) errors.Add(FindingCatalogue.WrongProject, "/project", projectId, project.Id);
        for (var i = 0; i < named.Count; i++)
        {
            var reference = named[i];
            var pointer = $"/methodologies/{i}";
            if (!project.Methodologies.Contains(reference))
                errors.Add(FindingCatalogue.MethodologyNotPinned, pointer, reference, project.Id, string.Join(", ", project.Methodologies));
            else if (named.Take(i).Any(n => n.Id == reference.Id))
                errors.Add(FindingCatalogue.MethodologyTwice, pointer, reference.Id);
            else if (known.FirstOrDefault(m => m.Reference == reference) is { } methodology)
                methodologies.Add(methodology);
            else
                errors.Add(FindingCatalogue.MethodologyNotAvailable, pointer, reference);
        }

        if (named.Count == 0) errors.Add(FindingCatalogue.MissingProperty, "", "methodologies");
        if (period.Crosses2020To2021) errors.Add(FindingCatalogue.Crosses2020To2021, "/monitoringPeriod");
        if (period.From < project.OperationStart)
            errors.Add(FindingCatalogue.BeforeOperationStart, "/monitoringPeriod/from", Iso(period.From), Iso(project.OperationStart));
        if (project.CreditingPeriod is { } crediting && !crediting.Contains(period))
            errors.Add(FindingCatalogue.OutsideCreditingPeriod, "/monitoringPeriod", period, crediting);
    }

    private VintageCalculation? Calculate(Vintage vintage)
    {
        var parts = new List<MethodologyCalculation>();
        foreach (var methodology in methodologies)
        {
            var inputs = VintageInputs.Gather(methodology, project, intakes[methodology.Id], period, vintage, errors);
            if (inputs is null || MethodologyCalculation.Evaluate(methodology, inputs, intakes[methodology.Id], vintage, errors, warnings) is not { } part) continue;
            parts.Add(part);
        }

        if (parts.Count < methodologies.Count) return null;
        return VintageCalculation.Sum(vintage, parts, errors, warnings);
    }

    private static string Iso(DateOnly date) => date.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
