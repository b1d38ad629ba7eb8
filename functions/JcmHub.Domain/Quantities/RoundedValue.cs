using System.Numerics;

namespace JcmHub.Domain.Quantities;

/// <summary>
/// A value with a bound on how far it may be from the true one. The bound is zero unless <c>exp</c> or a non-integer
/// power came in, and is carried through every operation, so that the engine can tell whether a rounding could have
/// changed a floor (design D7).
/// </summary>
/// <param name="Nominal">What is computed with, shown in the trace and redone by hand.</param>
/// <param name="Error">At most this far from the true value; never negative.</param>
internal readonly record struct RoundedValue(Rational Nominal, Rational Error)
{
    private const int ErrorDecimals = 80;

    public bool IsExact => Error.IsZero;

    public Rational Low => Nominal - Error;

    public Rational High => Nominal + Error;

    public static RoundedValue Exact(Rational value) => new(value, Rational.Zero);

    public static RoundedValue operator +(RoundedValue a, RoundedValue b) => Of(a.Nominal + b.Nominal, a.Error + b.Error);

    public static RoundedValue operator -(RoundedValue a, RoundedValue b) => Of(a.Nominal - b.Nominal, a.Error + b.Error);

    public static RoundedValue operator -(RoundedValue a) => a with { Nominal = -a.Nominal };

    public static RoundedValue operator *(RoundedValue a, RoundedValue b) => a.IsExact && b.IsExact
        ? Exact(a.Nominal * b.Nominal)
        : Of(a.Nominal * b.Nominal, (Rational.Abs(a.Nominal) * b.Error) + (Rational.Abs(b.Nominal) * a.Error) + (a.Error * b.Error));

    /// <summary>The quotient, or null where the divisor is zero or may be.</summary>
    public static RoundedValue? Divide(RoundedValue a, RoundedValue b)
    {
        var magnitude = Rational.Abs(b.Nominal);
        if (magnitude <= b.Error) return null;
        var quotient = a.Nominal / b.Nominal;
        if (a.IsExact && b.IsExact) return Exact(quotient);
        return Of(quotient, ((Rational.Abs(a.Nominal) * b.Error) + (magnitude * a.Error)) / (magnitude * (magnitude - b.Error)));
    }

    public static RoundedValue Min(RoundedValue a, RoundedValue b) => Of(Rational.Min(a.Nominal, b.Nominal), Rational.Max(a.Error, b.Error));

    public static RoundedValue Max(RoundedValue a, RoundedValue b) => Of(Rational.Max(a.Nominal, b.Nominal), Rational.Max(a.Error, b.Error));

    /// <summary>The order of two values, or null where the bounds leave it open.</summary>
    public static int? Compare(RoundedValue a, RoundedValue b)
    {
        var order = a.Nominal.CompareTo(b.Nominal);
        if (a.IsExact && b.IsExact) return order;
        return Rational.Abs(a.Nominal - b.Nominal) > a.Error + b.Error ? order : null;
    }

    /// <summary>e to the value, at the stated decimals; null outside the domain.</summary>
    public static RoundedValue? Exp(RoundedValue a, int decimals)
    {
        if (a.Error > 1 || Exponential.Exp(a.Nominal, decimals) is not { } rounded) return null;
        if (a.Nominal.IsZero && a.IsExact) return Exact(Rational.One);
        // |e^(x+d) − e^x| is at most 2·e^x·|d| for |d| up to 1; e^x itself is at most one last place above the rounded.
        var place = LastPlace(decimals);
        return Of(rounded, place + ((rounded + place) * 2 * a.Error));
    }

    /// <summary>A power of an exact exponent that is not whole; null outside the domain.</summary>
    public static RoundedValue? Pow(RoundedValue a, Rational exponent, int decimals)
    {
        if (Exponential.Pow(a.Nominal, exponent, decimals) is not { } power) return null;
        if (a.IsExact) return Of(power.Value, power.IsExact ? Rational.Zero : LastPlace(decimals));
        // (1+δ)^n − 1 is at most 2nδ for nδ up to 1, where δ is the relative error of the base.
        if (a.Nominal <= a.Error) return null;
        var size = Rational.FromInteger(Rational.Abs(exponent).Floor() + 1);
        var relative = size * (a.Error / (a.Nominal - a.Error));
        if (relative > 1) return null;
        var place = LastPlace(decimals);
        return Of(power.Value, place + ((power.Value + place) * 2 * relative));
    }

    /// <summary>A whole power; null where zero, or what may be zero, is inverted.</summary>
    public static RoundedValue? Pow(RoundedValue a, int exponent)
    {
        if (a.IsExact) return a.Nominal.IsZero && exponent < 0 ? null : Exact(Rational.Pow(a.Nominal, exponent));
        var product = Exact(Rational.One);
        for (var i = 0; i < Math.Abs(exponent); i++) product *= a;
        return exponent >= 0 ? product : Divide(Exact(Rational.One), product);
    }

    private static Rational LastPlace(int decimals) => new(BigInteger.One, BigInteger.Pow(10, decimals));

    /// <summary>Keeps the bound short: rounding it up is always safe.</summary>
    private static RoundedValue Of(Rational nominal, Rational error)
    {
        if (error.BitLength <= 512) return new(nominal, error);
        var scale = BigInteger.Pow(10, ErrorDecimals);
        return new(nominal, new Rational((error * Rational.FromInteger(scale)).Floor() + 1, scale));
    }
}
