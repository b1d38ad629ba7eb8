namespace JcmHub.JsonSchema.Text;

/// <summary>
/// A number of up to 18 significant digits and a modest exponent, which is nearly every number: the same normal form
/// as <see cref="ExactNumber"/> without allocation.
/// </summary>
internal readonly record struct SmallNumber(long Mantissa, int Exponent)
{
    public const int MaxDigits = 18;
    private const int MaxExponent = 9999;

    public static bool TryParse(ReadOnlySpan<byte> text, out SmallNumber number)
    {
        number = default;
        var i = 0;
        var negative = text[0] == '-';
        if (negative)
            i++;
        long mantissa = 0;
        var digits = 0;
        var exponent = 0;
        var inFraction = false;
        for (; i < text.Length; i++)
        {
            var b = text[i];
            if (b == '.')
            {
                inFraction = true;
                continue;
            }
            if ((b | 0x20) == 'e')
                break;
            if (inFraction)
                exponent--;
            if (mantissa == 0 && b == '0')
                continue;
            if (++digits > MaxDigits)
                return false;
            mantissa = mantissa * 10 + (b - '0');
        }
        if (i < text.Length && !TryAddExponent(text[(i + 1)..], ref exponent))
            return false;
        if (exponent is < -MaxExponent or > MaxExponent)
            return false;
        if (mantissa == 0)
        {
            number = default;
            return true;
        }
        while (mantissa % 10 == 0)
        {
            mantissa /= 10;
            exponent++;
        }
        number = new SmallNumber(negative ? -mantissa : mantissa, exponent);
        return true;
    }

    public int CompareTo(SmallNumber other)
    {
        if (Exponent == other.Exponent || Mantissa == 0 || other.Mantissa == 0)
            return Mantissa.CompareTo(other.Mantissa);
        if (Mantissa < 0 != other.Mantissa < 0)
            return Mantissa < 0 ? -1 : 1;
        var shift = Exponent - other.Exponent;
        // Eighteen digits at most: a difference of more powers than that decides alone.
        if (shift > MaxDigits)
            return Mantissa < 0 ? -1 : 1;
        if (shift < -MaxDigits)
            return Mantissa < 0 ? 1 : -1;
        return shift > 0
            ? ((Int128)Mantissa * Power(shift)).CompareTo(other.Mantissa)
            : ((Int128)Mantissa).CompareTo((Int128)other.Mantissa * Power(-shift));
    }

    /// <summary>Is this an integer multiple of <paramref name="divisor"/>, which is not zero?</summary>
    public bool IsMultipleOf(SmallNumber divisor)
    {
        if (Mantissa == 0)
            return true;
        var power = Exponent - divisor.Exponent;
        if (power < 0)
            return false;
        Int128 modulus = Math.Abs(divisor.Mantissa);
        Int128 remainder = Math.Abs(Mantissa) % modulus;
        Int128 factor = 10 % modulus;
        for (; power > 0 && remainder != 0; power >>= 1)
        {
            if ((power & 1) != 0)
                remainder = remainder * factor % modulus;
            factor = factor * factor % modulus;
        }
        return remainder == 0;
    }

    private static bool TryAddExponent(ReadOnlySpan<byte> text, ref int exponent)
    {
        var negative = text[0] == '-';
        if (text[0] is (byte)'-' or (byte)'+')
            text = text[1..];
        var value = 0;
        foreach (var b in text)
        {
            value = value * 10 + (b - '0');
            if (value > 2 * MaxExponent)
                return false;
        }
        exponent += negative ? -value : value;
        return true;
    }

    private static Int128 Power(int exponent)
    {
        Int128 power = 1;
        for (var i = 0; i < exponent; i++)
            power *= 10;
        return power;
    }
}
