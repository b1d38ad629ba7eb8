using CsCheck;
using JcmHub.Domain.Quantities;

namespace JcmHub.Domain.Tests.Quantities;

public sealed class ExactSumTest
{
    [Fact]
    public void Add_AnyDecimals_SumsWithoutRounding() => Gen.Decimal.Array[0, 50].Sample(values =>
    {
        var sum = default(ExactSum);
        foreach (var value in values) sum.Add(value);
        Assert.Equal(values.Aggregate(Rational.Zero, (s, v) => s + v), sum.ToRational());
    });

    [Fact]
    public void Add_LargestDecimalsAtEveryScale_GoesBeyondAnInt128()
    {
        var sum = default(ExactSum);
        var expected = Rational.Zero;
        for (var i = 0; i < 200; i++)
        {
            var value = i % 3 == 0 ? decimal.MaxValue : i % 3 == 1 ? 0.0000000000000000000000000001m : decimal.MinValue / 7;
            sum.Add(value);
            expected += value;
        }

        Assert.Equal(expected, sum.ToRational());
    }

    [Fact]
    public void AddProduct_AnyDecimalAndFactor_IsExact() => Gen.Select(Gen.Decimal, Gen.Long[1, long.MaxValue]).Array[0, 20].Sample(pairs =>
    {
        var sum = default(ExactSum);
        foreach (var (value, factor) in pairs) sum.AddProduct(value, factor);
        Assert.Equal(pairs.Aggregate(Rational.Zero, (s, p) => s + (p.Item1 * Rational.FromInteger(p.Item2))), sum.ToRational());
    });
}
