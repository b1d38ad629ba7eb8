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

    private static JsonElement Golden() => JsonDocument.Parse(Files.Data("golden-results.json")).RootElement.Clone();
}
