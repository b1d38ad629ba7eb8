using System.Globalization;
using JcmHub.Domain.Calendar;
using JcmHub.Soak.Calendar;

namespace JcmHub.Domain.Tests.Calendar;

public sealed class LocalDaysTest
{
    [Fact]
    public void StartOf_Bangkok_IsSeventeenHoursUtcTheDayBefore() =>
        Assert.Equal(new DateTimeOffset(2020, 12, 31, 17, 0, 0, TimeSpan.Zero), LocalDays.Of("Asia/Bangkok")!.StartOf(new(2021, 1, 1)));

    // From the time-zone data itself. The first eight are of zones whose base offset was another one in that year.
    [Theory]
    [InlineData("America/Coyhaique", "2024-09-08", "2024-09-08T04:00:00Z", "00:00 to 01:00, days before the zone's own rules begin")]
    [InlineData("America/Coyhaique", "2024-04-07", "2024-04-07T04:00:00Z", "24:00 to 23:00: the hour before midnight twice")]
    [InlineData("America/Punta_Arenas", "2016-08-14", "2016-08-14T04:00:00Z", "00:00 to 01:00")]
    [InlineData("America/Asuncion", "2023-10-01", "2023-10-01T04:00:00Z", "00:00 to 01:00")]
    [InlineData("America/Asuncion", "2024-03-24", "2024-03-24T04:00:00Z", "24:00 to 23:00")]
    [InlineData("Asia/Amman", "2022-02-25", "2022-02-24T22:00:00Z", "00:00 to 01:00")]
    [InlineData("Asia/Amman", "2021-10-29", "2021-10-28T21:00:00Z", "01:00 to 00:00: midnight twice, the first counts")]
    [InlineData("America/Santiago", "2019-09-08", "2019-09-08T04:00:00Z", "00:00 to 01:00")]
    [InlineData("America/Havana", "2019-11-03", "2019-11-03T04:00:00Z", "01:00 to 00:00: midnight twice")]
    [InlineData("America/St_Johns", "2010-11-07", "2010-11-07T02:30:00Z", "00:01 to 23:01: one minute of the day, then the day before again")]
    [InlineData("Pacific/Apia", "2011-12-29", "2011-12-29T10:00:00Z", "the last day east of the date line")]
    [InlineData("Pacific/Apia", "2011-12-30", "2011-12-30T10:00:00Z", "a day that no clock showed: it has no length")]
    [InlineData("Pacific/Apia", "2011-12-31", "2011-12-30T10:00:00Z", "the first day west of the date line")]
    [InlineData("Pacific/Kwajalein", "1993-08-21", "1993-08-21T12:00:00Z", "a day that no clock showed")]
    [InlineData("Pacific/Kwajalein", "1993-08-22", "1993-08-21T12:00:00Z", "the day after it")]
    [InlineData("Antarctica/Casey", "2021-03-14", "2021-03-13T16:00:00Z", "24:00 to 21:00")]
    public void StartOf_DayOfAChange_IsItsFirstInstant(string zone, string day, string expected, string change)
    {
        var start = LocalDays.Of(zone)!.StartOf(DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture));
        Assert.True(DateTimeOffset.Parse(expected, CultureInfo.InvariantCulture) == start, $"{zone} {day} ({change}): {start:O}");
    }

    /// <summary>The project's zones and those that have gone wrong; <c>JcmHub.Soak local-days</c> takes every zone of the data.</summary>
    [Fact]
    public void StartOf_EveryHourOfManyZones_LiesInItsDay()
    {
        string[] zones =
        [
            "America/Asuncion", "America/Coyhaique", "America/Havana", "America/Mexico_City", "America/Punta_Arenas", "America/Santiago", "Africa/Tunis",
            "Antarctica/Casey", "Asia/Amman", "Asia/Bangkok", "Asia/Gaza", "Asia/Manila", "Asia/Tokyo", "Asia/Ulaanbaatar", "Europe/Kyiv", "Indian/Maldives",
        ];
        Assert.Empty(zones.SelectMany(zone => LocalDaysScan.Faults(zone, TimeSpan.FromHours(1))));
    }

    [Fact]
    public void Of_UnknownZone_IsNull() => Assert.Null(LocalDays.Of("Asia/Atlantis"));
}
