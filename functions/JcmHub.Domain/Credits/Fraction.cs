using System.Globalization;
using System.Numerics;
using JcmHub.Domain.Quantities;

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

    /// <summary>The whole tonnes in this share of <paramref name="total"/>, rounded up.</summary>
    public long CeilingOf(long total) => FloorOf(total) + (RemainderOf(total).IsZero ? 0 : 1);

    /// <summary>What <see cref="FloorOf"/> leaves of the exact share: at least 0, below one tonne.</summary>
    public Rational RemainderOf(long total) => new((BigInteger)total * Numerator % Denominator, Denominator);

    /// <summary>The share as a number.</summary>
    public Rational ToRational() => new(Numerator, Denominator);

    /// <summary>Reads <c>6/10</c>.</summary>
    /// <returns>False where the text is not such a share, or one above 1.</returns>
    public static bool TryParse(string text, out Fraction share)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (slash > 0
            && long.TryParse(text.AsSpan(0, slash), NumberStyles.None, CultureInfo.InvariantCulture, out var numerator)
            && long.TryParse(text.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var denominator)
            && denominator >= 1 && numerator <= denominator)
        {
            share = new Fraction(numerator, denominator);
            return true;
        }

        share = default;
        return false;
    }

    /// <summary>Reads <c>6/10</c>.</summary>
    /// <exception cref="FormatException">The text is not such a share.</exception>
    public static Fraction Parse(string text) =>
        TryParse(text, out var share) ? share : throw new FormatException($"\"{text}\" is not a share between 0 and 1, written like 6/10.");

    /// <inheritdoc />
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Numerator}/{Denominator}");
}
