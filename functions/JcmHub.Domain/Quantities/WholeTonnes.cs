using System.Globalization;
using System.Numerics;

namespace JcmHub.Domain.Quantities;

/// <summary>
/// Whole tonnes of CO2 equivalent, zero or more: the amount that is issued, allocated, transferred and used.
/// </summary>
/// <remarks>Published JCM issuances are whole tonnes only; a tonne is one unit with one serial number.</remarks>
public readonly record struct WholeTonnes : IComparable<WholeTonnes>
{
    /// <exception cref="ArgumentOutOfRangeException">The number is negative.</exception>
    public WholeTonnes(long value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value);
        Value = value;
    }

    public long Value { get; }

    public static WholeTonnes Zero => default;

    public bool IsZero => Value == 0;

    /// <exception cref="OverflowException">The sum exceeds 2^63 − 1.</exception>
    public static WholeTonnes operator +(WholeTonnes left, WholeTonnes right) => new(checked(left.Value + right.Value));

    /// <exception cref="ArgumentOutOfRangeException">More is taken than there is.</exception>
    public static WholeTonnes operator -(WholeTonnes left, WholeTonnes right) => new(left.Value - right.Value);

    public static bool operator <(WholeTonnes left, WholeTonnes right) => left.Value < right.Value;

    public static bool operator <=(WholeTonnes left, WholeTonnes right) => left.Value <= right.Value;

    public static bool operator >(WholeTonnes left, WholeTonnes right) => left.Value > right.Value;

    public static bool operator >=(WholeTonnes left, WholeTonnes right) => left.Value >= right.Value;

    /// <summary>
    /// Emission reductions floored to whole tonnes; below zero nothing is issued, so zero. Null above 2^63 − 1.
    /// </summary>
    public static WholeTonnes? Floor(Rational reductions)
    {
        var floor = reductions.Floor();
        if (floor.Sign <= 0) return Zero;
        return floor > long.MaxValue ? null : new((long)floor);
    }

    /// <summary>Reads decimal digits without sign, leading zeros or separators.</summary>
    public static bool TryParse(string? text, out WholeTonnes tonnes)
    {
        tonnes = default;
        if (string.IsNullOrEmpty(text) || (text.Length > 1 && text[0] == '0')) return false;
        if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value)) return false;
        tonnes = new(value);
        return true;
    }

    public Rational ToRational() => Rational.FromInteger(new BigInteger(Value));

    public int CompareTo(WholeTonnes other) => Value.CompareTo(other.Value);

    /// <summary>Decimal digits: <c>2017</c>.</summary>
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}
