using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CsCheck;
using JcmHub.Domain.Methodologies;
using JcmHub.Domain.Projects;

namespace JcmHub.Domain.Tests.Methodologies;

public sealed class StreamedComputationTest
{
    [Theory]
    [InlineData("th014-2021.json", "TH014")]
    [InlineData("mv002-2021-2022.json", "MV002")]
    [InlineData("ph901-awd-2025.json", "PH901")]
    public void Finish_SampleInChunksOfAnySize_GivesWhatComputeGives(string name, string project)
    {
        var bytes = Files.Data(name);
        var expected = Computation.Compute(Files.Parsed(bytes), Files.Project(project), Files.Methodologies());
        foreach (var size in (int[])[1, 2, 3, 7, 64, 257, 1000, bytes.Length])
        {
            var streamed = Stream(bytes, Files.Project(project), size);
            AssertSame(expected, streamed);
            Assert.Equal(CalculationTraceTest.Json(expected.Trace).GetRawText(), CalculationTraceTest.Json(streamed.Trace).GetRawText());
        }
    }

    [Fact]
    public void Finish_MinuteReadingsAsInstants_FallToTheLocalYear()
    {
        // Bangkok is seven hours ahead: its year 2021 ends at 17:00 UTC on 31 December.
        var report = Report("2021-12-31", "2022-01-01", Minutes(new(2021, 12, 30, 17, 0, 0, TimeSpan.Zero), 2880, m => m < 1440 ? "0.05" : "0.025"));
        var result = Stream(report, Files.Project("TH014"), 4096);

        Assert.Empty(result.Errors);
        Assert.Equal([(2021, "22.968"), (2022, "11.484")], result.Vintages.Select(v => (v.Vintage.Year, v.Reference.Value.ToString())));
        AssertSame(Computation.Compute(Files.Parsed(report), Files.Project("TH014"), Files.Methodologies()), result);
    }

