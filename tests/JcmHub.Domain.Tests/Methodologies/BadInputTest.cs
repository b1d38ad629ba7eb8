using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using JcmHub.Domain.Methodologies;
using JcmHub.Domain.Methodologies.Evaluation;
using JcmHub.Domain.Quantities;
using static JcmHub.Domain.Tests.Methodologies.Reports;

namespace JcmHub.Domain.Tests.Methodologies;

/// <summary>A code and a place, never a wrong number, never a hang.</summary>
public sealed class BadInputTest
{
    [Theory]
    [InlineData("1{tCO2eq.MWh} / (sum(i in systems: EG[i]) - 6000{MWh})", "division-by-zero")]
    [InlineData("0{MWh} ^ -1 * 1{tCO2eq.MWh}", "division-by-zero")]
    [InlineData("((2 ^ 20) ^ 20) ^ 20 ^ 1 * 1{tCO2eq} * (((2 ^ 20) ^ 20) ^ 20)", "number-too-large")]
    [InlineData("((((3 ^ 20) ^ 20) ^ 20) ^ 20) * 1{tCO2eq}", "number-too-large")]
    [InlineData("10 ^ 20 * 1{tCO2eq}", "number-too-large")]
    [InlineData("exp(2000) * 1{tCO2eq}", "outside-domain")]
    [InlineData("(0 - 2) ^ 0.5 * 1{tCO2eq}", "outside-domain")]
    [InlineData("2 ^ 0.12345 * 1{tCO2eq}", "outside-domain")]
    [InlineData("2 ^ exp(1) * 1{tCO2eq}", "outside-domain")]
    [InlineData("exp(1) * 1000000{tCO2eq}", "rounding-decides")]
    [InlineData("if exp(1) > 2.718282 then 1{tCO2eq} else 2{tCO2eq}", "rounding-decides")]
    [InlineData("1{tCO2eq} / (exp(1) - 2.718282)", "rounding-decides")]
    public void Compute_FormulaThatCannotBeComputed_IsAnErrorAndNoResult(string expression, string code)
    {
        var result = Computation.Compute(Of(Eg("2021-01-01", "2021-12-31", 6000m)), Files.Project("TH014"), [With(expression)]);
        Assert.Equal(code, Assert.Single(result.Errors).Code);
        Assert.Empty(result.Vintages);
        Assert.Contains("2021", result.Errors[0].Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("if sum(i in systems: EG[i]) = 0{MWh} then 1{tCO2eq} else 1{tCO2eq.MWh} / sum(i in systems: EG[i]) * 7", "1")]
    [InlineData("if sum(i in systems: EG[i]) > 0{MWh} and 6{MWh} / sum(i in systems: EG[i]) > 1 then 1{tCO2eq} else 3{tCO2eq}", "3")]
    [InlineData("if 1 < 2 or 1 / 0 > 1 then 4{tCO2eq} else 5{tCO2eq}", "4")]
    [InlineData("max(min(3, 2), mean(i in systems: 5), 1) * 1{tCO2eq}", "5")]
    [InlineData("-2 ^ 2 * -1{tCO2eq}", "4")]
    [InlineData("2 ^ 3 ^ 2 * 1{tCO2eq}", "512")]
    [InlineData("not 1 = 2 and 2 <> 3 and 2 >= 2 and 2 <= 2", null)]
    [InlineData("(if not 1 = 2 and 2 <> 3 and 2 >= 2 and 2 <= 2 then 8 else 9) * 1{tCO2eq}", "8")]
    [InlineData("count(systems) * vintage * 1{tCO2eq/a} + days / daysInYear * 1{tCO2eq}", "2022")]
    [InlineData("10 - 3 - 2 * 1 + 8 / 4 / 2 * 1{tCO2eq}", null)]
    [InlineData("(10 - 3 - 2 * 1 + 8 / 4 / 2) * 1{tCO2eq}", "6")]
    [InlineData("exp(1) * 100{tCO2eq}", "271")]
    [InlineData("4 ^ 0.5 * 1{tCO2eq}", "2")]
    [InlineData("2 ^ -0.75 * 100{tCO2eq}", "59")]
    public void Compute_Expression_MeansWhatTheLanguageSays(string expression, string? tonnes)
    {
        var methodology = Load(expression);
        if (tonnes is null)
        {
            Assert.NotEmpty(methodology.Errors);
            return;
        }

        var result = Computation.Compute(Of(Eg("2021-01-01", "2021-12-31", expression.Contains("= 0", StringComparison.Ordinal) ? 0m : 6000m)), Files.Project("TH014"), [methodology.Methodology!]);
        Assert.Empty(result.Errors);
        Assert.Equal(tonnes, result.Vintages.Single().Tonnes.ToString());
        CalculationTraceTest.AssertRedone(result);
    }

    [Fact]
    public void Compute_KeyOutsideEveryBand_IsAnErrorThatNamesTheTable()
    {
        var example = WorkedExample.Load("ID_AM002-mixed-supply");
        var project = example.Project with { Parameters = [.. example.Project.Parameters.Select(p => p.Parameter == "CC" ? p with { Value = p.Value with { Value = -1 } } : p)] };
        var error = Assert.Single(Computation.Compute(example.Report, project, [example.Methodology]).Errors);
        Assert.Equal("outside-bands", error.Code);
        Assert.Contains("COP_RE", error.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Compute_ProjectValueInAnotherUnit_IsRefused()
    {
        var example = WorkedExample.Load("ID_AM002-mixed-supply");
        var project = example.Project with { Parameters = [.. example.Project.Parameters.Select(p => p.Parameter == "CC" ? p with { Value = p.Value with { Unit = UnitOf("kW") } } : p)] };
        Assert.All(Computation.Compute(example.Report, project, [example.Methodology]).Errors, e => Assert.Equal("project-value-unit", e.Code));
    }

    [Fact]
    public void Compute_ChillerThatTheProjectKnowsAndTheReportLeavesOut_IsMissing()
    {
        var example = WorkedExample.Load("ID_AM002-mixed-supply");
        var report = example.Report with { Readings = [.. example.Report.Readings.Where(r => r.Point != "CH-2")] };
        var error = Assert.Single(Computation.Compute(report, example.Project, [example.Methodology]).Errors);
        Assert.Equal("missing-reading", error.Code);
        Assert.Contains("EC_PJ[CH-2]", error.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Compute_ChillerThatTheProjectDoesNotKnow_IsRefused()
    {
        var example = WorkedExample.Load("ID_AM002-mixed-supply");
        var report = example.Report with { Readings = [.. example.Report.Readings.Select(r => r.Point == "CH-2" ? r with { Point = "CH-3" } : r)] };
        Assert.Contains(Computation.Compute(report, example.Project, [example.Methodology]).Errors, e => e.Code == "missing-project-value" && e.Detail.Contains("COP_PJ[CH-3]", StringComparison.Ordinal));
    }

    [Fact]
    public void Compute_UnknownCase_IsRefused()
    {
        var example = WorkedExample.Load("MX_AM901-food-waste");
        var project = example.Project with { Cases = [.. example.Project.Cases.Select(c => c.Case == "climate" ? c with { Is = "arctic" } : c)] };
        Assert.Contains(Computation.Compute(example.Report, project, [example.Methodology]).Errors, e => e.Code == "unknown-case" && e.Detail.Contains("arctic", StringComparison.Ordinal));
    }

    [Fact]
    public void Compute_UnknownWasteClass_IsRefused()
    {
        var example = WorkedExample.Load("MX_AM901-food-waste");
        var report = example.Report with { Readings = [.. example.Report.Readings.Select(r => r.Parameter == "W" ? r with { Point = "plastic" } : r)] };
        Assert.Contains(Computation.Compute(report, example.Project, [example.Methodology]).Errors, e => e is { Code: "unknown-point", Pointer: "/readings/0/point" });
    }

    [Fact]
    public void Evaluate_MoreStepsThanAComputationMayHave_Stops()
    {
        var model = With("sum(i in systems: EG[i]) * EF_RE to {tCO2eq}").Model;
        var table = new ValueTable(model);
        table.Members[0] = [.. Enumerable.Range(0, 10_000).Select(i => $"PV-{i}")];
        foreach (var input in model.Inputs) table.Allocate(input);
        var evaluator = new Evaluator(model, table, steps: null, mostSteps: 5_000);
        foreach (var formula in model.Formulas) evaluator.Evaluate(formula);
        Assert.Same(FindingCatalogue.TooMuchWork, evaluator.Failure);
    }

    [Fact]
    public void Compute_TwoMethodologies_AreAddedBeforeTheOneFloor()
    {
        var led = WorkedExample.Load("TH_AM016-three-groups");
        var project = Files.Project("TH014") with
        {
            Methodologies = [new("TH_AM001", "1.0"), new("TH_AM016", "1.0")], Parameters = led.Project.Parameters, Cases = led.Project.Cases,
        };
        var report = new MonitoringReport(project.Id, project.Methodologies, led.Report.Period,
            [.. led.Report.Readings, Eg("2024-01-01", "2024-12-31", 2m)]);
        var result = Computation.Compute(report, project, Files.Methodologies());

        // 24.672… from the lamps and 0.638 from the sun: 24 and 0 apart, 25 together.
        Assert.Empty(result.Errors);
        Assert.Equal("25", result.Vintages.Single().Tonnes.ToString());
        CalculationTraceTest.AssertRedone(result);
    }

    [Fact]
    public void Compute_CapacityFactorAboveTheUsual_IsAskedAbout()
    {
        var result = Compute(Of(Eg("2021-01-01", "2021-12-31", 12_000m)));
        Assert.Empty(result.Errors);
        Assert.Contains(result.Warnings, w => w is { Code: "capacity-factor", Pointer: "/readings/0" });
    }

    [Theory]
    [InlineData("/readings/0/value", "\"1e400\"", "not-a-number")]
    [InlineData("/readings/0/value", "\"0.12345678901234567890123456789\"", "too-many-digits")]
    [InlineData("/readings/0/value", "true", "wrong-type")]
    [InlineData("/readings/0/value", "\"541,2\"", "not-a-number")]
    [InlineData("/readings/0/from", "\"2021-02-30\"", "not-a-date")]
    [InlineData("/readings/0/from", "\"2021-01-01T00:00:00\"", "not-a-date")]
    [InlineData("/readings/0/to", "\"2020-12-31\"", "reading-reversed")]
    [InlineData("/readings/0/to", "\"2021-01-31T00:00:00Z\"", "time-kinds-mixed")]
    [InlineData("/readings/0/unit", "\"M Wh\"", "not-a-unit")]
    [InlineData("/readings/0/parameter", null, "missing-property")]
    [InlineData("/readings/0", "7", "wrong-type")]
    [InlineData("/readings", "{}", "wrong-type")]
    [InlineData("/readings", null, "missing-property")]
    [InlineData("/project", "\"Th014\"", "not-a-project-id")]
    [InlineData("/monitoringPeriod/from", "\"2022-01-01\"", "period-reversed")]
    [InlineData("/monitoringPeriod/from", "\"1789-07-14\"", "date-out-of-range")]
    [InlineData("/monitoringPeriod/to", "5", "wrong-type")]
    [InlineData("/methodologies/0/id", null, "missing-property")]
    public void Finish_ReportThatIsWrong_IsRefusedWithACode(string at, string? value, string code)
    {
        var report = JsonNode.Parse(Files.Data("th014-2021.json"))!;
        Json.Replace(report, at, value);
        var computation = Computation.Of(Files.Project("TH014")).Feed(Encoding.UTF8.GetBytes(report.ToJsonString()));
        Assert.Empty(computation.Finish()?.Vintages ?? []);
        Assert.Contains(computation.Errors, e => e.Code == code);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("{\"readings\":[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]}")]
    [InlineData("{\"project\":\"TH014\",\"project\":\"TH015\"}")]
    public void Finish_OtherDocuments_AreAnsweredWithErrors(string text)
    {
        var computation = Computation.Of(Files.Project("TH014")).Feed(Encoding.UTF8.GetBytes(text));
        Assert.Null(computation.Finish());
        Assert.NotEmpty(computation.Errors);
    }

    [Fact]
    public void Load_DamagedMethodologyFiles_NeverThrow()
    {
        var names = Files.MethodologyNames().ToArray();
        Gen.Select(Gen.Int[0, names.Length - 1], Gen.Int[0, 1_000_000], Gen.Byte).Sample((which, at, value) =>
        {
            var bytes = Files.MethodologyBytes(names[which]);
            bytes[at % bytes.Length] = value;
            var load = Methodology.Load(bytes);
            Assert.Equal(load.Methodology is null, load.Errors.Count > 0);
        }, iter: 400);
    }

    [Fact]
    public void Load_AnyExpression_IsProvedOrRefusedButNeverThrows()
    {
        string[] words = ["sum(", "i in systems:", "EG[i]", "EG", "EF_RE", "(", ")", "+", "-", "*", "/", "^", "to {tCO2eq}", "{MWh}", "2", "0.5", "if ", " then ", " else ", "<", "and ", "exp(", "max(", ",", "vintage", "'x'", "[", "]", "count(systems)"];
        Gen.Int[0, words.Length - 1].Array[1, 25].Sample(picks =>
        {
            var load = Load(string.Concat(picks.Select(p => words[p])));
            Assert.Equal(load.Methodology is null, load.Errors.Count > 0);
        }, iter: 600);
    }

    [Fact]
    public void WriteTo_Result_HasTheFormOfTheCommandLine()
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream)) Compute(Files.Report("th014-2021.json")).WriteTo(writer);
        var root = JsonDocument.Parse(stream.ToArray()).RootElement;
        Assert.Equal("[{\"year\":2021,\"tonnes\":2017}]", root.GetProperty("vintages").GetRawText());
        Assert.Equal(["vintages", "errors", "warnings", "trace"], root.EnumerateObject().Select(p => p.Name));
    }

    private static Methodology With(string expression) => Files.Loaded(Load(expression));

    private static MethodologyLoad Load(string expression)
    {
        var file = JsonNode.Parse(Files.MethodologyBytes("TH_AM001-1.0"))!;
        file["formulas"]![0]!["is"] = expression;
        file["rounding"] = new JsonObject { ["decimals"] = 6 };
        file.AsObject().Remove("linearIn");
        return Methodology.Load(Encoding.UTF8.GetBytes(file.ToJsonString()));
    }
}
