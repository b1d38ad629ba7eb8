using JcmHub.Domain.Calendar;

namespace JcmHub.Domain.Methodologies.Reports;

/// <summary>A reading as the trace lists it, by its place in the report.</summary>
internal readonly record struct ListedReading(int Ordinal, ReadingSpan Span, decimal Value)
{
    /// <summary>JSON Pointer into the report.</summary>
    public string Pointer => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"/readings/{Ordinal}");
}
