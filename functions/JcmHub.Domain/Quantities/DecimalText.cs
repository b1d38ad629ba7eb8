using System.Globalization;
using System.Numerics;
using System.Text;

namespace JcmHub.Domain.Quantities;

/// <summary>
/// Numbers read from their text, digit by digit, as JSON writes them (D7): nothing passes through a binary fraction,
/// and a number that <see cref="decimal"/> cannot hold exactly is refused rather than rounded.
/// </summary>
public static class DecimalText
{
    /// <summary>Why a text is not a number that we take.</summary>
    public enum Outcome
    {
        /// <summary>The number was read, exactly.</summary>
        Read,

        /// <summary>Not a number in JSON's notation.</summary>
        NotANumber,

        /// <summary>More than 28 significant digits or 28 decimal places.</summary>
        TooManyDigits,
    }

    private const int MostDigits = 28;

    /// <summary>Reads a JSON number, or the same in a string, from UTF-8.</summary>
    public static Outcome TryParse(ReadOnlySpan<byte> utf8, out decimal value)
    {
        value = 0;
        var at = 0;
        var negative = at < utf8.Length && utf8[at] == (byte)'-';
        if (negative) at++;

        var first = at;
        ulong low = 0;
        var significant = 0;
        var scale = 0;
        var digits = 0;
        var pointSeen = false;
        Int128 wide = 0;
        for (; at < utf8.Length; at++)
        {
            var c = utf8[at];
            if (c == (byte)'.')
            {
                if (pointSeen || digits == 0) return Outcome.NotANumber;
                pointSeen = true;
                continue;
            }

            if (c is < (byte)'0' or > (byte)'9') break;
            digits++;
            if (pointSeen) scale++;
            if (significant > 0 || c != (byte)'0') significant++;
            if (significant <= 18) low = (low * 10) + (ulong)(c - '0');
            else if (significant <= MostDigits) wide = ((significant == 19 ? (Int128)low : wide) * 10) + (c - '0');
        }

        if (digits == 0 || utf8[at - 1] == (byte)'.') return Outcome.NotANumber;
        if (utf8[first] == (byte)'0' && digits > 1 && utf8[first + 1] != (byte)'.') return Outcome.NotANumber;
        if (at < utf8.Length)
        {
            // An exponent is rare: read it by the general way.
            if (!TryParseRational(Encoding.UTF8.GetString(utf8), out var rational)) return Outcome.NotANumber;
            return ToDecimal(rational, out value) ? Outcome.Read : Outcome.TooManyDigits;
        }

        if (significant > MostDigits || scale > MostDigits)
        {
            // Trailing zeros are no digits lost.
            return TryParseRational(Encoding.UTF8.GetString(utf8), out var rational) && ToDecimal(rational, out value)
                ? Outcome.Read : Outcome.TooManyDigits;
        }

        var mantissa = significant > 18 ? wide : (Int128)low;
        value = new decimal(unchecked((int)mantissa), unchecked((int)(mantissa >> 32)), unchecked((int)(mantissa >> 64)), negative, (byte)scale);
        return Outcome.Read;
    }

    /// <summary>The same for text already decoded.</summary>
    public static Outcome TryParse(string text, out decimal value) => TryParse(Encoding.UTF8.GetBytes(text), out value);

    /// <summary>Reads a JSON number of up to 400 characters as a fraction.</summary>
    internal static bool TryParseRational(string text, out Rational value)
    {
        value = default;
        if (text.Length is 0 or > 400) return false;
        var at = text[0] == '-' ? 1 : 0;
        var wholeStart = at;
        while (at < text.Length && char.IsAsciiDigit(text[at])) at++;
        var wholeLength = at - wholeStart;
        if (wholeLength == 0 || (wholeLength > 1 && text[wholeStart] == '0')) return false;
        var digits = text[wholeStart..at];
        var scale = 0;
        if (at < text.Length && text[at] == '.')
        {
            var fractionStart = ++at;
            while (at < text.Length && char.IsAsciiDigit(text[at])) at++;
            scale = at - fractionStart;
            if (scale == 0) return false;
            digits += text[fractionStart..at];
        }

        if (at < text.Length && text[at] is 'e' or 'E')
        {
            if (!int.TryParse(text.AsSpan(at + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var exponent)
                || Math.Abs((long)exponent) > 100)
                return false;
            scale -= exponent;
            at = text.Length;
        }

        if (at != text.Length) return false;
        var mantissa = BigInteger.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);
        if (text[0] == '-') mantissa = -mantissa;
        value = scale >= 0 ? new(mantissa, BigInteger.Pow(10, scale)) : Rational.FromInteger(mantissa * BigInteger.Pow(10, -scale));
        return true;
    }

    /// <summary>The fraction as a decimal of at most 28 digits; false where none is exact.</summary>
    internal static bool ToDecimal(Rational rational, out decimal value)
    {
        value = 0;
        for (var scale = 0; scale <= MostDigits; scale++)
        {
            var scaled = rational * Rational.FromInteger(BigInteger.Pow(10, scale));
            if (!scaled.IsInteger) continue;
            var mantissa = BigInteger.Abs(scaled.Numerator);
            if (mantissa >= BigInteger.Pow(10, MostDigits)) return false;
            value = (decimal)mantissa;
            Span<int> bits = stackalloc int[4];
            decimal.GetBits(value, bits);
            value = new decimal(bits[0], bits[1], bits[2], rational.Sign < 0, (byte)scale);
            return true;
        }

        return false;
    }
}
