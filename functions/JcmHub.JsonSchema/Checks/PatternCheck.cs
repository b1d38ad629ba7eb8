using JcmHub.JsonSchema.Patterns;

namespace JcmHub.JsonSchema.Checks;

/// <summary><c>pattern</c>, found anywhere in the string.</summary>
internal sealed class PatternCheck(Pattern pattern) : ScalarCheck(
    ErrorCodes.Pattern, "/pattern", new($"must match the pattern {pattern.Source}", $"パターン {pattern.Source} に一致しなければなりません"))
{
    public override JsonKinds Concerns => JsonKinds.String;

    public override bool Accepts(in ScalarValue value) => pattern.IsMatch(value.Utf8);
}
