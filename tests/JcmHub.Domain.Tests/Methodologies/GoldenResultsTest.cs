using System.Text.Json;
using JcmHub.Domain.Methodologies;

namespace JcmHub.Domain.Tests.Methodologies;

public sealed class GoldenResultsTest
{
    public static TheoryData<string> Reports()
    {
        var data = new TheoryData<string>();
        foreach (var golden in Golden().EnumerateArray()) data.Add(golden.GetProperty("report").GetString()!);
        return data;
    }

    [Theory]
    [MemberData(nameof(Reports))]
    public void Compute_SampleReport_GivesTheStatedTonnes(string report)
    {
        var golden = Golden().EnumerateArray().Single(g => g.GetProperty("report").GetString() == report);
        var result = Computation.Compute(Files.Report(report), Files.Project(golden.GetProperty("project").GetString()!), Files.Methodologies());

        Assert.Empty(result.Errors);
        Assert.Equal(
            golden.GetProperty("vintages").EnumerateArray().Select(v => (v.GetProperty("year").GetInt32(), v.GetProperty("tonnes").GetString(),
                v.GetProperty("reference").GetString(), v.GetProperty("project").GetString(), v.GetProperty("reductions").GetString())),
            result.Vintages.Select(v => (v.Vintage.Year, (string?)v.Tonnes.ToString(), (string?)v.Reference.Value.ToString(), (string?)v.Project.Value.ToString(), (string?)v.Reductions.Value.ToString())));
    }

    [Fact]
    public void Compute_SampleReport_WritesATraceWithEveryReading()
    {
        var result = Computation.Compute(Files.Report("th014-2021.json"), Files.Project("TH014"), Files.Methodologies());
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream)) result.Trace.WriteTo(writer);
        using var trace = JsonDocument.Parse(stream.ToArray());

        var part = trace.RootElement.GetProperty("vintages")[0].GetProperty("parts")[0];
        var eg = part.GetProperty("inputs").EnumerateArray().Single(i => i.GetProperty("input").GetString() == "EG[PV-1]");
        Assert.Equal(12, eg.GetProperty("readings").GetArrayLength());
        Assert.Equal("6323.5", eg.GetProperty("value").GetString());
        Assert.Equal("/readings/11", eg.GetProperty("readings")[11].GetProperty("pointer").GetString());
    }

    private static JsonElement Golden() => JsonDocument.Parse(Files.Data("golden-results.json")).RootElement.Clone();
}
