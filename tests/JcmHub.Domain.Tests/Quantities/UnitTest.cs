using CsCheck;
using JcmHub.Domain.Quantities;

namespace JcmHub.Domain.Tests.Quantities;

public sealed class UnitTest
{
    [Theory]
    [InlineData("1", "1")]
    [InlineData("MWh", "MWh")]
    [InlineData("tCO2/MWh", "tCO2/MWh")]
    [InlineData("kgCH4/(d.ha)", "kgCH4/(d.ha)")]
    [InlineData("kgCH4/(ha.d)", "kgCH4/(d.ha)")]
    [InlineData("d.kgCH4/ha", "d.kgCH4/ha")]
    [InlineData("1/a", "1/a")]
    [InlineData("m^2", "m^2")]
    [InlineData("MW*h", "MW.h")]
    [InlineData("MWh/MWh", "1")]
    [InlineData("m/s^2", "m/s^2")]
    public void TryParse_Unit_IsWrittenInOneWay(string text, string expected)
    {
        Assert.True(Unit.TryParse(text, out var unit));
        Assert.Equal(expected, unit.ToString());
        Assert.True(Unit.TryParse(unit.ToString(), out var again));
        Assert.Equal(unit, again);
    }

    [Theory]
    [InlineData("")]
    [InlineData("MWh ")]
    [InlineData("MWh/")]
    [InlineData("/d")]
    [InlineData("a/b.c")]
    [InlineData("a/b/c")]
    [InlineData("(a")]
    [InlineData("a)")]
    [InlineData("m^")]
    [InlineData("m^22")]
    [InlineData("m^-1")]
    [InlineData("2")]
    [InlineData("10")]
    [InlineData("((((((((a))))))))")]
    [InlineData("MWh²")]
    public void TryParse_NoUnit_IsRefused(string text) => Assert.False(Unit.TryParse(text, out _));

    [Fact]
    public void TryParse_AnyText_NeverThrows() => Gen.Char["ab1./*()^ {"].Array[0, 30].Sample(chars => Unit.TryParse(new string(chars), out var unit) || unit is not null);

    [Fact]
    public void Multiplication_ByTheInverse_IsNoUnit()
    {
        Assert.True(Unit.TryParse("kgCH4/(ha.d)", out var unit));
        Assert.True((unit * unit.Pow(-1)).IsNone);
        Assert.Equal(Unit.None, unit / unit);
    }

    [Fact]
    public void Equality_KilowattHoursAndMegawattHours_AreForeignToEachOther() => Assert.NotEqual(Unit.Of("kWh"), Unit.Of("MWh"));

    [Fact]
    public void Addition_OfQuantitiesInDifferentUnits_Throws() =>
        Assert.Throws<InvalidOperationException>(() => new Quantity(1, Unit.Of("kWh")) + new Quantity(1, Unit.Of("MWh")));
}
