using JcmHub.Domain.Methodologies;
using JcmHub.Domain.Projects;

namespace JcmHub.Flows.Computation;

/// <summary>
/// From a report's bytes to whole tonnes per vintage, or to every reason why not: judged against its schema and computed in
/// one pass, in memory that grows with points and gaps and not with readings.
/// </summary>
public sealed class ReportComputation
{
    private readonly List<Methodology> _methodologies = [];
    private readonly List<Finding> _unknown = [];

    private ReportComputation()
    {
    }

    /// <summary>What the report says of itself; absent where it cannot be read.</summary>
    public ReportHeader? Header { get; private set; }

    /// <summary>The id of the report that it replaces, where it names one.</summary>
    public string? Replaces { get; private set; }

    /// <summary>The methodologies that it names.</summary>
    public IReadOnlyList<Methodology> Methodologies => _methodologies;

    /// <summary>The result; absent where there are errors before it.</summary>
    public ComputationResult? Result { get; private set; }

    /// <summary>Whether the report breaks its schema, so that nothing was computed.</summary>
    public bool IsMalformed { get; private init; }

    /// <summary>Every reason why there are no tonnes.</summary>
    public IReadOnlyList<Finding> Errors { get; private set; } = [];

    /// <summary>Reads and computes a report.</summary>
    /// <param name="report">The report's bytes, from the first to the last.</param>
    /// <param name="again">The same bytes once more, for a report whose header comes after its readings.</param>
    /// <param name="rules">The rules in force.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<ReportComputation> ComputeAsync(
        Stream report, Func<CancellationToken, Task<Stream>> again, RuleBook rules, CancellationToken cancellationToken)
    {
        var computation = new ReportComputation();
        var pass = new StreamedComputation(header => computation.RulesFor(header, rules));
        var malformed = await rules.Schemas.CheckAsync(DocumentSchemas.MonitoringReport, report, new TokenSink(pass), cancellationToken);
        if (malformed.Count > 0)
            return new ReportComputation { IsMalformed = true, Errors = malformed };
        if (pass.HeaderCameLate && pass.Header is { } header)
        {
            await using var once = await again(cancellationToken);
            pass = new StreamedComputation(known => computation.RulesFor(known, rules), header);
            await rules.Schemas.CheckAsync(DocumentSchemas.MonitoringReport, once, new TokenSink(pass), cancellationToken);
        }

        computation.Result = pass.Finish();
        computation.Header = pass.Header;
        computation.Replaces = pass.Replaces;
        computation.Errors = [.. computation._unknown, .. pass.Errors];
        return computation;
    }

    private (Project Project, IReadOnlyList<Methodology> Methodologies)? RulesFor(ReportHeader header, RuleBook rules)
    {
        var project = rules.Project(header.Project);
        if (project is null)
            _unknown.Add(new Finding("project-unknown", "/project",
                $"No project {header.Project} is known here.", $"プロジェクト{header.Project}は登録されていません。"));
        for (var i = 0; i < header.Methodologies.Count; i++)
        {
            var (id, version) = (header.Methodologies[i].Id, header.Methodologies[i].Version);
            if (rules.Methodology(id, version) is { } methodology)
                _methodologies.Add(methodology);
            else
                _unknown.Add(new Finding("methodology-unknown", $"/methodologies/{i}",
                    $"No methodology {id} version {version} is known here.", $"方法論{id}（第{version}版）は登録されていません。"));
        }

        return project is not null && _unknown.Count == 0 ? (project, _methodologies) : null;
    }
}
