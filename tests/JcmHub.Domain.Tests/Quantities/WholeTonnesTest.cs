using JcmHub.Domain.Quantities;

namespace JcmHub.Domain.Tests.Quantities;

public sealed class WholeTonnesTest
{
    [Theory]
    [InlineData("2017.1965", "2017")]
    [InlineData("0.9999", "0")]
    [InlineData("-0.5", "0")]
    [InlineData("-4371.8", "0")]
    [InlineData("5/3", "1")]
    [InlineData("68", "68")]
    public void Floor_Reductions_AreFlooredAndNeverNegative(string reductions, string expected)
    {
        Assert.True(Rational.TryParse(reductions, out var value));
        Assert.Equal(expected, WholeTonnes.Floor(value).ToString());
    }

    [Fact]
    public void Floor_BeyondALong_HasNoValue() => Assert.Null(WholeTonnes.Floor(Rational.FromInteger(System.Numerics.BigInteger.Pow(10, 30))));

    [Fact]
    public void Construction_Negative_Throws() => Assert.Throws<ArgumentOutOfRangeException>(() => new WholeTonnes(-1));

    [Fact]
    public void Addition_Overflow_Throws() => Assert.Throws<OverflowException>(() => new WholeTonnes(long.MaxValue) + new WholeTonnes(1));

    [Fact]
    public void Subtraction_OfMore_Throws() => Assert.Throws<ArgumentOutOfRangeException>(() => new WholeTonnes(1) - new WholeTonnes(2));

    [Theory]
    [InlineData("1009", true)]
    [InlineData("0", true)]
    [InlineData("01", false)]
    [InlineData("-1", false)]
    [InlineData("1.0", false)]
    [InlineData("1,009", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    [InlineData("9223372036854775808", false)]
    public void TryParse_Text_TakesDigitsOnly(string? text, bool taken)
    {
        Assert.Equal(taken, WholeTonnes.TryParse(text, out var tonnes));
        if (taken) Assert.Equal(text, tonnes.ToString());
    }
}
