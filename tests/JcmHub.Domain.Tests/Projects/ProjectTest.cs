using System.Text;
using System.Text.Json.Nodes;
using JcmHub.Domain.Projects;
using JcmHub.Domain.Tests.Methodologies;

namespace JcmHub.Domain.Tests.Projects;

public sealed class ProjectTest
{
    [Fact]
    public void Parse_SampleProject_IsReadAsItStands()
    {
        var project = Files.Project("MV002");
        Assert.Equal(("MV002", "MV", "Indian/Maldives", "subsidised"), (project.Id.ToString(), project.Id.Party, project.LocalDays.TimeZone, project.Track));
        Assert.Equal((new DateOnly(2021, 12, 2), new DateOnly(2023, 9, 2)), (project.OperationStart, project.RegisteredOn));
        Assert.Equal("1.6 MW", project.Capacity.ToString());
        Assert.Equal(2, project.Participants.Count);
        Assert.Equal("MV_AM002 1.0", project.Methodologies.Single().ToString());
    }

    [Theory]
    [InlineData("/project", "\"MV2\"", "not-a-project-id")]
    [InlineData("/party", "\"TH\"", "project-party")]
    [InlineData("/timeZone", "\"Indian/Lemuria\"", "unknown-time-zone")]
    [InlineData("/timeZone", null, "missing-property")]
    [InlineData("/operationStart", "\"2021-13-01\"", "not-a-date")]
    [InlineData("/operationStart", null, "missing-property")]
    [InlineData("/methodologies", "[]", "missing-property")]
    [InlineData("/capacity/value", "\"1,6\"", "not-a-number")]
    [InlineData("/capacity/unit", "\"M W\"", "unknown-unit")]
    [InlineData("/creditingPeriod", "{\"from\":\"2030-01-01\",\"to\":\"2021-01-01\"}", "period-reversed")]
    [InlineData("/allocation", "{\"shares\":[{\"holder\":\"A\",\"side\":\"japan\",\"share\":\"1/2\"}],\"source\":\"a test\"}", "shares-not-whole")]
    [InlineData("/allocation", "{\"shares\":[{\"holder\":\"A\",\"side\":\"japan\",\"share\":\"3/2\"}],\"source\":\"a test\"}", "not-a-share")]
    [InlineData("/refiledFrom", "\"TH10\"", "not-a-project-id")]
    [InlineData("/parameters", "[{\"parameter\":\"X\",\"value\":\"1\",\"unit\":\"1\"},{\"parameter\":\"X\",\"value\":\"2\",\"unit\":\"1\"}]", "stated-twice")]
    [InlineData("/parameters", "[{\"parameter\":\"X\",\"index\":[\"b1\"],\"value\":\"1\",\"unit\":\"1\"},{\"parameter\":\"Y\",\"index\":[\"B1\"],\"value\":\"2\",\"unit\":\"1\"}]", "names-same")]
    [InlineData("/parameters", "[{\"parameter\":\"X\",\"index\":[\"b1 \"],\"value\":\"1\",\"unit\":\"1\"}]", "name-not-plain")]
    [InlineData("/participants/0/name", "\"Example\\u200b Ltd\"", "name-not-plain")]
    [InlineData("/allocation", "{\"shares\":[{\"holder\":\"A\",\"side\":\"japan\",\"share\":\"1/2\"},{\"holder\":\"a\",\"side\":\"japan\",\"share\":\"1/2\"}],\"source\":\"a test\"}", "names-same")]
    [InlineData("/cases", "[{\"case\":\"a\",\"is\":\"b\"},{\"case\":\"a\",\"is\":\"c\"}]", "stated-twice")]
    public void Load_FileThatIsWrong_IsRefusedWithACode(string at, string? value, string code)
    {
        var file = JsonNode.Parse(Files.ProjectBytes("MV002"))!;
        Json.Replace(file, at, value);
        var load = Project.Load(Encoding.UTF8.GetBytes(file.ToJsonString()));
        Assert.Null(load.Project);
        Assert.Contains(load.Errors, e => e.Code == code);
    }

    [Fact]
    public void Parse_FileThatIsWrong_ThrowsWithTheReasons() =>
        Assert.Contains("not-json", Assert.Throws<FormatException>(() => Project.Parse("{"u8)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("TH014", true)]
    [InlineData("th014", false)]
    [InlineData("TH14", false)]
    [InlineData("TH0144", false)]
    [InlineData("ＴＨ014", false)]
    [InlineData(null, false)]
    public void TryParse_ProjectId_TakesTwoCapitalsAndThreeDigits(string? text, bool taken) => Assert.Equal(taken, ProjectId.TryParse(text, out _));

    [Fact]
    public void ToString_OfNoProjectId_Throws() => Assert.Throws<InvalidOperationException>(() => default(ProjectId).ToString());
}
