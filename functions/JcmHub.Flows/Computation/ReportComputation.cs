using JcmHub.Domain.Methodologies;

namespace JcmHub.Flows.Computation;

/// <summary>From a report's bytes to whole tonnes per vintage, or to every reason why not. The report is valid against its schema.</summary>
public sealed record ReportComputation
{
    private ReportComputation(MonitoringReport? report, IReadOnlyList<Methodology> methodologies, ComputationResult? result, IReadOnlyList<Finding> errors)
    {
        Report = report;
        Methodologies = methodologies;
        Result = result;
        Errors = errors;
    }

    /// <summary>The report; absent where it cannot be read.</summary>
    public MonitoringReport? Report { get; }

    /// <summary>The methodologies that it names.</summary>
    public IReadOnlyList<Methodology> Methodologies { get; }

    /// <summary>The result; absent where there are errors before it.</summary>
    public ComputationResult? Result { get; }

    /// <summary>Every reason why there are no tonnes.</summary>
    public IReadOnlyList<Finding> Errors { get; }

    /// <summary>Reads and computes a report.</summary>
    public static ReportComputation Compute(ReadOnlyMemory<byte> document, RuleBook rules)
    {
        var read = MonitoringReport.Parse(document.Span);
        if (read.Report is not { } report)
            return new ReportComputation(null, [], null, read.Errors);

        var errors = new List<Finding>();
        var project = rules.Project(report.Project);
        if (project is null)
            errors.Add(new Finding("project-unknown", "/project",
                $"No project {report.Project} is known here.", $"プロジェクト{report.Project}は登録されていません。"));
        var methodologies = new List<Methodology>();
        for (var i = 0; i < report.Methodologies.Count; i++)
        {
            var (id, version) = (report.Methodologies[i].Id, report.Methodologies[i].Version);
            if (rules.Methodology(id, version) is { } methodology)
                methodologies.Add(methodology);
            else
                errors.Add(new Finding("methodology-unknown", $"/methodologies/{i}",
                    $"No methodology {id} version {version} is known here.", $"方法論{id}（第{version}版）は登録されていません。"));
        }

        if (errors.Count > 0)
            return new ReportComputation(report, methodologies, null, errors);
        var result = Domain.Methodologies.Computation.Compute(report, project!, methodologies);
        return new ReportComputation(report, methodologies, result, result.Errors);
    }
}
