using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
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
    public void Finish_PropertiesInAnyOrder_GiveTheSame(string name, string project)
    {
        var report = JsonNode.Parse(Files.Data(name))!.AsObject();
        var expected = Stream(Files.Data(name), Files.Project(project));
        foreach (var first in report.Select(p => p.Key).ToArray())
        {
            // Each in turn at the end, of the readings' properties too.
            Move(report, first);
            foreach (var reading in report["readings"]!.AsArray()) Move(reading!.AsObject(), reading.AsObject().First().Key);
            var actual = Stream(Encoding.UTF8.GetBytes(report.ToJsonString()), Files.Project(project));
            AssertSame(expected, actual);
            Assert.Equal(CalculationTraceTest.Json(expected.Trace).GetRawText(), CalculationTraceTest.Json(actual.Trace).GetRawText());
        }

        static void Move(JsonObject of, string property)
        {
            var value = of[property];
            of.Remove(property);
            of.Add(property, value);
        }
    }

    [Fact]
    public void Finish_MinuteReadingsAsInstants_FallToTheLocalYear()
    {
        // Bangkok is seven hours ahead: its year 2021 ends at 17:00 UTC on 31 December.
        var report = Report("2021-12-31", "2022-01-01", Minutes(new(2021, 12, 30, 17, 0, 0, TimeSpan.Zero), 2880, m => m < 1440 ? "0.05" : "0.025"));
        var result = Stream(report, Files.Project("TH014"));

        Assert.Empty(result.Errors);
        Assert.Equal([(2021, "22.968"), (2022, "11.484")], result.Vintages.Select(v => (v.Vintage.Year, v.Reference.Value.ToString())));
    }

    [Fact]
    public void Finish_MoreReadingsThanAreListed_GivesTotalsWithAHashThatCanBeRedone()
    {
        var lines = Minutes(new(2021, 3, 1, 0, 0, 0, TimeSpan.FromHours(7)), 12 * 1440, m => "0.0" + (m % 10).ToString(CultureInfo.InvariantCulture)).ToList();
        var report = Report("2021-03-01", "2021-03-12", lines);
        var streamed = Stream(report, Files.Project("TH014"));
        Assert.Empty(streamed.Errors);

        var trace = CalculationTraceTest.Json(streamed.Trace);
        var input = trace.GetProperty("vintages")[0].GetProperty("parts")[0].GetProperty("inputs").EnumerateArray().Single(i => i.GetProperty("input").GetString() == "EG[PV-1]");
        var text = string.Concat(lines.Select(l => $"{l.From}/{l.To} {l.Value}\n"));
        Assert.Equal("sha-256:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))), input.GetProperty("hash").GetString());
        Assert.Equal(("777.6", 17_280, "/readings/0", "/readings/17279"), (input.GetProperty("value").GetString(), input.GetProperty("count").GetInt32(), input.GetProperty("first").GetString(), input.GetProperty("last").GetString()));
        Assert.False(input.TryGetProperty("readings", out _));
    }

    [Fact]
    public void Finish_ReadingsInReverseOrder_GivesTheSameSumsAndGaps()
    {
        var lines = Minutes(new(2021, 3, 1, 0, 0, 0, TimeSpan.FromHours(7)), 4 * 1440, _ => "0.1").ToList();
        lines.RemoveAt(2000);
        var forward = Stream(Report("2021-03-01", "2021-03-04", lines), Files.Project("TH014"));
        lines.Reverse();
        var backward = Stream(Report("2021-03-01", "2021-03-04", lines), Files.Project("TH014"));

        Assert.Equal("gap", Assert.Single(forward.Errors).Code);
        Assert.Equal(forward.Errors, backward.Errors);
    }

    [Fact]
    public void Finish_OneMinuteReadTwiceAmongThousands_IsFound()
    {
        var lines = Minutes(new(2021, 3, 1, 0, 0, 0, TimeSpan.FromHours(7)), 4 * 1440, _ => "0.1").ToList();
        lines.Add(lines[17]);
        Assert.Equal([("overlap", "/readings/5760")], Stream(Report("2021-03-01", "2021-03-04", lines), Files.Project("TH014")).Errors.Select(e => (e.Code, e.Pointer)));
    }

    [Fact]
    public void HeaderCameLate_ReadingsFirst_AsksForASecondPass()
    {
        var report = JsonNode.Parse(Files.Data("mv002-2021-2022.json"))!.AsObject();
        var project = report["project"];
        report.Remove("project");
        report.Add("project", project);
        var first = Computation.Of(Files.Project("MV002")).Feed(Encoding.UTF8.GetBytes(report.ToJsonString()));

        Assert.True(first.HeaderCameLate);
        Assert.Null(first.Finish());
        Assert.Equal((ProjectId.Parse("MV002"), new MethodologyReference("MV_AM002", "1.0")), (first.Header!.Project, first.Header.Methodologies.Single()));
        Assert.Equal("2021-12-02/2022-10-31", first.Header.Period.ToString());
    }

    [Fact]
    public void Finish_WrongHeaderHandedIn_Throws()
    {
        var header = Computation.Of(Files.Project("MV002")).Feed(Files.Data("mv002-2021-2022.json")).Header;
        var computation = new StreamedComputation(_ => (Files.Project("MV002"), Files.Methodologies()), header).Feed(Files.Data("th014-2021.json"));
        Assert.Throws<InvalidOperationException>(computation.Finish);
    }

    [Fact]
    public void Finish_UnknownProject_GivesNothing()
    {
        var computation = new StreamedComputation(_ => null).Feed(Files.Data("th014-2021.json"));
        Assert.Null(computation.Finish());
        Assert.False(computation.HeaderCameLate);
        Assert.Equal("TH014", computation.Header!.Project.ToString());
    }

    [Fact]
    public void Feed_DamagedTokens_NeverThrowsAndNeverGivesAResultBesideErrors()
    {
        var bytes = Files.Data("th014-2021.json");
        Gen.Select(Gen.Int[0, bytes.Length - 1], Gen.Byte[1, 127]).Sample((at, value) =>
        {
            byte[] damaged = [.. bytes[..at], value, .. bytes[(at + 1)..]];
            var computation = Computation.Of(Files.Project("TH014"));
            try
            {
                computation.Feed(damaged);
            }
            catch (JsonException)
            {
                // What is no JSON is the validator's to refuse.
                return;
            }

            var result = computation.Finish();
            Assert.Equal(computation.Errors.Count > 0, result is not { Vintages.Count: > 0 });
        }, iter: 600);
    }

    private static ComputationResult Stream(byte[] report, Project project)
    {
        var computation = Computation.Of(project).Feed(report);
        if (computation.HeaderCameLate) computation = new StreamedComputation(_ => (project, Files.Methodologies()), computation.Header).Feed(report);
        return computation.Finish()!;
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
