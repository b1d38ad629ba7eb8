using System.Globalization;
using JcmHub.Domain.Calendar;
using JcmHub.Domain.Quantities;

namespace JcmHub.Domain.Methodologies;

/// <summary>One reading of a monitoring report.</summary>
public sealed record Reading
{
    /// <summary>Its place in the report's list, from 0.</summary>
    public required int Ordinal { get; init; }

    /// <summary>JSON Pointer into the report.</summary>
    public string Pointer => string.Create(CultureInfo.InvariantCulture, $"/readings/{Ordinal}");

    /// <summary>The methodology's id; its version is the one that the report names.</summary>
    public required string Methodology { get; init; }

    public required string Parameter { get; init; }

    /// <summary>The meter, field or machine; null where the parameter has no index.</summary>
    public string? Point { get; init; }

    /// <summary>Members of further index sets, by the set's name.</summary>
    public IReadOnlyDictionary<string, string> Index { get; init; } = new Dictionary<string, string>();

    public required ReadingSpan Span { get; init; }

    /// <summary>The number exactly as reported.</summary>
    public required decimal Value { get; init; }

    public required Unit Unit { get; init; }

    /// <summary>Monitoring option: A public data, B invoices, C measurement.</summary>
    public string? Option { get; init; }

    public string? Source { get; init; }

    /// <summary>Time and value as the report writes them, for a hash that can be redone from it.</summary>
    internal WrittenReading? Written { get; init; }
}

/// <summary>The texts of a reading's time and value.</summary>
internal sealed record WrittenReading(string From, string To, string Value);
