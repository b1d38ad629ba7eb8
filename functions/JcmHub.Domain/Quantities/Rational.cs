using System.Globalization;
using System.Numerics;

namespace JcmHub.Domain.Quantities;

/// <summary>
/// An exact fraction of two integers of any size, always in lowest terms with a positive denominator.
/// </summary>
/// <remarks>
/// Formulas are evaluated in fractions and not in <see cref="decimal"/> so that neither a product nor a quotient can
/// lose a digit: whatever is rounded is rounded once, where a rule says so (design D7, decision 0040).
/// <c>default</c> is zero.
/// </remarks>
public readonly struct Rational : IEquatable<Rational>, IComparable<Rational>
{
    private readonly BigInteger numerator;
    private readonly BigInteger denominator;

    /// <summary>The fraction <paramref name="numerator"/> over <paramref name="denominator"/>, reduced.</summary>
    /// <exception cref="DivideByZeroException">The denominator is zero.</exception>
    public Rational(BigInteger numerator, BigInteger denominator)
    {
        if (denominator.IsZero) throw new DivideByZeroException();
        if (denominator.Sign < 0) (numerator, denominator) = (-numerator, -denominator);
        var common = denominator.IsOne ? BigInteger.One : BigInteger.GreatestCommonDivisor(numerator, denominator);
        this.numerator = common.IsOne ? numerator : numerator / common;
        this.denominator = common.IsOne ? denominator : denominator / common;
    }

    public static Rational Zero => default;

    public static Rational One { get; } = new(BigInteger.One, BigInteger.One);

    public BigInteger Numerator => numerator;

    public BigInteger Denominator => denominator.IsZero ? BigInteger.One : denominator;

    public int Sign => numerator.Sign;

    public bool IsZero => numerator.IsZero;

    public bool IsInteger => Denominator.IsOne;

    /// <summary>The larger of the two parts' lengths in bits: what the engine's size limit looks at.</summary>
    public long BitLength => Math.Max(numerator.GetBitLength(), Denominator.GetBitLength());

    public static Rational FromInteger(BigInteger value) => new(value, BigInteger.One);

    public static Rational FromDecimal(decimal value)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        var scale = (bits[3] >> 16) & 0xFF;
        var whole = new BigInteger(new decimal(bits[0], bits[1], bits[2], bits[3] < 0, 0));
        return scale == 0 ? FromInteger(whole) : new(whole, BigInteger.Pow(10, scale));
    }

    public static implicit operator Rational(int value) => FromInteger(value);

    public static implicit operator Rational(decimal value) => FromDecimal(value);

    public static Rational operator +(Rational left, Rational right) =>
        left.Denominator == right.Denominator
            ? new(left.numerator + right.numerator, left.Denominator)
            : new((left.numerator * right.Denominator) + (right.numerator * left.Denominator), left.Denominator * right.Denominator);

    public static Rational operator -(Rational left, Rational right) => left + -right;

    public static Rational operator -(Rational value) => new(-value.numerator, value.Denominator);

    public static Rational operator *(Rational left, Rational right) =>
        new(left.numerator * right.numerator, left.Denominator * right.Denominator);

    /// <exception cref="DivideByZeroException">The divisor is zero.</exception>
    public static Rational operator /(Rational left, Rational right) =>
        new(left.numerator * right.Denominator, left.Denominator * right.numerator);

    public static bool operator ==(Rational left, Rational right) => left.Equals(right);

    public static bool operator !=(Rational left, Rational right) => !left.Equals(right);

    public static bool operator <(Rational left, Rational right) => left.CompareTo(right) < 0;

    public static bool operator <=(Rational left, Rational right) => left.CompareTo(right) <= 0;

    public static bool operator >(Rational left, Rational right) => left.CompareTo(right) > 0;

    public static bool operator >=(Rational left, Rational right) => left.CompareTo(right) >= 0;

    public static Rational Min(Rational left, Rational right) => left <= right ? left : right;

    public static Rational Max(Rational left, Rational right) => left >= right ? left : right;

    public static Rational Abs(Rational value) => value.Sign < 0 ? -value : value;

    /// <summary>The integer power; a negative exponent inverts.</summary>
    /// <exception cref="DivideByZeroException">Zero to a negative power.</exception>
    public static Rational Pow(Rational value, int exponent) => exponent >= 0
        ? new(BigInteger.Pow(value.numerator, exponent), BigInteger.Pow(value.Denominator, exponent))
        : new(BigInteger.Pow(value.Denominator, -exponent), BigInteger.Pow(value.numerator, -exponent));

    /// <summary>The greatest integer not above the value: the one rounding of emission reductions (D7).</summary>
    public BigInteger Floor()
    {
        var quotient = BigInteger.DivRem(numerator, Denominator, out var remainder);
        return remainder.Sign < 0 ? quotient - 1 : quotient;
    }

    /// <summary>The value rounded, half to even, at the given decimal place.</summary>
    public Rational Round(int decimals)
    {
        var scale = BigInteger.Pow(10, decimals);
        return new(RoundedTimes(scale), scale);
    }

    public int CompareTo(Rational other) => Denominator == other.Denominator
        ? numerator.CompareTo(other.numerator)
        : (numerator * other.Denominator).CompareTo(other.numerator * Denominator);

    public bool Equals(Rational other) => numerator == other.numerator && Denominator == other.Denominator;

    public override bool Equals(object? obj) => obj is Rational other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(numerator, Denominator);

    /// <summary>
    /// The exact value: a plain decimal such as <c>2017.0051</c> where there is one, else a fraction such as <c>1/3</c>.
    /// </summary>
    public override string ToString()
    {
        if (IsInteger) return numerator.ToString(CultureInfo.InvariantCulture);
        var places = DecimalPlaces();
        return places is null
            ? string.Create(CultureInfo.InvariantCulture, $"{numerator}/{Denominator}")
            : Fixed(numerator * BigInteger.Pow(10, places.Value) / Denominator, places.Value);
    }

    /// <summary>The value as a decimal of exactly that many places, rounded half to even. For people; never computed with.</summary>
    public string ToString(int decimals) => Fixed(RoundedTimes(BigInteger.Pow(10, decimals)), decimals);

    /// <summary>Reads what <see cref="ToString()"/> writes: a decimal or a fraction of two integers.</summary>
    public static bool TryParse(string text, out Rational value)
    {
        ArgumentNullException.ThrowIfNull(text);
        value = default;
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0) return DecimalText.TryParseRational(text, out value);
        if (!BigInteger.TryParse(text.AsSpan(0, slash), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var over)
            || !BigInteger.TryParse(text.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var under)
            || under.IsZero)
            return false;
        value = new(over, under);
        return true;
    }

    /// <summary>How many decimal places write the value exactly, or null where none do.</summary>
    private int? DecimalPlaces()
    {
        var rest = Denominator;
        var twos = 0;
        var fives = 0;
        while (rest.IsEven) (rest, twos) = (rest >> 1, twos + 1);
        while (true)
        {
            var quotient = BigInteger.DivRem(rest, 5, out var remainder);
            if (!remainder.IsZero) break;
            (rest, fives) = (quotient, fives + 1);
        }

        return rest.IsOne ? Math.Max(twos, fives) : null;
    }

    private BigInteger RoundedTimes(BigInteger scale)
    {
        var scaled = BigInteger.Abs(numerator) * scale;
        var quotient = BigInteger.DivRem(scaled, Denominator, out var remainder);
        var twice = (remainder << 1).CompareTo(Denominator);
        if (twice > 0 || (twice == 0 && !quotient.IsEven)) quotient += 1;
        return numerator.Sign < 0 ? -quotient : quotient;
    }

    private static string Fixed(BigInteger scaled, int decimals)
    {
        var digits = BigInteger.Abs(scaled).ToString(CultureInfo.InvariantCulture);
        if (decimals > 0)
        {
            if (digits.Length <= decimals) digits = digits.PadLeft(decimals + 1, '0');
            digits = $"{digits[..^decimals]}.{digits[^decimals..]}";
        }

        return scaled.Sign < 0 ? "-" + digits : digits;
    }
}
