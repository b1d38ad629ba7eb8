using System.Text.Json;
using JcmHub.Domain.Methodologies;
using JcmHub.Domain.Quantities;

namespace JcmHub.Domain.Tests.Methodologies;

/// <summary>
/// Every methodology against sums that were done without the engine: exact fractions in Python, exp rounded to the stated
/// decimals there too.
/// </summary>
public sealed class WorkedExamplesTest
{
    public static TheoryData<string> Names() => [.. WorkedExample.Names()];

    [Theory]
    [MemberData(nameof(Names))]
    public void Compute_WorkedExample_ComesOutAsByHand(string name)
    {
        var example = WorkedExample.Load(name);
        var result = example.Compute();

        var codes = example.Expected.TryGetProperty("errors", out var errors)
            ? errors.EnumerateArray().Select(e => (e.GetProperty("code").GetString(), e.GetProperty("pointer").GetString())).ToList()
            : [];
        Assert.Equal(codes, result.Errors.Select(e => ((string?)e.Code, (string?)e.Pointer)));
        var warnings = example.Expected.TryGetProperty("warnings", out var expectedWarnings) ? expectedWarnings.EnumerateArray().Select(w => w.GetString()) : [];
        Assert.Equal(warnings, result.Warnings.Where(w => !w.Code.StartsWith("methodology-", StringComparison.Ordinal)).Select(w => w.Code));
        var vintages = example.Expected.TryGetProperty("vintages", out var expected) ? expected.EnumerateArray().Select(Expected).ToList() : [];
        Assert.Equal(vintages, result.Vintages.Select(Actual));
    }

    [Fact]
    public void Names_EveryMethodology_HasAWorkedExampleAndOneRefused()
    {
        var golden = new[] { "MV_AM002-1.0" };
        foreach (var methodology in Files.MethodologyNames())
        {
            var examples = WorkedExample.Names().Select(WorkedExample.Load).Where(e => methodology == $"{e.Methodology.Id}-{e.Methodology.Version}").ToList();
            Assert.True(golden.Contains(methodology) || examples.Any(e => e.Expected.TryGetProperty("vintages", out _)));
            Assert.Contains(examples, e => e.Expected.TryGetProperty("errors", out _));
        }
    }

    private static string Expected(JsonElement vintage) => string.Join(' ', vintage.EnumerateObject().Select(p => $"{p.Name}={p.Value}"));

    private static string Actual(VintageResult result)
    {
        var text = $"year={result.Vintage} tonnes={result.Tonnes} reference={Text(result.Reference)} project={Text(result.Project)} leakage={Text(result.Leakage)} deduction={Text(result.Deduction)} reductions={Text(result.Reductions)}";
        return result.BusinessAsUsual is { } bau ? $"{text} businessAsUsual={Text(bau)}" : text;
    }

    private static string Text(Quantity quantity) => quantity.Value.ToString();
}