    [Fact]
    public void Finish_MoreReadingsThanAreListed_GivesTotalsWithAHashThatCanBeRedone()
    {
        var lines = Minutes(new(2021, 3, 1, 0, 0, 0, TimeSpan.FromHours(7)), 12 * 1440, m => "0.0" + (m % 10).ToString(CultureInfo.InvariantCulture)).ToList();
        var report = Report("2021-03-01", "2021-03-12", lines);
        var streamed = Stream(report, Files.Project("TH014"), 4096);
        Assert.Empty(streamed.Errors);

        var trace = CalculationTraceTest.Json(streamed.Trace);
        var input = trace.GetProperty("vintages")[0].GetProperty("parts")[0].GetProperty("inputs").EnumerateArray().Single(i => i.GetProperty("input").GetString() == "EG[PV-1]");
        var text = string.Concat(lines.Select(l => $"{l.From}/{l.To} {l.Value}\n"));
        Assert.Equal("sha-256:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))), input.GetProperty("hash").GetString());
        Assert.Equal(("777.6", 17_280, "/readings/0", "/readings/17279"), (input.GetProperty("value").GetString(), input.GetProperty("count").GetInt32(), input.GetProperty("first").GetString(), input.GetProperty("last").GetString()));
        Assert.False(input.TryGetProperty("readings", out _));
        Assert.Equal(trace.GetRawText(), CalculationTraceTest.Json(Computation.Compute(Files.Parsed(report), Files.Project("TH014"), Files.Methodologies()).Trace).GetRawText());
    }

    [Fact]
    public void Finish_ReadingsInReverseOrder_GivesTheSameSumsAndGaps()
    {
        var lines = Minutes(new(2021, 3, 1, 0, 0, 0, TimeSpan.FromHours(7)), 4 * 1440, _ => "0.1").ToList();
        lines.RemoveAt(2000);
        var forward = Stream(Report("2021-03-01", "2021-03-04", lines), Files.Project("TH014"), 4096);
        lines.Reverse();
        var backward = Stream(Report("2021-03-01", "2021-03-04", lines), Files.Project("TH014"), 4096);

        Assert.Equal("gap", Assert.Single(forward.Errors).Code);
        Assert.Equal(forward.Errors, backward.Errors);
    }

    [Fact]
    public void Finish_OneMinuteReadTwiceAmongThousands_IsFound()
    {
        var lines = Minutes(new(2021, 3, 1, 0, 0, 0, TimeSpan.FromHours(7)), 4 * 1440, _ => "0.1").ToList();
        lines.Add(lines[17]);
        Assert.Equal([("overlap", "/readings/5760")], Stream(Report("2021-03-01", "2021-03-04", lines), Files.Project("TH014"), 4096).Errors.Select(e => (e.Code, e.Pointer)));
    }

    [Fact]
    public void Read_HeaderAtTheBeginning_IsFoundWithoutTheReadings()
    {
        var header = ReportHeader.Read(Files.Data("mv002-2021-2022.json").AsSpan(0, 400))!;
        Assert.Equal((ProjectId.Parse("MV002"), new MethodologyReference("MV_AM002", "1.0")), (header.Project, header.Methodologies.Single()));
        Assert.Equal("2021-12-02/2022-10-31", header.Period.ToString());
    }

    [Fact]
    public void Read_HeaderAfterTheReadings_IsFoundByAPassOverAll()
    {
        var report = Encoding.UTF8.GetBytes("""{"readings":[{"a":[1,{"b":2}]}],"monitoringPeriod":{"to":"2021-12-31","from":"2021-01-01"},"methodologies":[{"version":"1.0","id":"TH_AM001"}],"project":"TH014"}""");
        Assert.NotNull(ReportHeader.Read(report));
        Assert.Null(ReportHeader.Read(report.AsSpan(0, 60)));
    }

    [Fact]
    public void Finish_WrongHeaderHandedIn_Throws()
    {
        var header = ReportHeader.Read(Files.Data("mv002-2021-2022.json"))!;
        var computation = new StreamedComputation(header, Files.Project("MV002"), Files.Methodologies());
        computation.Feed(Files.Data("th014-2021.json"), isFinal: true);
        Assert.Throws<InvalidOperationException>(computation.Finish);
    }

    [Fact]
    public void Finish_WorkedExamples_GiveWhatComputeGives()
    {
        foreach (var example in WorkedExample.Names().Select(WorkedExample.Load))
        {
            var bytes = Encoding.UTF8.GetBytes(example.Expected.GetProperty("report").GetRawText());
            AssertSame(example.Compute(), Stream(bytes, example.Project, 100));
        }
    }

    [Fact]
    public void Feed_DamagedBytes_NeverThrowsAndNeverGivesAResultOfBrokenJson()
    {
        var bytes = Files.Data("th014-2021.json");
        Gen.Select(Gen.Int[0, bytes.Length - 1], Gen.Byte, Gen.Int[0, 3], Gen.Int[1, 500]).Sample((at, value, kind, size) =>
        {
            byte[] damaged = kind switch
            {
                0 => [.. bytes[..at]],
                1 => [.. bytes[..at], value, .. bytes[(at + 1)..]],
                2 => [.. bytes[..at], value, .. bytes[at..]],
                _ => [.. bytes[..at], .. bytes[Math.Min(bytes.Length, at + value)..]],
            };
            var read = MonitoringReport.Parse(damaged);
            Assert.Equal(read.Report is null, read.Errors.Count > 0);
            if (ReportHeader.Read(damaged) is not { } header || header.Project.ToString() != "TH014") return;
            var result = Stream(damaged, header, Files.Project("TH014"), size);
            Assert.True(result.Errors.Count == 0 || result.Vintages.Count == 0);
            if (read.Report is { } report) AssertSame(Computation.Compute(report, Files.Project("TH014"), Files.Methodologies()), result);
            else Assert.NotEmpty(result.Errors);
        }, iter: 600);
    }

    private static ComputationResult Stream(byte[] report, Project project, int size) => Stream(report, ReportHeader.Read(report)!, project, size);

    private static ComputationResult Stream(byte[] report, ReportHeader header, Project project, int size)
    {
        var computation = new StreamedComputation(header, project, Files.Methodologies());
        for (var at = 0; at < report.Length; at += size) computation.Feed(report.AsSpan(at, Math.Min(size, report.Length - at)), at + size >= report.Length);
        return computation.Finish();
    }

    private static byte[] Report(string from, string to, IEnumerable<(string From, string To, string Value)> readings) => Encoding.UTF8.GetBytes(
        $$"""{"project":"TH014","methodologies":[{"id":"TH_AM001","version":"1.0"}],"monitoringPeriod":{"from":"{{from}}","to":"{{to}}"},"readings":[{{string.Join(",\n", readings.Select(r => $$"""{"methodology":"TH_AM001","parameter":"EG","point":"PV-1","from":"{{r.From}}","to":"{{r.To}}","value":"{{r.Value}}","unit":"MWh","option":"C","source":"meter"}"""))}}]}""");

    private static IEnumerable<(string From, string To, string Value)> Minutes(DateTimeOffset start, int count, Func<int, string> value)
    {
        for (var m = 0; m < count; m++)
            yield return (Text(start.AddMinutes(m)), Text(start.AddMinutes(m + 1)), value(m));

        static string Text(DateTimeOffset at) => at.ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);
    }

    private static void AssertSame(ComputationResult expected, ComputationResult actual)
    {
        Assert.Equal(expected.Errors.Select(e => (e.Code, e.Pointer)).Order(), actual.Errors.Select(e => (e.Code, e.Pointer)).Order());
        Assert.Equal(expected.Vintages, actual.Vintages);
    }
}
