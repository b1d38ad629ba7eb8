using System.Globalization;
using System.Numerics;
using CsCheck;
using JcmHub.Domain.Quantities;

namespace JcmHub.Domain.Tests.Quantities;

public sealed class RationalTest
{
    private static readonly Gen<Rational> Any = Gen.Select(Gen.Long, Gen.Long[1, long.MaxValue], (n, d) => new Rational(n, d));

    [Fact]
    public void Default_IsZero()
    {
        Assert.Equal(Rational.Zero, new Rational(0, 5));
        Assert.Equal("0", default(Rational).ToString());
        Assert.Equal(BigInteger.One, default(Rational).Denominator);
    }

    [Fact]
    public void Construction_ZeroDenominator_Throws() => Assert.Throws<DivideByZeroException>(() => new Rational(1, 0));

    [Fact]
    public void Arithmetic_AnyFractions_ObeysTheLawsOfAField() => Gen.Select(Any, Any, Any).Sample((a, b, c) =>
    {
        Assert.Equal(a + b, b + a);
        Assert.Equal((a + b) + c, a + (b + c));
        Assert.Equal(a * (b + c), (a * b) + (a * c));
        Assert.Equal(a, a + b - b);
        if (!b.IsZero) Assert.Equal(a, a * b / b);
    });

    [Fact]
    public void CompareTo_AnyFractions_AgreesWithTheDifference() =>
        Gen.Select(Any, Any).Sample((a, b) => Assert.Equal((a - b).Sign, Math.Sign(a.CompareTo(b))));

    [Fact]
    public void Floor_AnyFraction_IsTheGreatestIntegerNotAbove() => Any.Sample(a =>
    {
        var floor = Rational.FromInteger(a.Floor());
        Assert.True(floor <= a && a < floor + 1);
    });

    [Fact]
    public void Round_AnyFraction_IsWithinHalfAPlace() => Gen.Select(Any, Gen.Int[0, 30]).Sample((a, decimals) =>
    {
        var place = new Rational(1, BigInteger.Pow(10, decimals));
        Assert.True(Rational.Abs(a.Round(decimals) - a) * 2 <= place);
    });

    [Theory]
    [InlineData("0.5", 0, "0")]
    [InlineData("1.5", 0, "2")]
    [InlineData("2.5", 0, "2")]
    [InlineData("-0.5", 0, "0")]
    [InlineData("-1.5", 0, "-2")]
    [InlineData("0.125", 2, "0.12")]
    [InlineData("0.135", 2, "0.14")]
    [InlineData("1/3", 4, "0.3333")]
    [InlineData("2/3", 4, "0.6667")]
    [InlineData("-1/3", 2, "-0.33")]
    [InlineData("7", 2, "7.00")]
    public void ToString_Decimals_RoundsHalfToEven(string value, int decimals, string expected)
    {
        Assert.True(Rational.TryParse(value, out var parsed));
        Assert.Equal(expected, parsed.ToString(decimals));
    }

    [Fact]
    public void TryParse_WhatToStringWrites_IsTheSame() => Any.Sample(a =>
    {
        Assert.True(Rational.TryParse(a.ToString(), out var back));
        Assert.Equal(a, back);
    });

    [Fact]
    public void FromDecimal_AnyDecimal_KeepsItsText() => Gen.Decimal.Sample(d =>
    {
        var text = d.ToString(CultureInfo.InvariantCulture);
        if (text.Contains('.', StringComparison.Ordinal)) text = text.TrimEnd('0').TrimEnd('.');
        Assert.Equal(text is "-0" ? "0" : text, Rational.FromDecimal(d).ToString());
    });

    [Theory]
    [InlineData("")]
    [InlineData("1/0")]
    [InlineData("1/-2")]
    [InlineData("1.5/2")]
    [InlineData("x")]
    [InlineData("1/")]
    public void TryParse_NoFraction_IsRefused(string text) => Assert.False(Rational.TryParse(text, out _));
}
