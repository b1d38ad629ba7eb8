using JcmHub.Domain.Quantities;

namespace JcmHub.Domain.Methodologies.Language;

/// <summary>Words, signs and blanks, and what is said where they are not as they should be.</summary>
internal ref partial struct Parser
{
    private string Name()
    {
        var start = at;
        while (at < text.Length && (char.IsAsciiLetterOrDigit(text[at]) || text[at] is '_' or '.')) at++;
        return text[start..at];
    }

    private bool Word(string word, out int start)
    {
        SkipBlank();
        start = at;
        if (error is not null || string.CompareOrdinal(text, at, word, 0, word.Length) != 0) return false;
        var end = at + word.Length;
        if (end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || text[end] is '_' or '.')) return false;
        at = end;
        return true;
    }

    private bool Sign(string sign)
    {
        SkipBlank();
        if (error is not null || string.CompareOrdinal(text, at, sign, 0, sign.Length) != 0) return false;
        at += sign.Length;
        return true;
    }

    private void Expect(string sign)
    {
        if (!Sign(sign)) Fail($"'{sign}'");
    }

    private void SkipBlank()
    {
        while (at < text.Length && text[at] is ' ' or '\t' or '\n' or '\r') at++;
    }

    private bool Enter()
    {
        if (++depth <= DeepestNesting) return true;
        error ??= new("expression-too-deep", at, $"An expression may be nested {DeepestNesting} deep, not deeper.");
        return false;
    }

    private NumberSyntax Fail(string expected)
    {
        SkipBlank();
        error ??= new("syntax-error", at, at < text.Length ? $"Expected {expected}, found '{text[at]}'." : $"Expected {expected}, found the end.");
        return Nothing(at);
    }

    private static NumberSyntax Nothing(int at) => new(at, default, Unit.None);
}
