using System.Text.Json.Nodes;
using JcmHub.Domain.Calendar;
using JcmHub.Domain.Methodologies;

namespace JcmHub.Domain.Tests.Methodologies;

/// <summary>A flow counted in days or hours is at most the time of its reading (PH_AM904, D in days; and the same file with D in hours).</summary>
public sealed class TimeInReadingTest
{
    [Fact]
    public void Compute_MoreDaysOfCultivationThanTheReadingHas_IsRefused()
    {
        var report = Files.Report("ph901-awd-2025.json");
        report = report with { Readings = [.. report.Readings.Select((r, i) => i == 1 ? r with { Value = 199m } : r)] };
        var error = Assert.Single(Computation.Compute(report, Files.Project("PH901"), Files.Methodologies()).Errors);
        Assert.Equal(("more-time-than-reading", "/readings/1/value"), (error.Code, error.Pointer));
        Assert.Contains("more than the 108", error.Detail, StringComparison.Ordinal);
    }

    // Chile, 2024: the clock goes from 00:00 to 01:00 on 8 September, and from 24:00 to 23:00 on 6 April.
    [Theory]
    [InlineData("d", "2024-09-08", "2024-09-08", "1", true)]
    [InlineData("d", "2024-09-08", "2024-09-08", "1.01", false)]
    [InlineData("d", "2024-04-06", "2024-04-06", "1", true)]
    [InlineData("d", "2024-04-06", "2024-04-06", "1.01", false)]
    [InlineData("d", "2024-09-08T00:00:00-04:00", "2024-09-09T00:00:00-03:00", "1", true)]
    [InlineData("d", "2024-09-08T00:00:00-04:00", "2024-09-09T00:00:00-03:00", "1.000000000001", false)]
    [InlineData("d", "2024-04-06T00:00:00-03:00", "2024-04-07T00:00:00-04:00", "1", true)]
    [InlineData("d", "2024-04-06T00:00:00-03:00", "2024-04-07T00:00:00-04:00", "1.01", false)]
    [InlineData("d", "2024-05-01T06:00:00-04:00", "2024-05-01T18:00:00-04:00", "0.5", true)]
    [InlineData("d", "2024-05-01T06:00:00-04:00", "2024-05-01T18:00:00-04:00", "0.51", false)]
    [InlineData("h", "2024-05-01", "2024-05-02", "48", true)]
    [InlineData("h", "2024-05-01", "2024-05-02", "48.1", false)]
    [InlineData("h", "2024-09-08", "2024-09-08", "23", true)]
    [InlineData("h", "2024-09-08", "2024-09-08", "24", false)]
    [InlineData("h", "2024-04-06", "2024-04-06", "25", true)]
    [InlineData("h", "2024-04-06", "2024-04-06", "25.1", false)]
    [InlineData("h", "2024-09-08T00:00:00-04:00", "2024-09-09T00:00:00-03:00", "23", true)]
    [InlineData("h", "2024-09-08T00:00:00-04:00", "2024-09-09T00:00:00-03:00", "23.1", false)]
    public void Compute_TimeCounted_IsAtMostThatOfTheReading(string unit, string from, string to, string value, bool fits)
    {
        var file = JsonNode.Parse(Files.MethodologyBytes("PH_AM904-1.0"))!;
        var days = file["parameters"]!.AsArray().Single(p => p!["name"]!.GetValue<string>() == "D")!;
        days["unit"] = unit;
        if (unit == "h")
        {
            file["units"]!["h"] = JsonNode.Parse("""{ "en": "hour", "ja": "時間" }""");
            file["parameters"]!.AsArray().Single(p => p!["name"]!.GetValue<string>() == "EF_c")!["unit"] = "kgCH4/(ha.h)";
            file.AsObject().Remove("checks");
        }

        var methodology = Files.Loaded(Methodology.Load(System.Text.Encoding.UTF8.GetBytes(file.ToJsonString())));
        var project = Files.Project("PH901") with { LocalDays = LocalDays.Of("America/Santiago")!, OperationStart = new(2024, 1, 1), CreditingPeriod = null };
        var report = MonitoringReport.Parse(System.Text.Encoding.UTF8.GetBytes($$"""
            {
              "project": "PH901", "methodologies": [{ "id": "PH_AM904", "version": "1.0" }], "monitoringPeriod": { "from": "2024-01-01", "to": "2024-12-31" },
              "readings": [
                { "methodology": "PH_AM904", "parameter": "A", "point": "s", "from": "{{from}}", "to": "{{to}}", "value": "100", "unit": "ha", "option": "C" },
                { "methodology": "PH_AM904", "parameter": "D", "point": "s", "from": "{{from}}", "to": "{{to}}", "value": "{{value}}", "unit": "{{unit}}", "option": "C" }
              ]
            }
            """));
        Assert.Equal(fits ? [] : ["more-time-than-reading"], Computation.Compute(report, project, [methodology]).Errors.Select(e => e.Code));
    }
}
