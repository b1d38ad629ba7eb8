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

    [Fact]
    public void StartOf_Bangkok_IsSeventeenHoursUtcTheDayBefore() =>
        Assert.Equal(new DateTimeOffset(2020, 12, 31, 17, 0, 0, TimeSpan.Zero), LocalDays.Of("Asia/Bangkok")!.StartOf(new(2021, 1, 1)));

    [Fact]
    public void StartOf_DayWhoseMidnightIsSkipped_IsItsFirstMoment()
    {
        // Chile moved its clocks forward at midnight on 8 September 2019: the day began at 01:00.
        var days = LocalDays.Of("America/Santiago")!;
        var start = days.StartOf(new(2019, 9, 8));
        Assert.Equal(new DateOnly(2019, 9, 8), days.DayOf(start));
        Assert.Equal(new DateOnly(2019, 9, 7), days.DayOf(start.AddTicks(-1)));
        Assert.Equal(TimeSpan.FromHours(23), days.StartOf(new(2019, 9, 9)) - start);
    }

    [Fact]
    public void StartOf_EveryDayOfAYearInManyZones_IsTheFirstInstantOfThatDay()
    {
        foreach (var zone in new[] { "Asia/Tokyo", "Asia/Bangkok", "Asia/Ulaanbaatar", "America/Mexico_City", "America/Santiago", "America/Havana", "Africa/Tunis", "Indian/Maldives", "Europe/Kyiv", "Asia/Kolkata" })
        {
            var days = LocalDays.Of(zone)!;
            for (var day = new DateOnly(2019, 1, 1); day.Year == 2019; day = day.AddDays(1))
            {
                Assert.Equal(day, days.DayOf(days.StartOf(day)));
                Assert.NotEqual(day, days.DayOf(days.StartOf(day).AddTicks(-1)));
            }
        }
    }

    [Fact]
    public void Of_UnknownZone_IsNull() => Assert.Null(LocalDays.Of("Asia/Atlantis"));
}
