using System.Numerics;
using CsCheck;
using JcmHub.Domain.Quantities;

namespace JcmHub.Domain.Tests.Quantities;

public sealed class ExponentialTest
{
    private static readonly Gen<Rational> Argument = Gen.Select(Gen.Int[-300_000, 300_000], Gen.Int[1, 20_000], (n, d) => new Rational(n, d)).Where(x => Rational.Abs(x) <= 40);

    // Digits of e, e^-0.4 and e^10 as any table has them.
    [Theory]
    [InlineData("1", 30, "2.718281828459045235360287471353")]
    [InlineData("-0.4", 20, "0.67032004603563930074")]
    [InlineData("10", 15, "22026.465794806716517")]
    [InlineData("0", 20, "1")]
    [InlineData("-1000", 20, "0")]
    public void Exp_KnownValue_IsCorrectlyRounded(string argument, int decimals, string expected)
    {
        Assert.True(Rational.TryParse(argument, out var x));
        Assert.Equal(expected, Exponential.Exp(x, decimals)!.Value.ToString());
    }

    [Fact]
    public void Exp_SumOfArguments_IsTheProductWithinTheRounding() => Gen.Select(Argument, Argument).Sample((a, b) =>
    {
        const int Decimals = 40;
        var place = new Rational(1, BigInteger.Pow(10, Decimals));
        var (ea, eb, eab) = (Exponential.Exp(a, Decimals)!.Value, Exponential.Exp(b, Decimals)!.Value, Exponential.Exp(a + b, Decimals)!.Value);
        Assert.True(Rational.Abs((ea * eb) - eab) <= place * (ea + eb + 2));
    }, iter: 50);

    [Fact]
    public void Exp_FewerDecimals_AreThoseOfMoreDecimalsRounded() => Argument.Sample(x =>
        Assert.Equal(Exponential.Exp(x, 50)!.Value.Round(12), Exponential.Exp(x, 12)!.Value), iter: 50);

    [Fact]
    public void Exp_BeyondTheDomain_HasNoValue() => Assert.Null(Exponential.Exp(1001, 20));

    [Theory]
    [InlineData("2", "1/2", 20, "1.4142135623730950488")]
    [InlineData("3", "0.5", 20, "1.73205080756887729353")]
    [InlineData("10", "-0.37", 20, "0.426579518801592658")]
    [InlineData("0.5", "1.5", 20, "0.3535533905932737622")]
    public void Pow_NotAFraction_IsCorrectlyRounded(string @base, string exponent, int decimals, string expected)
    {
        var (b, e) = (Parse(@base), Parse(exponent));
        var (value, exact) = Exponential.Pow(b, e, decimals)!.Value;
        Assert.False(exact);
        Assert.Equal(expected, value.ToString());
    }

    [Theory]
    [InlineData("4", "0.5", "2")]
    [InlineData("4/9", "1.5", "8/27")]
    [InlineData("32", "-0.4", "0.25")]
    [InlineData("0", "0.5", "0")]
    public void Pow_PerfectPower_IsExact(string @base, string exponent, string expected)
    {
        var (b, e) = (Parse(@base), Parse(exponent));
        Assert.Equal((expected, true), (Exponential.Pow(b, e, 20)!.Value.Value.ToString(), Exponential.Pow(b, e, 20)!.Value.IsExact));
    }

    [Theory]
    [InlineData("-2", "0.5")]
    [InlineData("0", "-0.5")]
    [InlineData("2", "0.0001")]
    [InlineData("2", "10000.5")]
    public void Pow_OutsideTheDomain_HasNoValue(string @base, string exponent)
    {
        var (b, e) = (Parse(@base), Parse(exponent));
        Assert.Null(Exponential.Pow(b, e, 20));
    }

    [Theory]
    [InlineData("1", "0.001")]
    [InlineData("-3", "0.25")]
    [InlineData("5", "1")]
    public void RoundedValue_ExpOfAnUncertainValue_CoversItsEnds(string at, string within)
    {
        var (x, error) = (Parse(at), Parse(within));
        var result = RoundedValue.Exp(new RoundedValue(x, error), 20)!.Value;
        Assert.True(result.Low <= Exponential.Exp(x - error, 30)!.Value && Exponential.Exp(x + error, 30)!.Value <= result.High);
    }

    [Theory]
    [InlineData("2", "0.01", "0.5")]
    [InlineData("2", "0.01", "-1.5")]
    [InlineData("0.3", "0.001", "3.25")]
    public void RoundedValue_PowerOfAnUncertainValue_CoversItsEnds(string at, string within, string exponent)
    {
        var (x, error, e) = (Parse(at), Parse(within), Parse(exponent));
        var result = RoundedValue.Pow(new RoundedValue(x, error), e, 20)!.Value;
        foreach (var end in new[] { x - error, x + error })
        {
            var value = Exponential.Pow(end, e, 30)!.Value.Value;
            Assert.True(result.Low <= value && value <= result.High);
        }
    }

    [Fact]
    public void RoundedValue_AnyOperations_KeepTheTrueValueWithinTheBound() => Gen.Select(Argument, Argument, Gen.Int[0, 3]).Sample((a, b, operation) =>
    {
        // The same sum with few and with many decimals: the true value lies within both bounds, so they meet.
        Assert.True(Meet(Of(6), Of(40)));

        RoundedValue Of(int decimals)
        {
            var x = RoundedValue.Exp(RoundedValue.Exact(a / 8), decimals)!.Value;
            var y = RoundedValue.Exp(RoundedValue.Exact(b / 8), decimals)!.Value + RoundedValue.Exact(Rational.One);
            var combined = operation switch { 0 => x + y, 1 => x * y, 2 => RoundedValue.Divide(x, y)!.Value, _ => RoundedValue.Max(x, y) - RoundedValue.Min(x, y) };
            return RoundedValue.Exp(RoundedValue.Divide(combined, RoundedValue.Exact(10_000))!.Value, decimals)!.Value;
        }

        static bool Meet(RoundedValue a, RoundedValue b) => a.Low <= b.High && b.Low <= a.High;
    }, iter: 60);

    private static Rational Parse(string text) => Rational.TryParse(text, out var value) ? value : throw new FormatException(text);
}
