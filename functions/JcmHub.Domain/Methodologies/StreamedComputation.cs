using JcmHub.Domain.Methodologies.Evaluation;
using JcmHub.Domain.Methodologies.Reports;
using JcmHub.Domain.Projects;

namespace JcmHub.Domain.Methodologies;

/// <summary>
/// Computes a report while it streams by, token by token, in memory that grows with points and gaps and not with readings.
/// A schema validator's sink drives it.
/// </summary>
/// <remarks>
/// The project and its methodologies are asked for when the header has passed, which in nearly every report comes before the
/// readings. Where a reading comes first, <see cref="HeaderCameLate"/> says so, and the report has to pass once more through
/// a computation that is told the header.
/// </remarks>
/// <param name="rules">The project that a header names and the methodology files known; null where the project is unknown, and nothing is computed.</param>
/// <param name="header">The header where it is known already; null to find it in the report.</param>
public sealed class StreamedComputation(Func<ReportHeader, (Project Project, IReadOnlyList<Methodology> Methodologies)?> rules, ReportHeader? header = null) : IReportTokens
{
    private readonly ReadingTokens tokens = new(rules, header);

    /// <summary>The report's header, as soon as all of it has passed and nothing in it was wrong.</summary>
    public ReportHeader? Header => tokens.Header;

    /// <summary>The id of the report that this one replaces, where it names one.</summary>
    public string? Replaces => tokens.Replaces;

    /// <summary>Whether readings passed before the header was known: they were not taken in.</summary>
    public bool HeaderCameLate => tokens.MissedReadings;

    /// <summary>What was wrong with the report so far.</summary>
    public IReadOnlyList<Finding> Errors => tokens.Errors.All;

    public void StartObject() => tokens.StartObject();

    public void EndObject() => tokens.EndObject();

    public void StartArray() => tokens.StartArray();

    public void EndArray() => tokens.EndArray();

    public void Name(ReadOnlySpan<byte> utf8) => tokens.Name(utf8);

    public void Text(ReadOnlySpan<byte> utf8) => tokens.Text(utf8);

    public void Number(ReadOnlySpan<byte> utf8) => tokens.Number(utf8);

    public void Literal() => tokens.Literal();

    /// <summary>The result, after the last token; null where there is none because the header is wrong, late or names no known project.</summary>
    /// <exception cref="InvalidOperationException">The header handed in is not that of the report.</exception>
    public ComputationResult? Finish() => tokens.Finish();

    private sealed class ReadingTokens : ReportTokens
    {
        private readonly Func<ReportHeader, (Project Project, IReadOnlyList<Methodology> Methodologies)?> rules;
        private readonly ReportHeader? told;
        private ComputationRun? run;
        private bool isUnknown;

        public ReadingTokens(Func<ReportHeader, (Project Project, IReadOnlyList<Methodology> Methodologies)?> rules, ReportHeader? told) : base(new FindingList())
        {
            this.rules = rules;
            this.told = told;
            if (told is not null) Begin(told);
        }

        public bool MissedReadings { get; private set; }

        protected override void OnHeader(ReportHeader header)
        {
            if (told is null && !MissedReadings) Begin(header);
        }

        protected override void OnReading(ReadingText reading, int ordinal)
        {
            if (run is not null) run.Add(reading, ordinal);
            else if (!isUnknown) MissedReadings = true;
        }

        public ComputationResult? Finish()
        {
            if (told is not null && Header is { } found && !found.IsSameAs(told))
                throw new InvalidOperationException("The header handed in is not that of the report.");
            return run?.Finish();
        }

        private void Begin(ReportHeader header)
        {
            if (rules(header) is var (project, methodologies)) run = new(header, project, methodologies, Errors);
            else isUnknown = true;
        }
    }
}
