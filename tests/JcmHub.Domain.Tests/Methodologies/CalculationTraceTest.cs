using System.Numerics;
using System.Text.Json;
using JcmHub.Domain.Methodologies;

namespace JcmHub.Domain.Tests.Methodologies;

public sealed class CalculationTraceTest
{
    public static TheoryData<string> Worked() =>
        [.. WorkedExample.Names().Where(n => WorkedExample.Load(n).Expected.TryGetProperty("vintages", out _))];

    [Theory]
    [MemberData(nameof(Worked))]
    public void WriteTo_WorkedExample_CanBeRedoneToTheSameTonnes(string name) => AssertRedone(WorkedExample.Load(name).Compute());

    [Theory]
    [InlineData("th014-2021.json", "TH014")]
    [InlineData("mv002-2021-2022.json", "MV002")]
    [InlineData("ph901-awd-2025.json", "PH901")]
    public void WriteTo_SampleReport_CanBeRedoneToTheSameTonnes(string report, string project) =>
        AssertRedone(Computation.Compute(Files.Report(report), Files.Project(project), Files.Methodologies()));

    [Fact]
    public void WriteTo_SampleReport_GivesEveryReadingAndTheHash()
    {
        var trace = Json(Computation.Compute(Files.Report("th014-2021.json"), Files.Project("TH014"), Files.Methodologies()).Trace);

        var part = trace.GetProperty("vintages")[0].GetProperty("parts")[0];
        var eg = part.GetProperty("inputs").EnumerateArray().Single(i => i.GetProperty("input").GetString() == "EG[PV-1]");
        Assert.Equal(12, eg.GetProperty("readings").GetArrayLength());
        Assert.Equal("6323.5", eg.GetProperty("value").GetString());
        Assert.Equal("/readings/11", eg.GetProperty("readings")[11].GetProperty("pointer").GetString());
        Assert.Equal(Files.Methodology("TH_AM001-1.0").ContentHash, trace.GetProperty("methodologies")[0].GetProperty("hash").GetString());
    }

    [Fact]
    public void WriteTo_Twice_GivesTheSame()
    {
        var trace = Computation.Compute(Files.Report("mv002-2021-2022.json"), Files.Project("MV002"), Files.Methodologies()).Trace;
        Assert.Equal(Json(trace).GetRawText(), Json(trace).GetRawText());
    }

    [Fact]
    public void WriteTo_BusinessAsUsualStated_ShowsWhatIsNotCredited()
    {
        var vintage = Json(WorkedExample.Load("KH_AM004-one-year").Compute().Trace).GetProperty("vintages")[0];
        Assert.Equal("15000", vintage.GetProperty("notCredited").GetString());
    }

    internal static JsonElement Json(CalculationTrace trace)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream)) trace.WriteTo(writer);
        return JsonDocument.Parse(stream.ToArray()).RootElement.Clone();
    }

    internal static void AssertRedone(ComputationResult result)
    {
        Assert.Empty(result.Errors);
        Assert.Equal(
            result.Vintages.Select(v => (v.Vintage.Year, (BigInteger)v.Tonnes.Value)),
            TinyEvaluator.Redo(Json(result.Trace)).Select(v => (v.Key, v.Value)));
    }
}
