using System.Text;
using System.Text.Json.Nodes;

namespace JcmHub.EndToEnd.Tests;

/// <summary>Bad reports get every error with code and place, and leave nothing behind.</summary>
[Collection(StackTests.Name)]
public sealed class BadReportTests(StackFixture hub)
{
    public static TheoryData<string, int, string, string> Cases => new()
    {
        { "not JSON", 400, "", "json-syntax" },
        { "cut off", 400, "/readings/5", "json-truncated" },
        { "empty", 400, "", "json-truncated" },
        { "breaks the schema", 400, "/readings/0/unit", "schema-type" },
        { "unknown project", 422, "/project", "project-unknown" },
        { "unknown methodology", 422, "/methodologies/0", "methodology-unknown" },
        { "kWh for MWh", 422, "/readings/0/unit", "unit-mismatch" },
        { "kWh values called MWh", 422, "/readings/0/value", "implausible-unit" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task PostReport_BadReport_IsRefusedWithPlaceAndCodeAndNothingIsStored(string fault, int status, string pointer, string code)
    {
        var before = await hub.StoredAsync();

        var (answered, problem) = await hub.PostAsync("reports", Bad(fault), "participant", "TH");

        Assert.Equal(status, answered);
        var errors = problem["errors"]!.AsArray();
        Assert.NotEmpty(errors);
        Assert.All(errors, error => Assert.Matches("^[a-z0-9-]+$", error!["code"]!.GetValue<string>()));
        Assert.All(errors, error => Assert.NotEqual(string.Empty, error!["detailJa"]!.GetValue<string>()));
        Assert.Contains(errors, error => error!["pointer"]!.GetValue<string>() == pointer);
        Assert.Equal(code, problem["code"]!.GetValue<string>());
        Assert.Equal(before, await hub.StoredAsync());
    }

    [Theory]
    [InlineData(2026)]
    [InlineData(2199)]
    public async Task PostReport_OfAPeriodThatIsNotOver_IsRefusedWithItsPlaceAndNothingIsStored(int year)
    {
        var before = await hub.StoredAsync();

        var (status, problem) = await hub.PostAsync("reports", Samples.ReportOf(year), "participant", "TH");

        Assert.Equal((422, "period-not-over"), (status, problem["code"]!.GetValue<string>()));
        Assert.Equal("/monitoringPeriod/to", Assert.Single(problem["errors"]!.AsArray())!["pointer"]!.GetValue<string>());
        Assert.Equal(before, await hub.StoredAsync());
    }

    [Fact]
    public async Task PostReport_SeveralErrors_AllAreNamed()
    {
        var (_, problem) = await hub.PostAsync("reports", Samples.ReportWith(report =>
        {
            report["readings"]![3]!["unit"] = "";
            report["readings"]![7]!.AsObject().Remove("value");
            report["surplus"] = true;
        }), "participant", "TH");

        var pointers = problem["errors"]!.AsArray().Select(error => error!["pointer"]!.GetValue<string>()).ToArray();
        Assert.Contains("/readings/3/unit", pointers);
        Assert.Contains(pointers, pointer => pointer.StartsWith("/readings/7", StringComparison.Ordinal));
        Assert.Contains(pointers, pointer => pointer is "" or "/surplus");
    }

    [Theory]
    [InlineData(null, null, "TH014", 401, "token-missing")]
    [InlineData("government", "TH", "TH014", 403, "role-not-allowed")]
    [InlineData("participant", "MV", "TH014", 403, "wrong-party")]
    [InlineData("participant", null, "MV002", 403, "project-not-yours")]
    public async Task PostReport_OfSomeoneWhoMayNot_IsRefusedAndNothingIsStored(string? role, string? party, string project, int status, string code)
    {
        var before = await hub.StoredAsync();

        Assert.Equal((status, code), Code(await hub.PostAsync("reports", Samples.Report, role, party, projects: [project])));
        Assert.Equal(before, await hub.StoredAsync());
    }

    /// <summary>The well-known forgery of a token against the running hub; each other fault of a token has its test at the access middleware.</summary>
    [Fact]
    public async Task PostReport_TokenWithoutSignature_IsRefusedAndNothingIsStored()
    {
        var before = await hub.StoredAsync();
        var claims = hub.Stack.Tokens.Issue("participant", "TH", TimeSpan.FromMinutes(5)).Split('.')[1];
        var header = Convert.ToBase64String("""{"alg":"none","typ":"JWT"}"""u8).TrimEnd('=');

        Assert.Equal((401, "token-algorithm"), Code(await hub.PostWithTokenAsync("reports", Samples.Report, $"{header}.{claims}.")));
        Assert.Equal(before, await hub.StoredAsync());
    }

    [Fact]
    public async Task GetReport_UnknownId_IsNotFound()
    {
        foreach (var id in new[] { "TH014-0123456789abcdef", "nonsense", "ZZ999-0123456789abcdef" })
            Assert.Equal((404, "report-unknown"), Code(await hub.GetAsync($"reports/{id}", "reviewer")));
    }

    private static (int, string) Code((int Status, JsonObject Body) answer) => (answer.Status, answer.Body["code"]!.GetValue<string>());

    private static byte[] Bad(string fault) => fault switch
    {
        "not JSON" => Encoding.UTF8.GetBytes("project,TH014\nreading,541.2"),
        "cut off" => Samples.Report[..(Samples.Report.Length / 2)],
        "empty" => [],
        "breaks the schema" => Samples.ReportWith(report => report["readings"]![0]!["unit"] = 7),
        "unknown project" => Samples.ReportWith(report => report["project"] = "TH999"),
        "unknown methodology" => Samples.ReportWith(report => report["methodologies"]![0]!["version"] = "9.9"),
        "kWh for MWh" => Samples.ReportWith(report => report["readings"]![0]!["unit"] = "kWh"),
        "kWh values called MWh" => Samples.ReportWith(report => report["readings"]![0]!["value"] = "541200"),
        _ => throw new ArgumentOutOfRangeException(nameof(fault)),
    };
}
