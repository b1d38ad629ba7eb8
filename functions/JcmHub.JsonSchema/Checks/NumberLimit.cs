using JcmHub.JsonSchema.Text;

namespace JcmHub.JsonSchema.Checks;

/// <summary>A number written in a schema, compared with document numbers by their decimal text.</summary>
internal sealed class NumberLimit
{
    private readonly SmallNumber _small;
    private readonly bool _isSmall;
    private readonly ExactNumber _exact;

    public NumberLimit(ReadOnlySpan<byte> text)
    {
        _isSmall = SmallNumber.TryParse(text, out _small);
        _exact = ExactNumber.Parse(text);
        Text = System.Text.Encoding.ASCII.GetString(text);
    }

    public string Text { get; }

    public int Sign => _exact.Mantissa.Sign;

    /// <summary>The sign of value − limit.</summary>
    public int Compare(ReadOnlySpan<byte> value) =>
        _isSmall && SmallNumber.TryParse(value, out var small) ? small.CompareTo(_small) : ExactNumber.Parse(value).CompareTo(_exact);

    public bool Divides(ReadOnlySpan<byte> value) =>
        _isSmall && SmallNumber.TryParse(value, out var small) ? small.IsMultipleOf(_small) : ExactNumber.Parse(value).IsMultipleOf(_exact);
}
