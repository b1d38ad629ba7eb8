using System.Globalization;

namespace JcmHub.Domain.Methodologies;

/// <summary>A kind of finding: its code and its words. {0}, {1}, … stand for the particulars of a case.</summary>
public sealed record FindingKind(string Code, string Text, string TextJa)
{
    internal Finding At(string pointer, params ReadOnlySpan<object?> particulars) => new(
        Code, pointer, string.Format(CultureInfo.InvariantCulture, Text, particulars), string.Format(CultureInfo.InvariantCulture, TextJa, particulars));
}
