using JcmHub.JsonSchema.Formats;

namespace JcmHub.JsonSchema.Checks;

/// <summary><c>format</c> as an assertion.</summary>
internal sealed class FormatCheck(string name, FormatTest test) : ScalarCheck(
    ErrorCodes.Format, "/format", new($"must be in the format {name}", $"形式は {name} でなければなりません"))
{
    public override JsonKinds Concerns => JsonKinds.String;

    public override bool Accepts(in ScalarValue value) => test(value.Utf8);
}
