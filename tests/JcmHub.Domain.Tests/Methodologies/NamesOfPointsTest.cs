using static JcmHub.Domain.Tests.Methodologies.Reports;

namespace JcmHub.Domain.Tests.Methodologies;

public sealed class NamesOfPointsTest
{
    [Theory]
    [InlineData("PV-1 ", "U+0020")]
    [InlineData("pv-1", "U+0070")]
    [InlineData("PV-1\u200B", "U+200B")]
    public void Compute_OneMeterUnderTwoSpellings_IsRefusedAndNamesBoth(string second, string character)
    {
        var result = Compute(Of(Eg("2021-01-01", "2021-12-31", 1000m), Eg("2021-01-01", "2021-12-31", 1000m, second)));
        var error = Assert.Single(result.Errors);
        Assert.Equal(("names-same", "/readings/1/point"), (error.Code, error.Pointer));
        Assert.Contains("'PV-1'", error.Detail, StringComparison.Ordinal);
        Assert.Contains(character, error.Detail, StringComparison.Ordinal);
        Assert.Empty(result.Vintages);
    }

    [Fact]
    public void Compute_ManyReadingsOfTheSecondSpelling_AreOneFinding() => Assert.Equal(["names-same"], Compute(Of(
        Eg("2021-01-01", "2021-12-31", 1000m), Eg("2021-01-01", "2021-06-30", 500m, "pv-1"), Eg("2021-07-01", "2021-12-31", 500m, "pv-1"))).Errors.Select(e => e.Code));

    [Theory]
    [InlineData(" PV-1")]
    [InlineData("PV-1\u00A0")]
    [InlineData("PV\u20601")]
    public void Compute_NameThatIsNotPlain_IsRefused(string name)
    {
        var error = Assert.Single(Compute(Of(Eg("2021-01-01", "2021-12-31", 1000m, name))).Errors);
        Assert.Equal(("name-not-plain", "/readings/0/point"), (error.Code, error.Pointer));
    }

    [Fact]
    public void Compute_CyrillicLetterInASecondName_IsAskedAbout()
    {
        var result = Compute(Of(Eg("2021-01-01", "2021-12-31", 1000m, "PV-A"), Eg("2021-01-01", "2021-12-31", 1000m, "PV-\u0410")));
        Assert.Empty(result.Errors);
        Assert.Contains(result.Warnings, w => w is { Code: "names-alike", Pointer: "/readings/1/point" });
    }

    [Fact]
    public void Compute_PointThatTheProjectsFileSpellsOtherwise_IsRefused()
    {
        var example = WorkedExample.Load("TH_AM016-three-groups");
        var project = example.Project with
        {
            Parameters = [.. example.Project.Parameters.Select(entry => entry with { Index = [.. entry.Index.Select(name => name.ToLowerInvariant())] })],
            Cases = [.. example.Project.Cases.Select(entry => entry with { Index = [.. entry.Index.Select(name => name.ToLowerInvariant())] })],
        };
        Assert.Contains(Computation.Compute(example.Report, project, [example.Methodology]).Errors, e => e.Code == "names-same");
    }
}
