using JcmHub.Domain.Calendar;
using JcmHub.Domain.Methodologies;
using JcmHub.Domain.Projects;
using static JcmHub.Domain.Tests.Methodologies.Reports;

namespace JcmHub.Domain.Tests.Methodologies;

public sealed class FindingsTest
{
    private static readonly Reading Whole = Eg("2021-01-01", "2021-12-31", 6000m);

    [Fact]
    public void Compute_WholeYearInOneReading_HasNoError() => Assert.Empty(Compute(Of(Whole)).Errors);

    [Fact]
    public void Compute_KilowattHours_IsAUnitMismatch() => AssertError(Of(Whole with { Unit = UnitOf("kWh") }), "unit-mismatch", "/readings/0/unit");

    [Fact]
    public void Compute_KilowattHoursLabelledMegawattHours_IsAnImplausibleUnit() =>
        AssertError(Of(Whole with { Value = 6_000_000m }), "implausible-unit", "/readings/0/value");

    [Fact]
    public void Compute_OneMonthInKilowattHours_IsAnImplausibleUnitAtThatMonth()
    {
        var report = Files.Report("th014-2021.json");
        report = report with { Readings = [.. report.Readings.Select((r, i) => i == 4 ? r with { Value = r.Value * 1000 } : r)] };
        AssertError(report, "implausible-unit", "/readings/4/value");
    }

    [Fact]
    public void Compute_UnknownParameter_IsNamed() => AssertError(Of(Whole, Whole with { Parameter = "EX" }), "unknown-parameter", "/readings/1/parameter");

    [Fact]
    public void Compute_FixedParameterReported_IsRefused() =>
        AssertError(Of(Whole, Whole with { Parameter = "EF_RE", Unit = UnitOf("tCO2/MWh") }), "parameter-not-monitored", "/readings/1/parameter");

    [Fact]
    public void Compute_OtherMethodologyInAReading_IsRefused() => AssertError(Of(Whole, Whole with { Methodology = "MV_AM002" }), "unknown-methodology", "/readings/1/methodology");

    [Fact]
    public void Compute_NoPoint_IsRefused() => AssertError(Of(Whole with { Point = null }), "wrong-index", "/readings/0");

    [Fact]
    public void Compute_OptionNotAllowed_IsRefused() => AssertError(Of(Whole with { Option = "A" }), "option-not-allowed", "/readings/0/option");

    [Fact]
    public void Compute_NegativeFlow_IsOutOfRange() => AssertError(Of(Whole with { Value = -1m }), "value-out-of-range", "/readings/0/value");

    [Fact]
    public void Compute_ReadingOutsideThePeriod_IsRefused() =>
        AssertError(Of(Whole, Eg("2022-01-01", "2022-01-31", 500m)), "reading-outside-period", "/readings/1");

    [Fact]
    public void Compute_ReadingOverTheYearsEnd_IsRefused() => AssertError(
        Of(new MonitoringPeriod(Day("2021-07-01"), Day("2022-06-30")), Eg("2021-07-01", "2022-06-30", 6000m)), "reading-crosses-year", "/readings/0");

    [Fact]
    public void Compute_Gap_NamesTheDays()
    {
        var errors = Compute(Of(Eg("2021-01-01", "2021-03-31", 1500m), Eg("2021-05-01", "2021-12-31", 4000m))).Errors;
        var gap = Assert.Single(errors);
        Assert.Equal("gap", gap.Code);
        Assert.Contains("2021-04-01/2021-04-30", gap.Detail, StringComparison.Ordinal);
        Assert.Contains("2021-04-01/2021-04-30", gap.DetailJa, StringComparison.Ordinal);
    }

    [Fact]
    public void Compute_Overlap_NamesTheLaterReading() =>
        AssertError(Of(Eg("2021-01-01", "2021-06-30", 3000m), Eg("2021-06-30", "2021-12-31", 3000m)), "overlap", "/readings/1");

