using System.Globalization;
using System.Numerics;

namespace JcmHub.Domain.Credits;

/// <summary>An exact share between 0 and 1, such as 6/10.</summary>
public readonly record struct Fraction
{
    /// <summary>A share; 0 ≤ numerator ≤ denominator, denominator at least 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The share is below 0 or above 1.</exception>
    public Fraction(long numerator, long denominator)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(denominator, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(numerator);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(numerator, denominator);
        Numerator = numerator;
        Denominator = denominator;
    }

    /// <summary>The part.</summary>
    public long Numerator { get; }

    /// <summary>Of how many.</summary>
    public long Denominator { get; }

    /// <summary>The whole tonnes in this share of <paramref name="total"/>, rounded down.</summary>
    public long FloorOf(long total) => (long)((BigInteger)total * Numerator / Denominator);

    /// <summary>Reads <c>6/10</c>.</summary>
    /// <exception cref="FormatException">The text is not such a share.</exception>
    public static Fraction Parse(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (slash > 0
            && long.TryParse(text.AsSpan(0, slash), NumberStyles.None, CultureInfo.InvariantCulture, out var numerator)
            && long.TryParse(text.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var denominator)
            && denominator >= 1 && numerator <= denominator)
            return new Fraction(numerator, denominator);
        throw new FormatException($"\"{text}\" is not a share between 0 and 1, written like 6/10.");
    }

    /// <inheritdoc />
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Numerator}/{Denominator}");
}
