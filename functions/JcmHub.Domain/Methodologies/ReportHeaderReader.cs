using JcmHub.Domain.Methodologies.Reports;

namespace JcmHub.Domain.Methodologies;

/// <summary>Finds a report's header in one pass over its tokens, whatever the order of its properties.</summary>
public sealed class ReportHeaderReader : IReportTokens
{
    private readonly HeaderTokens tokens = new();

    /// <summary>The header, as soon as all of it has passed and nothing in it was wrong.</summary>
    public ReportHeader? Header => tokens.Header;

    /// <summary>What was wrong with it so far.</summary>
    public IReadOnlyList<Finding> Errors => tokens.Errors.All;

    public void StartObject() => tokens.StartObject();

    public void EndObject() => tokens.EndObject();

    public void StartArray() => tokens.StartArray();

    public void EndArray() => tokens.EndArray();

    public void Name(ReadOnlySpan<byte> utf8) => tokens.Name(utf8);

    public void Text(ReadOnlySpan<byte> utf8) => tokens.Text(utf8);

    public void Number(ReadOnlySpan<byte> utf8) => tokens.Number(utf8);

    public void Literal() => tokens.Literal();

    private sealed class HeaderTokens() : ReportTokens(new FindingList())
    {
        protected override void OnReading(ReadingText reading, int ordinal)
        {
        }
    }
}