    [Fact]
    public void Compute_SameReadingTwice_IsADuplicate() => AssertError(Of(Whole, Whole), "duplicate", "/readings/1");

    [Fact]
    public void Compute_TwoPointsAtTheSameTime_IsNoOverlap() => Assert.Empty(Compute(Of(Whole, Whole with { Point = "PV-2" })).Errors);

    [Fact]
    public void Compute_NoReadings_IsAnError() => AssertError(Of(), "no-readings", "/readings");

    [Fact]
    public void Compute_AuxiliaryConsumptionLeftOut_IsMissingAndNotZero()
    {
        var report = Files.Report("mv002-2021-2022.json");
        report = report with { Readings = [.. report.Readings.Where(r => r.Parameter != "EC_aux")] };
        var error = Assert.Single(Computation.Compute(report, Files.Project("MV002"), Files.Methodologies()).Errors);
        Assert.Equal("missing-reading", error.Code);
        Assert.Contains("EC_aux", error.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Compute_NothingForOneOfTwoMethodologies_IsAnError()
    {
        var project = Files.Project("TH014") with { Methodologies = [new("TH_AM001", "1.0"), new("TH_AM016", "1.0")] };
        var report = Of(Whole) with { Methodologies = project.Methodologies };
        Assert.Equal("no-readings", Assert.Single(Computation.Compute(report, project, Files.Methodologies()).Errors).Code);
    }

    [Fact]
    public void Compute_SameYearsWasteInReportAndProject_IsRefused()
    {
        var example = WorkedExample.Load("MX_AM901-food-waste");
        var entry = example.Project.Parameters.Single();
        var project = example.Project with { Parameters = [entry, entry with { Index = ["food", "2021"] }] };
        Assert.Equal(("history-twice", "/readings/0"), Assert.Single(Computation.Compute(example.Report, project, [example.Methodology]).Errors.Select(e => (e.Code, e.Pointer))));
    }

    [Fact]
    public void Compute_DatesAndInstants_AreNotMixed() =>
        AssertError(Of(Eg("2021-01-01", "2021-06-30", 1m), EgBetween("2021-07-01T00:00:00+07:00", "2022-01-01T00:00:00+07:00", 1m)), "time-kinds-mixed", "/readings/1");

    [Fact]
    public void Compute_PeriodOver2020And2021_MustBeSplit() => AssertError(
        Of(new MonitoringPeriod(Day("2020-07-01"), Day("2021-06-30")), Eg("2020-07-01", "2020-12-31", 1m), Eg("2021-01-01", "2021-06-30", 1m)), "crosses-2020-2021", "/monitoringPeriod");

    [Fact]
    public void Compute_BeforeStartOfOperation_IsRefused() => AssertError(
        Of(new MonitoringPeriod(Day("2019-12-31"), Day("2019-12-31")), Eg("2019-12-31", "2019-12-31", 1m)), "before-operation-start", "/monitoringPeriod/from");

    [Fact]
    public void Compute_BeforeRegistration_IsAccepted() => Assert.Empty(Compute(
        Of(new MonitoringPeriod(Day("2020-01-01"), Day("2020-06-30")), Eg("2020-01-01", "2020-06-30", 3000m))).Errors);

    [Fact]
    public void Compute_OutsideTheCreditingPeriod_IsRefused()
    {
        var project = Files.Project("TH014") with { CreditingPeriod = new(Day("2021-02-01"), Day("2030-12-31")) };
        Assert.Equal("outside-crediting-period", Assert.Single(Computation.Compute(Of(Whole), project, Files.Methodologies()).Errors).Code);
    }

    [Fact]
    public void Compute_VersionNotPinned_IsRefused() =>
        AssertError(Of(Whole) with { Methodologies = [new("TH_AM001", "3.0")] }, "methodology-not-pinned", "/methodologies/0");

    [Fact]
    public void Compute_MethodologyFileMissing_IsRefused() =>
        Assert.Equal("methodology-not-available", Assert.Single(Computation.Compute(Of(Whole), Files.Project("TH014"), []).Errors).Code);

    [Fact]
    public void Compute_ReportForAnotherProject_IsRefused() => AssertError(Of(Whole) with { Project = ProjectId.Parse("TH015") }, "wrong-project", "/project");

    [Fact]
    public void Compute_ReconstructedMethodology_SaysSoWithTheResult()
    {
        var result = Compute(Of(Whole));
        Assert.Equal("1914", result.Vintages.Single().Tonnes.ToString());
        Assert.Equal(["methodology-reconstructed"], result.Warnings.Select(w => w.Code));
    }

    [Fact]
    public void Compute_OneReadingTenTimesItsNeighbours_IsAskedAbout()
    {
        var report = Files.Report("th014-2021.json");
        report = report with { Readings = [.. report.Readings.Select((r, i) => i == 7 ? r with { Value = 5000m } : r)] };
        var result = Compute(report);
        Assert.Empty(result.Errors);
        Assert.Equal([("implausible-value", "/readings/7/value"), ("ten-times-neighbours", "/readings/7")],
            result.Warnings.Where(w => w.Code != "methodology-reconstructed").Select(w => (w.Code, w.Pointer)));
    }

    [Fact]
    public void Compute_MeterThatNeverMoves_IsAskedAbout()
    {
        var report = Files.Report("th014-2021.json");
        report = report with { Readings = [.. report.Readings.Select(r => r with { Value = 500m })] };
        Assert.Contains(Compute(report).Warnings, w => w is { Code: "never-moves", Pointer: "/readings/0" });
    }

    [Fact]
    public void Compute_ProjectWithoutCapacity_SaysThatPlausibilityWasNotChecked()
    {
        var result = Computation.Compute(Of(Whole), Files.Project("TH014") with { Capacity = null }, Files.Methodologies());
        Assert.Empty(result.Errors);
        Assert.Contains(result.Warnings, w => w.Code == "plausibility-not-checked");
    }

    [Fact]
    public void Compute_ThousandsOfBadReadings_AreCappedAndSaySo()
    {
        var errors = Compute(Of([.. Enumerable.Range(0, 5000).Select(_ => Whole with { Parameter = "EX" })])).Errors;
        Assert.Equal(200, errors.Count);
        Assert.Equal("too-many-findings", errors[^1].Code);
    }

    [Fact]
    public void Catalogue_EveryKind_HasACodeOfItsOwnAndBothLanguages()
    {
        Assert.Equal(FindingCatalogue.All.Count, FindingCatalogue.All.Select(k => k.Code).Distinct().Count());
        Assert.All(FindingCatalogue.All, k => Assert.Matches("^[a-z0-9]+(-[a-z0-9]+)*$", k.Code));
        Assert.All(FindingCatalogue.All, k => Assert.Matches(@"[\u3040-\u30ff\u4e00-\u9fff]", k.TextJa));
        Assert.All(FindingCatalogue.All, k => Assert.EndsWith(".", k.Remedy, StringComparison.Ordinal));
        Assert.All(FindingCatalogue.All, k => Assert.EndsWith("。", k.RemedyJa, StringComparison.Ordinal));
        var fields = typeof(FindingCatalogue).GetFields(System.Reflection.BindingFlags.Static | System.Reflection.BindingFlags.NonPublic).Where(f => f.FieldType == typeof(FindingKind));
        Assert.Equal(FindingCatalogue.All.ToHashSet(), fields.Select(f => (FindingKind)f.GetValue(null)!).ToHashSet());
    }

    private static void AssertError(MonitoringReport report, string code, string pointer)
    {
        var result = Compute(report);
        Assert.Equal([(code, pointer)], result.Errors.Select(e => (e.Code, e.Pointer)));
        Assert.Empty(result.Vintages);
        Assert.All(result.Errors, e => Assert.NotEqual(e.Detail, e.DetailJa));
    }
}
