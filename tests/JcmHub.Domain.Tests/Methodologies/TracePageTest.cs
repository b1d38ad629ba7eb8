using System.Buffers;
using System.Text;
using JcmHub.Domain.Methodologies;

namespace JcmHub.Domain.Tests.Methodologies;

public sealed class TracePageTest
{
    [Fact]
    public void WritePage_SampleReport_ShowsTheSumWithValuesAndTheTonnes()
    {
        var page = Page(Computation.Compute(Files.Report("th014-2021.json"), Files.Project("TH014"), Files.Methodologies()));

        Assert.Contains("#1 = EG[PV-1] × EF_RE = 6323.5 MWh × 0.319 tCO2/MWh = ", page, StringComparison.Ordinal);
        Assert.Contains("<td class=result>2017 tCO2eq", page, StringComparison.Ordinal);
        Assert.Contains("/readings/11", page, StringComparison.Ordinal);
        Assert.Contains(Files.Methodology("TH_AM001-1.0").ContentHash, page, StringComparison.Ordinal);
        Assert.Contains("太陽光発電", page, StringComparison.Ordinal);
    }

    [Fact]
    public void WritePage_RoundedExponential_IsMarkedAsRounded() =>
        Assert.Contains("rounded to 20 decimals", Page(WorkedExample.Load("MX_AM901-food-waste").Compute()), StringComparison.Ordinal);

    [Fact]
    public void WritePage_MarkUpInAPointsName_IsEncoded()
    {
        var report = Files.Report("th014-2021.json");
        report = report with { Readings = [.. report.Readings.Select(r => r with { Point = "<script>alert(1)</script>" })] };
        var page = Page(Computation.Compute(report, Files.Project("TH014"), Files.Methodologies()));

        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("&lt;script&gt;", page, StringComparison.Ordinal);
    }

    [Fact]
    public void WritePage_ReportWithErrors_SaysThatThereIsNoResult()
    {
        var report = Files.Report("th014-2021.json");
        var page = Page(Computation.Compute(report with { Readings = [] }, Files.Project("TH014"), Files.Methodologies()));
        Assert.Contains("There is no result", page, StringComparison.Ordinal);
    }

    private static string Page(ComputationResult result)
    {
        var output = new ArrayBufferWriter<byte>();
        result.Trace.WritePage(output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
