using JcmHub.Domain.Calendar;
using JcmHub.Domain.Methodologies;
using JcmHub.Domain.Methodologies.Reports;
using static JcmHub.Domain.Tests.Methodologies.Reports;

namespace JcmHub.Domain.Tests.Methodologies;

public sealed class ReadingsInTimeTest
{
    [Fact]
    public void Compute_LevelOfUnequalReadings_IsTheMeanByLength()
    {
        var report = Files.Report("ph901-awd-2025.json");
        var area = report.Readings[0];
        // 42,000 ha for 54 of the 108 days of the season, then 21,000 ha: the mean is 31,500.
        var halves = new[]
        {
            area with { Span = Days("2025-01-10", "2025-03-04") },
            area with { Span = Days("2025-03-05", "2025-03-31"), Value = 21_000m },
            area with { Span = Days("2025-04-01", "2025-04-27"), Value = 21_000m },
        };
        var result = Computation.Compute(report with { Readings = [.. halves, .. report.Readings.Skip(1)] }, Files.Project("PH901"), Files.Methodologies());
        Assert.Empty(result.Errors);
        var trace = CalculationTraceTest.Json(result.Trace).GetProperty("vintages")[0].GetProperty("parts")[0].GetProperty("inputs");
        Assert.Equal("31500", trace.EnumerateArray().Single(i => i.GetProperty("input").GetString() == "A[Nueva Ecija / dry season]").GetProperty("value").GetString());
        CalculationTraceTest.AssertRedone(result);
    }

    [Theory]
    [InlineData("2020-12-01", "2020-12-31")]
    [InlineData("2020-12-31", "2021-01-01")]
    [InlineData("2021-12-31", "2022-01-01")]
    [InlineData("2022-06-01", "2022-06-30")]
    public void Compute_ReadingBeyondEitherEndOfThePeriod_IsRefused(string from, string to)
    {
        var result = Compute(Of(Eg("2021-01-01", "2021-12-31", 6000m), Eg(from, to, 1m, point: "PV-2")));
        Assert.Equal(("reading-outside-period", "/readings/1"), Assert.Single(result.Errors.Select(e => (e.Code, e.Pointer))));
    }

    [Theory]
    [InlineData("2021-01-02", "2021-12-31", "2021-01-01/2021-01-01")]
    [InlineData("2021-01-01", "2021-11-30", "2021-12-01/2021-12-31")]
    public void Compute_GapAtEitherEnd_IsNamed(string from, string to, string gap) =>
        Assert.Contains(gap, Assert.Single(Compute(Of(Eg(from, to, 5000m))).Errors).Detail, StringComparison.Ordinal);

    [Fact]
    public void Compute_TextsThatWouldRunIntoEachOther_AreKeptApart() =>
        Assert.Equal(("unit-mismatch", "/readings/1/unit"), Assert.Single(Compute(Of(
            Eg("2021-01-01", "2021-12-31", 6000m, point: "PV"), Eg("2021-01-01", "2021-12-31", 6000m, point: "PVM", unit: "Wh"))).Errors.Select(e => (e.Code, e.Pointer))));

    [Fact]
    public void Compute_UtcDayOfAMeterInBangkok_LeavesSevenHoursUncovered()
    {
        var period = new MonitoringPeriod(Day("2021-05-01"), Day("2021-05-01"));
        var errors = Compute(Of(period, EgBetween("2021-04-30T17:00:00Z", "2021-05-01T10:00:00Z", 5m))).Errors;
        Assert.Contains("2021-05-01T10:00:00Z/2021-05-01T17:00:00Z", Assert.Single(errors).Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2021-01-01T00:00:00Z", "2021-01-01T00:00:00.0000000Z")]
    [InlineData("2021-01-01T07:00:00+07:00", "2021-01-01T00:00:00.0000000Z")]
    [InlineData("2020-12-31T17:30:00-06:30", "2021-01-01T00:00:00.0000000Z")]
    [InlineData("2021-01-01T00:00:00.5Z", "2021-01-01T00:00:00.5000000Z")]
    [InlineData("2021-01-01t00:00:00.0000001z", "2021-01-01T00:00:00.0000001Z")]
    [InlineData("2020-02-29T23:59:59+00:00", "2020-02-29T23:59:59.0000000Z")]
    public void TryParse_Instant_IsItsMomentInUtc(string text, string utc)
    {
        Assert.True(ReportTime.TryParse(System.Text.Encoding.UTF8.GetBytes(text), out var at, out var isInstant));
        Assert.True(isInstant);
        Assert.Equal(utc, new DateTime(at, DateTimeKind.Utc).ToString("O"));
    }

    [Theory]
    [InlineData("2021-1-01")]
    [InlineData("2021-02-29")]
    [InlineData("0000-01-01")]
    [InlineData("2021-01-01 00:00:00Z")]
    [InlineData("2021-01-01T24:00:00Z")]
    [InlineData("2021-01-01T00:60:00Z")]
    [InlineData("2021-01-01T00:00:60Z")]
    [InlineData("2021-01-01T00:00Z")]
    [InlineData("2021-01-01T00:00:00")]
    [InlineData("2021-01-01T00:00:00.Z")]
    [InlineData("2021-01-01T00:00:00.12345678Z")]
    [InlineData("2021-01-01T00:00:00+7:00")]
    [InlineData("2021-01-01T00:00:00+07:00x")]
    [InlineData("0001-01-01T00:00:00+14:00")]
    [InlineData("２０２１-01-01")]
    [InlineData("")]
    public void TryParse_NeitherDateNorInstant_IsRefused(string text) =>
        Assert.False(ReportTime.TryParse(System.Text.Encoding.UTF8.GetBytes(text), out _, out _));
}
