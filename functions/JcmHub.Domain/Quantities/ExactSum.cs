using System.Numerics;

namespace JcmHub.Domain.Quantities;

/// <summary>
/// A running sum of decimals that never rounds: a scaled 128-bit integer, and an integer of any size once that overflows.
/// A mutable struct, kept in a field and used in place, so that millions of readings are summed without allocation.
/// </summary>
internal struct ExactSum
{
    private static readonly Int128[] Powers = MakePowers();
    private Int128 mantissa;
    private int scale;
    private Overflow? overflow;

    /// <summary>Adds a fraction: rare, so it may allocate.</summary>
    public void Add(Rational value) => (overflow ??= new()).Sum += value;

    public void Add(decimal value)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        var valueScale = (bits[3] >> 16) & 0xFF;
        var magnitude = ((Int128)unchecked((uint)bits[2]) << 64) | ((Int128)unchecked((uint)bits[1]) << 32) | unchecked((uint)bits[0]);
        Add(bits[3] < 0 ? -magnitude : magnitude, valueScale);
    }

    /// <summary>Adds value × factor.</summary>
    public void AddProduct(decimal value, long factor)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        var valueScale = (bits[3] >> 16) & 0xFF;
        if (bits[2] != 0 || bits[1] < 0)
        {
            Add(Rational.FromDecimal(value) * Rational.FromInteger(factor));
            return;
        }

        // Below 2^63 each, so the product fits into 127 bits.
        var magnitude = (Int128)(((long)bits[1] << 32) | unchecked((uint)bits[0])) * factor;
        Add(bits[3] < 0 ? -magnitude : magnitude, valueScale);
    }

    /// <summary>The sum so far.</summary>
    public readonly Rational ToRational() => (overflow?.Sum ?? Rational.Zero) + new Rational((BigInteger)mantissa, BigInteger.Pow(10, scale));

    private void Add(Int128 value, int valueScale)
    {
        if (valueScale != scale && !TryAlign(ref value, valueScale))
        {
            Add(new Rational((BigInteger)value, BigInteger.Pow(10, valueScale)));
            return;
        }

        var sum = unchecked(mantissa + value);
        if (Int128.IsNegative(mantissa) == Int128.IsNegative(value) && Int128.IsNegative(sum) != Int128.IsNegative(value))
        {
            Add(new Rational((BigInteger)mantissa, BigInteger.Pow(10, scale)));
            mantissa = value;
            return;
        }

        mantissa = sum;
    }

    private bool TryAlign(ref Int128 value, int valueScale)
    {
        if (valueScale < scale) return TryScale(ref value, scale - valueScale);
        var widened = mantissa;
        if (!TryScale(ref widened, valueScale - scale)) return false;
        mantissa = widened;
        scale = valueScale;
        return true;
    }

    private static bool TryScale(ref Int128 value, int by)
    {
        var limit = Int128.MaxValue / Powers[by];
        if (value > limit || value < -limit) return false;
        value *= Powers[by];
        return true;
    }

    private static Int128[] MakePowers()
    {
        var powers = new Int128[29];
        powers[0] = 1;
        for (var i = 1; i < powers.Length; i++) powers[i] = powers[i - 1] * 10;
        return powers;
    }

    /// <summary>What did not fit into the integer; most sums never need one.</summary>
    private sealed class Overflow
    {
        public Rational Sum { get; set; }
    }
}
