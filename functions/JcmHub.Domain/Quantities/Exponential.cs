using System.Numerics;

namespace JcmHub.Domain.Quantities;

/// <summary>
/// The two functions that cannot be exact, correctly rounded: the answer is the true value rounded half to even at the
/// stated decimal place, proved by computing a lower and an upper bound until both round to the same.
/// </summary>
public static class Exponential
{
    /// <summary>exp is defined here from −<see cref="LargestArgument"/> to <see cref="LargestArgument"/>.</summary>
    public const int LargestArgument = 1000;

    /// <summary>The largest denominator of a power's exponent in lowest terms: 0.37 has 100.</summary>
    public const int LargestRoot = 100;

    private const int LargestPower = 1000;
    private const int MostBits = 1 << 20;

    /// <summary>e to the given power, rounded; null outside the domain.</summary>
    public static Rational? Exp(Rational argument, int decimals)
    {
        if (argument.IsZero) return Rational.One;
        if (Rational.Abs(argument) > LargestArgument) return null;
        // e^x of a fraction other than zero is never a fraction (Lindemann), so never half way: the loop ends.
        for (var bits = 128 + (decimals * 4); ; bits *= 2)
        {
            var (low, high) = Bounds(argument, bits);
            var below = low.Round(decimals);
            if (below == high.Round(decimals)) return below;
        }
    }

    /// <summary>
    /// A power whose exponent is not whole, rounded unless exact. Null where the base is negative or the exponent is
    /// beyond <see cref="LargestRoot"/> and a thousand.
    /// </summary>
    public static (Rational Value, bool IsExact)? Pow(Rational @base, Rational exponent, int decimals)
    {
        if (@base.Sign < 0 || exponent.Denominator > LargestRoot || BigInteger.Abs(exponent.Numerator) > LargestPower) return null;
        if (@base.IsZero) return exponent.Sign > 0 ? (Rational.Zero, true) : null;
        var root = (int)exponent.Denominator;
        if (@base.BitLength * (long)BigInteger.Abs(exponent.Numerator) > MostBits) return null;
        var power = Rational.Pow(@base, (int)exponent.Numerator);
        var (over, under) = (Root(power.Numerator, root), Root(power.Denominator, root));
        if (BigInteger.Pow(over, root) == power.Numerator && BigInteger.Pow(under, root) == power.Denominator)
            return (new Rational(over, under), true);

        // Not a fraction, so never half way: the floor of twice the scaled root decides the rounding.
        var scale = BigInteger.Pow(10, decimals);
        var inside = power * Rational.FromInteger(BigInteger.Pow(2 * scale, root));
        var twice = Root(inside.Floor(), root);
        return (new Rational((twice + 1) / 2, scale), false);
    }

    /// <summary>The floor of the n-th root, by Newton's method from above.</summary>
    private static BigInteger Root(BigInteger value, int n)
    {
        if (n == 1 || value <= BigInteger.One) return value;
        var guess = BigInteger.One << (int)((value.GetBitLength() / n) + 1);
        while (true)
        {
            var next = (((n - 1) * guess) + (value / BigInteger.Pow(guess, n - 1))) / n;
            if (next >= guess) return guess;
            guess = next;
        }
    }

    /// <summary>Bounds of e^x in fixed point with that many fractional bits, every step rounded outward.</summary>
    private static (Rational Low, Rational High) Bounds(Rational argument, int bits)
    {
        var magnitude = Rational.Abs(argument);
        // Halve until below 1/4, sum the series, square back; each squaring can double an error, so guard bits are added.
        var halvings = 2;
        for (var size = magnitude; size > 1; size /= 2) halvings++;
        bits += (2 * halvings) + (2 * (int)magnitude.Floor()) + 8;
        var one = BigInteger.One << bits;
        var scaled = new Rational(magnitude.Numerator << bits, magnitude.Denominator << halvings);
        var low = Series(scaled.Floor(), bits, outward: 0);
        var high = Series(scaled.Floor() + 1, bits, outward: 1) + 4;
        for (var i = 0; i < halvings; i++)
        {
            low = (low * low) >> bits;
            high = ((high * high) >> bits) + 1;
        }

        if (argument.Sign < 0) (low, high) = ((one << bits) / high, ((one << bits) / low) + 1);
        return (new(low, one), new(high, one));
    }

    /// <summary>1 + r + r²/2! + …, for r below 1/4; what is cut off is less than the last term.</summary>
    private static BigInteger Series(BigInteger r, int bits, int outward)
    {
        var sum = BigInteger.One << bits;
        var term = sum;
        for (var n = 1; term > outward; n++)
        {
            term = ((term * r) >> bits) / n;
            if (outward > 0) term += 2;
            sum += term;
            if (outward > 0 && term <= 3) break;
        }

        return sum;
    }
}
