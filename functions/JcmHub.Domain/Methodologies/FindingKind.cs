using System.Globalization;

namespace JcmHub.Domain.Methodologies;

/// <summary>A kind of finding: its code, its words, and what whoever gets it should do.</summary>
/// <param name="Text">{0}, {1}, … stand for the particulars of a case.</param>
public sealed record FindingKind(string Code, string Text, string TextJa, string Remedy, string RemedyJa)
{
    internal Finding At(string pointer, params ReadOnlySpan<object?> particulars) => new(
        Code, pointer, string.Format(CultureInfo.InvariantCulture, Text, particulars), string.Format(CultureInfo.InvariantCulture, TextJa, particulars));
}
