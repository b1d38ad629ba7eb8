using JcmHub.Domain.Methodologies.Evaluation;
using JcmHub.Domain.Methodologies.Reports;
using JcmHub.Domain.Projects;

namespace JcmHub.Domain.Methodologies;

/// <summary>
/// Computes a report while it streams by, token by token, in memory that grows with points and gaps and not with readings.
/// A schema validator's sink drives it, or <see cref="Feed"/> where there is none.
/// </summary>
/// <remarks>
/// The result is that of <see cref="Computation.Compute"/>, but that readings are taken in the report's order: where it is
/// not the order of time, "before" and "after" in the warning <c>ten-times-neighbours</c> mean the order in the report.
/// </remarks>
/// <param name="header">From <see cref="ReportHeader.Read"/> or a <see cref="ReportHeaderReader"/>.</param>
/// <param name="project">The project that the header names.</param>
/// <param name="methodologies">The files known; those that the header names are taken from among them.</param>
public sealed class StreamedComputation(ReportHeader header, Project project, IReadOnlyList<Methodology> methodologies) : IReportTokens
{
    private readonly ReadingTokens tokens = new(header, new ComputationRun(header, project, methodologies, hashes: true));
    private ReportBytes? bytes;

    public void StartObject() => tokens.StartObject();

    public void EndObject() => tokens.EndObject();

    public void StartArray() => tokens.StartArray();

    public void EndArray() => tokens.EndArray();

    public void Name(ReadOnlySpan<byte> utf8) => tokens.Name(utf8);

    public void Text(ReadOnlySpan<byte> utf8) => tokens.Text(utf8);

    public void Number(ReadOnlySpan<byte> utf8) => tokens.Number(utf8);

    public void Literal() => tokens.Literal();

    /// <summary>Takes the report's bytes in chunks of any size, instead of tokens.</summary>
    public void Feed(ReadOnlySpan<byte> chunk, bool isFinal) => (bytes ??= new(tokens)).Feed(chunk, isFinal);

    /// <summary>The result, after the last token.</summary>
    public ComputationResult Finish()
    {
        if (bytes?.Error is { } error) tokens.Errors.Add(FindingCatalogue.NotJson, "", error);
        return tokens.Finish();
    }

    private sealed class ReadingTokens(ReportHeader expected, ComputationRun run) : ReportTokens(run.Errors)
    {
        protected override void OnReading(ReadingText reading, int ordinal) => run.Add(reading, ordinal);

        public ComputationResult Finish()
        {
            if (Header is { } found && (found.Project != expected.Project || found.Period != expected.Period || !found.Methodologies.SequenceEqual(expected.Methodologies)))
                throw new InvalidOperationException("The header handed in is not that of the report.");
            return run.Finish();
        }
    }
}
