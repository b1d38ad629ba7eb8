namespace JcmHub.JsonSchema.Checks;

/// <summary><c>type</c>. A number with a zero fraction, such as 1.0 or 1e2, is an integer (core 4.2.1).</summary>
internal sealed class TypeCheck(JsonKinds allowed) : ScalarCheck(ErrorCodes.Type, "/type", default)
{
    public override JsonKinds Concerns { get; } = JsonKinds.Any & ~allowed;

    public override bool Accepts(in ScalarValue value) =>
        (JsonKindsNames.Of(value.Kind) & allowed) != 0
        || ((allowed & JsonKinds.Integer) != 0 && value.Kind == ScalarKind.Number && IsInteger(value));

    public override Phrase Describe(JsonKinds actual, long detail) =>
        new($"must be {allowed.En()}, is {actual.En()}", $"型は{allowed.Ja()}でなければなりませんが、{actual.Ja()}です");

    private static bool IsInteger(in ScalarValue value)
    {
        if (value.IsPlainInteger)
            return true;
        return Text.SmallNumber.TryParse(value.Utf8, out var small) ? small.Exponent >= 0 : Text.ExactNumber.Parse(value.Utf8).IsInteger;
    }
}
