using System.Text;

namespace JcmHub.JsonSchema;

/// <summary>A scalar as it passes. Valid only during the call that hands it over.</summary>
public readonly ref struct ScalarValue
{
    internal ScalarValue(ScalarKind kind, ReadOnlySpan<byte> utf8, bool isPlainInteger = false)
    {
        Kind = kind;
        Utf8 = utf8;
        IsPlainInteger = isPlainInteger;
    }

    /// <summary>What it is.</summary>
    public ScalarKind Kind { get; }

    /// <summary>A string's characters with escapes resolved, a number's text exactly as written, or the literal.</summary>
    public ReadOnlySpan<byte> Utf8 { get; }

    /// <summary>A number written without fraction and exponent.</summary>
    public bool IsPlainInteger { get; }

    /// <summary>The value of <c>true</c> or <c>false</c>; false for all else.</summary>
    public bool IsTrue => Kind == ScalarKind.Boolean && Utf8.Length == 4;

    /// <summary>
    /// The number as a decimal, only where that holds it exactly: at most 28 significant digits after trailing zeros
    /// of the fraction are dropped, and in decimal's range.
    /// </summary>
    public bool TryGetDecimal(out decimal value)
    {
        value = default;
        return Kind == ScalarKind.Number && Text.ExactDecimal.TryParse(Utf8, out value);
    }

    /// <summary>The text as a string; allocates.</summary>
    public override string ToString() => Encoding.UTF8.GetString(Utf8);
}
