using JcmHub.Domain.Calendar;
using JcmHub.Domain.Quantities;

namespace JcmHub.Domain.Tests.Methodologies;

/// <summary>One reading of a report, for tests that vary one thing in it.</summary>
internal sealed record Reading
{
    public required string Methodology { get; init; }

    public required string Parameter { get; init; }

    public string? Point { get; init; }

    public IReadOnlyDictionary<string, string> Index { get; init; } = new Dictionary<string, string>();

    public required ReadingSpan Span { get; init; }

    public required decimal Value { get; init; }

    public required Unit Unit { get; init; }

    public string? Option { get; init; }
}
