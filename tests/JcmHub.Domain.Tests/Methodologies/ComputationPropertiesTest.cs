using CsCheck;
using JcmHub.Domain.Calendar;
using JcmHub.Domain.Methodologies;
using JcmHub.Domain.Quantities;

namespace JcmHub.Domain.Tests.Methodologies;

/// <summary>What must hold of every methodology, whatever the readings say; the worked examples give the shape.</summary>
public sealed class ComputationPropertiesTest
{
    private static readonly IReadOnlyList<WorkedExample> Examples =
        [.. WorkedExample.Names().Select(WorkedExample.Load).Where(e => e.Expected.TryGetProperty("vintages", out _)), .. Samples()];

    private static readonly Gen<WorkedExample> Any = Gen.Int[0, Examples.Count - 1].SelectMany(i => Varied(Examples[i]));

    [Fact]
    public void Compute_FlowsScaled_ScalesTheUnroundedResult() => Gen.Select(Any, Gen.Int[1, 40]).Sample((example, tenths) =>
    {
        var scale = tenths / 10m;
        var linear = example.Methodology.LinearIn;
        if (linear.Count == 0) return;
        var scaled = example with { Report = example.Report with { Readings = [.. example.Report.Readings.Select(r => linear.Contains(r.Parameter) ? r with { Value = r.Value * scale } : r)] } };
        var (before, after) = (example.Compute(), scaled.Compute());
        if (before.Errors.Count + after.Errors.Count > 0) return;
        foreach (var (b, a) in before.Vintages.Zip(after.Vintages))
        {
            Assert.Equal(b.Reference.Value * scale, a.Reference.Value);
            Assert.Equal(b.Project.Value * scale, a.Project.Value);
        }
    });

    [Fact]
    public void Compute_FlowReadingSplit_ChangesNothing() => Gen.Select(Any, Gen.Int[0, 1000], Gen.Int[1, 99]).Sample((example, which, percent) =>
    {
        var splittable = example.Report.Readings.Where(r => Parameter(example, r) is { Measure: Measure.Flow, VintageRule: VintageRule.LocalDay } && r.Span.FromText != r.Span.ToText).ToList();
        if (splittable.Count == 0) return;
        var reading = splittable[which % splittable.Count];
        var (from, to) = (Reports.Day(reading.Span.FromText), Reports.Day(reading.Span.ToText));
        var middle = from.AddDays((to.DayNumber - from.DayNumber - 1) * percent / 100);
        var part = Math.Round(reading.Value * percent / 100, 9);
        var halves = new[]
        {
            reading with { Span = ReadingSpan.OfDates(from, middle), Value = part },
            reading with { Span = ReadingSpan.OfDates(middle.AddDays(1), to), Value = reading.Value - part },
        };
        var split = example with { Report = example.Report with { Readings = [.. example.Report.Readings.Where(r => r != reading), .. halves] } };
        AssertSame(example.Compute(), split.Compute());
    });

    [Fact]
    public void Compute_ReadingsInAnotherOrder_ChangesNothing() => Gen.Select(Any, Gen.Int).Sample((example, seed) =>
    {
        var readings = example.Report.Readings.ToArray();
        new Random(seed).Shuffle(readings);
        var shuffled = example with { Report = example.Report with { Readings = readings } };
        var (before, after) = (example.Compute(), shuffled.Compute());
        AssertSame(before, after);
        Assert.Equal(before.Errors.Select(e => (e.Code, e.Detail)).Order(), after.Errors.Select(e => (e.Code, e.Detail)).Order());
        Assert.Equal(before.Warnings.Select(e => (e.Code, e.Detail)).Order(), after.Warnings.Select(e => (e.Code, e.Detail)).Order());
    });

    [Fact]
    public void Compute_MoreProjectEmissions_NeverRaisesTheResult() => Gen.Select(Any, Gen.Int[1, 100], Gen.Int[0, 1000]).Sample((example, more, which) =>
    {
        string[] raising = ["EC_aux", "FC_PJ", "EC", "A_PJ", "A_DB", "A_fire"];
        var candidates = example.Report.Readings.Where(r => raising.Contains(r.Parameter)).ToList();
        if (candidates.Count == 0) return;
        var reading = candidates[which % candidates.Count];
        var worse = example with { Report = example.Report with { Readings = [.. example.Report.Readings.Select(r => r == reading ? r with { Value = r.Value + more } : r)] } };
        var (before, after) = (example.Compute(), worse.Compute());
        if (before.Errors.Count + after.Errors.Count > 0) return;
        foreach (var (b, a) in before.Vintages.Zip(after.Vintages))
        {
            Assert.True(a.Reductions.Value <= b.Reductions.Value);
            Assert.True(a.Tonnes <= b.Tonnes);
        }
    });

    [Fact]
    public void Compute_AnyReadings_GivesATraceThatCanBeRedone() => Any.Sample(example =>
    {
        var result = example.Compute();
        if (result.Errors.Count == 0) CalculationTraceTest.AssertRedone(result);
    }, iter: 60);

    [Fact]
    public void Compute_AnyReadings_FloorsOncePerVintage() => Any.Sample(example =>
    {
        foreach (var vintage in example.Compute().Vintages)
        {
            Assert.Equal(vintage.Reference.Value - vintage.Project.Value - vintage.Leakage.Value - vintage.Deduction.Value, vintage.Reductions.Value);
            Assert.Equal(Rational.Max(Rational.FromInteger(vintage.Reductions.Value.Floor()), 0), vintage.Tonnes.ToRational());
        }
    });

    private static IEnumerable<WorkedExample> Samples()
    {
        foreach (var (report, project, methodology) in new[] { ("th014-2021", "TH014", "TH_AM001-1.0"), ("mv002-2021-2022", "MV002", "MV_AM002-1.0"), ("ph901-awd-2025", "PH901", "PH_AM904-1.0") })
            yield return new(Files.Methodology(methodology), Files.Project(project), Files.Report(report + ".json"), default);
    }

    /// <summary>The same readings with other values, some of them zero.</summary>
    private static Gen<WorkedExample> Varied(WorkedExample example) => Gen.Int[0, 150].Array[example.Report.Readings.Count].Select(percents =>
        example with { Report = example.Report with { Readings = [.. example.Report.Readings.Zip(percents, (r, p) => r with { Value = Math.Round(r.Value * p / 100, 6) })] } });

    private static Parameter Parameter(WorkedExample example, Reading reading) => example.Methodology.Parameters.Single(p => p.Name == reading.Parameter);

    private static void AssertSame(ComputationResult before, ComputationResult after)
    {
        Assert.Equal(before.Errors.Select(e => e.Code).Order(), after.Errors.Select(e => e.Code).Order());
        Assert.Equal(
            before.Vintages.Select(v => (v.Vintage, v.Tonnes, v.Reference, v.Project, v.Leakage, v.Deduction, v.Reductions)),
            after.Vintages.Select(v => (v.Vintage, v.Tonnes, v.Reference, v.Project, v.Leakage, v.Deduction, v.Reductions)));
    }
}
