using CsCheck;
using JcmHub.Domain.Calendar;

namespace JcmHub.Domain.Tests.Calendar;

public sealed class CalendarTest
{
    private static readonly Gen<MonitoringPeriod> Period = Gen.Select(Gen.Int[0, 4000], Gen.Int[0, 1500], (start, days) =>
        new MonitoringPeriod(new DateOnly(2018, 1, 1).AddDays(start), new DateOnly(2018, 1, 1).AddDays(start + days)));

    [Fact]
    public void Vintages_AnyPeriod_DivideItsDays() => Period.Sample(p => Assert.Equal(p.Days, p.Vintages.Sum(v => p.In(v)!.Value.Days)));

    [Fact]
    public void Overlaps_AnyPeriods_MeansACommonDay() => Gen.Select(Period, Period).Sample((a, b) =>
    {
        Assert.Equal(a.Overlaps(b), b.Overlaps(a));
        Assert.Equal(a.Overlaps(b), a.Contains(b.From) || b.Contains(a.From));
    });

    [Theory]
    [InlineData("2021-12-31", false)]
    [InlineData("2022-01-01", true)]
    public void IsOver_OnADay_OnlyAfterTheLastOne(string today, bool isOver) =>
        Assert.Equal(isOver, new MonitoringPeriod(new(2021, 1, 1), new(2021, 12, 31)).IsOver(DateOnly.ParseExact(today, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)));

    [Fact]
    public void Construction_EndBeforeStart_Throws() => Assert.Throws<ArgumentException>(() => new MonitoringPeriod(new(2021, 1, 2), new(2021, 1, 1)));

    [Theory]
    [InlineData("2020-12-31", "2021-01-01", true)]
    [InlineData("2020-12-31", "2020-12-31", false)]
    [InlineData("2021-01-01", "2021-12-31", false)]
    public void Crosses2020To2021_Period_IsTrueOnlyWithBothDays(string from, string to, bool expected) =>
        Assert.Equal(expected, new MonitoringPeriod(Methodologies.Reports.Day(from), Methodologies.Reports.Day(to)).Crosses2020To2021);
}
