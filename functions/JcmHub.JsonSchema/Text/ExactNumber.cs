using System.Globalization;
using System.Numerics;
using System.Text;

namespace JcmHub.JsonSchema.Text;

/// <summary>
/// A JSON number as mantissa × 10^exponent, the mantissa not divisible by ten: equal numbers have equal parts whatever
/// their spelling. Exact whatever the size; arithmetic stays cheap because powers of ten are never written out beyond
/// the digits that were written in the document.
/// </summary>
internal sealed class ExactNumber
{
    private readonly int _digits;

    private ExactNumber(BigInteger mantissa, BigInteger exponent, int digits) =>
        (Mantissa, Exponent, _digits) = (mantissa, exponent, digits);

    public BigInteger Mantissa { get; }

    public BigInteger Exponent { get; }

    public bool IsInteger => Exponent.Sign >= 0;

    /// <summary>The number of a scanned token.</summary>
    public static ExactNumber Parse(ReadOnlySpan<byte> text)
    {
        var negative = text[0] == '-';
        if (negative)
            text = text[1..];
        var e = text.IndexOfAny((byte)'e', (byte)'E');
        var exponent = e < 0 ? BigInteger.Zero : Integer(text[(e + 1)..]);
        if (e >= 0)
            text = text[..e];
        Span<byte> digits = text.Length <= 256 ? stackalloc byte[text.Length] : new byte[text.Length];
        var count = 0;
        var fraction = 0;
        var inFraction = false;
        foreach (var b in text)
        {
            if (b == '.')
            {
                inFraction = true;
                continue;
            }
            fraction += inFraction ? 1 : 0;
            if (count > 0 || b != '0')
                digits[count++] = b;
        }
        exponent -= fraction;
        while (count > 0 && digits[count - 1] == '0')
        {
            count--;
            exponent++;
        }
        if (count == 0)
            return new ExactNumber(BigInteger.Zero, BigInteger.Zero, 0);
        var mantissa = Integer(digits[..count]);
        return new ExactNumber(negative ? -mantissa : mantissa, exponent, count);
    }

    private static BigInteger Integer(ReadOnlySpan<byte> text) =>
        BigInteger.Parse(Encoding.ASCII.GetString(text), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);

    /// <summary>The same number in the short form, where it has one.</summary>
    public bool TryToSmall(out SmallNumber small)
    {
        var fits = _digits <= SmallNumber.MaxDigits && Exponent >= int.MinValue && Exponent <= int.MaxValue;
        small = fits ? new SmallNumber((long)Mantissa, (int)Exponent) : default;
        return fits;
    }

    public bool EqualTo(ExactNumber other) => Mantissa == other.Mantissa && Exponent == other.Exponent;

    public int CompareTo(ExactNumber other)
    {
        if (Mantissa.Sign != other.Mantissa.Sign)
            return Mantissa.Sign.CompareTo(other.Mantissa.Sign);
        if (Mantissa.IsZero)
            return 0;
        var magnitude = (Exponent + _digits).CompareTo(other.Exponent + other._digits);
        if (magnitude != 0)
            return magnitude * Mantissa.Sign;
        // The leading digits stand at the same power, so the exponents differ by no more than the digits written.
        var shift = (int)(Exponent - other.Exponent);
        return shift >= 0
            ? (Mantissa * BigInteger.Pow(10, shift)).CompareTo(other.Mantissa)
            : Mantissa.CompareTo(other.Mantissa * BigInteger.Pow(10, -shift));
    }

    /// <summary>Is this an integer multiple of <paramref name="divisor"/>, which is not zero?</summary>
    public bool IsMultipleOf(ExactNumber divisor)
    {
        if (Mantissa.IsZero)
            return true;
        var power = Exponent - divisor.Exponent;
        // A mantissa is not divisible by ten, so nothing cancels a missing power of ten.
        if (power.Sign < 0)
            return false;
        var modulus = BigInteger.Abs(divisor.Mantissa);
        // More powers of ten than the divisor can have twos or fives change nothing.
        var enough = BigInteger.Min(power, modulus.GetBitLength());
        return (Mantissa * BigInteger.ModPow(10, enough, modulus) % modulus).IsZero;
    }
}
