using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using JcmHub.Domain.Quantities;
using JcmHub.Flows.Computation;
using JcmHub.Soak.Reports;

namespace JcmHub.Flows.Tests.Computation;

/// <summary>From bytes to verdict and tonnes in one pass.</summary>
public sealed class ReportComputationTests
{
    [Theory]
    [InlineData("th014-2021", 2017)]
    [InlineData("mv002-2021-2022", 750)]
    [InlineData("ph901-awd-2025", 137_733)]
    public async Task ComputeAsync_Sample_GivesTheTonnesStated(string sample, long tonnes)
    {
        var computed = await ComputeAsync(ShippedRules.Sample(sample));

        Assert.Empty(computed.Errors);
        Assert.Equal(tonnes, computed.Result!.Vintages.Sum(vintage => vintage.Tonnes.Value));
        Assert.NotEmpty(computed.Methodologies);
    }

    [Fact]
    public async Task ComputeAsync_ReadingsBeforeTheHeader_ReadsTwiceAndGivesTheSame()
    {
        var report = JsonNode.Parse(ShippedRules.Sample("th014-2021"))!.AsObject();
        var readings = report["readings"];
        report.Remove("readings");
        report.Insert(0, "readings", readings);
        var bytes = Encoding.UTF8.GetBytes(report.ToJsonString());
        var passes = 1;

        var computed = await ReportComputation.ComputeAsync(new MemoryStream(bytes), Again, ShippedRules.Book, default);

        Assert.Equal(2, passes);
        Assert.Empty(computed.Errors);
        Assert.Equal(2017, Assert.Single(computed.Result!.Vintages).Tonnes.Value);
        Assert.Equal(Written(await ComputeAsync(ShippedRules.Sample("th014-2021"))), Written(computed));

        Task<Stream> Again(CancellationToken cancellationToken)
        {
            passes++;
            return Task.FromResult<Stream>(new MemoryStream(bytes));
        }
    }

    [Theory]
    [InlineData("project", "\"TH999\"", "project-unknown", "/project")]
    [InlineData("methodologies", """[{"id":"TH_AM001","version":"9.9"}]""", "methodology-unknown", "/methodologies/0")]
    [InlineData("monitoringPeriod", """{"from":"2021-12-31","to":"2021-01-01"}""", "period-reversed", "/monitoringPeriod")]
    public async Task ComputeAsync_HeaderThatNamesNothingKnown_SaysSoOnce(string property, string value, string code, string pointer)
    {
        foreach (var isLate in new[] { false, true })
        {
            var report = JsonNode.Parse(ShippedRules.Sample("th014-2021"))!.AsObject();
            report[property] = JsonNode.Parse(value);
            if (isLate)
            {
                var readings = report["readings"];
                report.Remove("readings");
                report.Insert(0, "readings", readings);
            }

            var computed = await ComputeAsync(Encoding.UTF8.GetBytes(report.ToJsonString()));

            Assert.False(computed.IsMalformed);
            Assert.Null(computed.Result);
            Assert.Equal((code, pointer), Assert.Single(computed.Errors.Select(error => (error.Code, error.Pointer))));
        }
    }

    [Fact]
    public async Task ComputeAsync_ReportThatBreaksItsSchema_NamesThatAndComputesNothing()
    {
        var report = JsonNode.Parse(ShippedRules.Sample("th014-2021"))!.AsObject();
        report["project"] = "TH999";
        report["surplus"] = true;
        var computed = await ComputeAsync(Encoding.UTF8.GetBytes(report.ToJsonString()));

        Assert.True(computed.IsMalformed);
        Assert.Null(computed.Result);
        Assert.All(computed.Errors, error => Assert.StartsWith("schema-", error.Code, StringComparison.Ordinal));
    }

    [Fact]
    public async Task ComputeAsync_ReportCutAnywhere_IsRefusedAndNeverComputed()
    {
        var report = ShippedRules.Sample("th014-2021");
        for (var length = 0; length < report.Length - 2; length += 97)
        {
            var computed = await ComputeAsync(report[..length]);
            Assert.True(computed.IsMalformed && computed.Result is null && computed.Errors.Count > 0, length.ToString(CultureInfo.InvariantCulture));
        }
    }

    [Fact]
    public async Task ComputeAsync_TenTimesTheReadings_AllocatesNoMore()
    {
        await AllocatedAsync(days: 2);
        var (few, many) = (await AllocatedAsync(days: 2), await AllocatedAsync(days: 20));

        Assert.InRange(many - few, long.MinValue, 64 * 1024);
    }

    private static async Task<long> AllocatedAsync(int days)
    {
        await using var report = new MinuteReportStream(meters: 8, days);
        // The stream is at hand at once, so all of it runs on this thread.
        var before = GC.GetAllocatedBytesForCurrentThread();
        var computed = await ReportComputation.ComputeAsync(report, _ => throw new InvalidOperationException(), ShippedRules.Book, default);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Empty(computed.Errors);
        Assert.Equal(new Rational(report.TotalWattHours, 1_000_000) * new Rational(319, 1000), Assert.Single(computed.Result!.Vintages).Reference.Value);
        return allocated;
    }

    private static Task<ReportComputation> ComputeAsync(byte[] report) =>
        ReportComputation.ComputeAsync(new MemoryStream(report), _ => Task.FromResult<Stream>(new MemoryStream(report)), ShippedRules.Book, default);

    private static string Written(ReportComputation computed)
    {
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes))
            computed.Result!.WriteTo(writer);
        return Encoding.UTF8.GetString(bytes.ToArray());
    }
}
