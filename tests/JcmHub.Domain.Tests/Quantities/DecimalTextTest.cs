using System.Globalization;
using System.Text;
using CsCheck;
using JcmHub.Domain.Quantities;

namespace JcmHub.Domain.Tests.Quantities;

public sealed class DecimalTextTest
{
    [Theory]
    [InlineData("0", "0")]
    [InlineData("-0", "0")]
    [InlineData("0.10", "0.10")]
    [InlineData("541.2", "541.2")]
    [InlineData("-3.5", "-3.5")]
    [InlineData("1e3", "1000")]
    [InlineData("1.5E-3", "0.0015")]
    [InlineData("2.50e+1", "25")]
    [InlineData("9999999999999999999999999999", "9999999999999999999999999999")]
    [InlineData("0.0000000000000000000000000001", "0.0000000000000000000000000001")]
    [InlineData("12345678901234567890.12345678", "12345678901234567890.12345678")]
    [InlineData("1.0000000000000000000000000000000000000", "1")]
    public void TryParse_JsonNumber_IsReadExactly(string text, string expected)
    {
        Assert.Equal(DecimalText.Outcome.Read, DecimalText.TryParse(text, out var value));
        Assert.Equal(expected, value.ToString(CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("99999999999999999999999999999")]
    [InlineData("0.00000000000000000000000000001")]
    [InlineData("1.00000000000000000000000000001")]
    [InlineData("1e29")]
    [InlineData("1e-29")]
    public void TryParse_MoreDigitsThanADecimalHolds_IsRefusedRatherThanRounded(string text) =>
        Assert.Equal(DecimalText.Outcome.TooManyDigits, DecimalText.TryParse(text, out _));

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("+1")]
    [InlineData("01")]
    [InlineData("00.5")]
    [InlineData(".5")]
    [InlineData("5.")]
    [InlineData("5.e3")]
    [InlineData("1e")]
    [InlineData("1e9999999999")]
    [InlineData("1 ")]
    [InlineData("1,5")]
    [InlineData("1_000")]
    [InlineData("0x10")]
    [InlineData("NaN")]
    [InlineData("１")]
    [InlineData("1.2.3")]
    public void TryParse_NoJsonNumber_IsRefused(string text) => Assert.Equal(DecimalText.Outcome.NotANumber, DecimalText.TryParse(text, out _));

    [Fact]
    public void TryParse_AnyDecimalOf28Digits_RoundTrips() => Gen.Decimal.Where(d => Math.Abs(d) < 1e28m).Sample(d =>
    {
        var text = d.ToString(CultureInfo.InvariantCulture);
        if (text.Count(char.IsAsciiDigit) > 28) return;
        Assert.Equal(DecimalText.Outcome.Read, DecimalText.TryParse(text, out var value));
        Assert.Equal(text, value.ToString(CultureInfo.InvariantCulture));
    });

    [Fact]
    public void TryParse_AnyBytes_NeverThrows() => Gen.Byte.Array[0, 40].Sample(bytes => DecimalText.TryParse(bytes, out _) >= 0);

    [Fact]
    public void TryParse_MutatedNumbers_AgreeWithTheGeneralWay() => Gen.Char["0123456789.-eE+"].Array[1, 12].Sample(chars =>
    {
        var text = new string(chars);
        var outcome = DecimalText.TryParse(Encoding.ASCII.GetBytes(text), out var value);
        var isNumber = DecimalText.TryParseRational(text, out var rational);
        Assert.Equal(isNumber, outcome != DecimalText.Outcome.NotANumber);
        if (outcome == DecimalText.Outcome.Read) Assert.Equal(rational, Rational.FromDecimal(value));
    }, iter: 2000);
}
