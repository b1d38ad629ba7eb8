using System.Text;
using System.Text.Json.Nodes;
using JcmHub.Domain.Methodologies;

namespace JcmHub.Domain.Tests.Methodologies;

public sealed class MethodologyLoadTest
{
    public static TheoryData<string> Shipped() => [.. Files.MethodologyNames()];

    [Theory]
    [MemberData(nameof(Shipped))]
    public void Load_ShippedFile_ChecksAndIsNamedAfterItself(string name)
    {
        var methodology = Files.Methodology(name);
        Assert.Equal(name, $"{methodology.Id}-{methodology.Version}");
        Assert.Matches("^sha-256:[0-9a-f]{64}$", methodology.ContentHash);
    }

    [Fact]
    public void Load_ShippedFiles_AgreeOnTheGlobalWarmingPotentialsOfASet()
    {
        var potentials = Files.MethodologyNames().Select(n => JsonNode.Parse(Files.MethodologyBytes(n))!["gwp"]).OfType<JsonNode>()
            .SelectMany(g => g["values"]!.AsObject().Select(v => (Set: (string)g["set"]!, Gas: v.Key, Value: (string)v.Value!)));
        Assert.All(potentials.GroupBy(p => (p.Set, p.Gas)), g => Assert.Single(g.Select(p => p.Value).Distinct()));
    }

    [Fact]
    public void Load_OneByteChanged_HasAnotherHash()
    {
        var bytes = Files.MethodologyBytes("TH_AM001-1.0");
        var changed = Methodology.Load([.. bytes, (byte)'\n']).Methodology!;
        Assert.NotEqual(Methodology.Load(bytes).Methodology!.ContentHash, changed.ContentHash);
    }

    [Theory]
    [InlineData("sum(i in systems: EG[i] * EF_RE)", "unit-mismatch", "RE is declared in tCO2eq, the expression comes out in tCO2")]
    [InlineData("sum(i in systems: EG[i]) to {tCO2eq}", "unit-mismatch", "from MWh to tCO2eq")]
    [InlineData("sum(i in systems: EG[i] + EF_RE) to {tCO2eq}", "unit-mismatch", "'+' between MWh and tCO2/MWh")]
    [InlineData("sum(i in systems: EG[i] - 1{kWh}) * EF_RE to {tCO2eq}", "unknown-unit", "kWh")]
    [InlineData("if EF_RE > 1 then 0{tCO2eq} else 1{tCO2eq}", "unit-mismatch", "'>' between tCO2/MWh and 1")]
    [InlineData("if EF_RE > EF_RE then 0{tCO2eq} else 1", "unit-mismatch", "'then' gives tCO2eq, 'else' gives 1")]
    [InlineData("if 1 then 0{tCO2eq} else 1{tCO2eq}", "not-a-condition", "condition")]
    [InlineData("EF_RE = EF_RE", "not-a-number", "true or false")]
    [InlineData("1 + (1 < 2)", "not-a-number", "number")]
    [InlineData("min(EF_RE, capacity) to {tCO2eq}", "unit-mismatch", "min compares tCO2/MWh with MW")]
    [InlineData("EF_RE ^ capacity", "unit-mismatch", "exponent")]
    [InlineData("EF_RE ^ 0.5", "unit-mismatch", "bare number")]
    [InlineData("2 ^ 0.5 * 1{tCO2eq}", "rounding-not-stated", "rounding")]
    [InlineData("exp(1) * 1{tCO2eq}", "rounding-not-stated", "rounding")]
    [InlineData("exp(capacity) * 1{tCO2eq}", "unit-mismatch", "exp takes a bare number")]
    [InlineData("EG * EF_RE to {tCO2eq}", "wrong-index", "EG takes 1 index")]
    [InlineData("EF_RE[i] * 1{MWh} to {tCO2eq}", "wrong-index", "takes no index")]
    [InlineData("sum(i in systems: EG[j] * EF_RE) to {tCO2eq}", "unknown-name", "j is no index here")]
    [InlineData("sum(i in systems: EG['PV-1'] * EF_RE) to {tCO2eq}", "wrong-index", "'PV-1' is not a member that the file lists")]
    [InlineData("sum(i in machines: EG[i] * EF_RE) to {tCO2eq}", "unknown-set", "machines")]
    [InlineData("sum(i in systems: i) * 1{tCO2eq}", "not-a-number", "only a year")]
    [InlineData("sum(EG in systems: EF_RE * 1{MWh}) to {tCO2eq}", "duplicate-name", "EG")]
    [InlineData("sum(i in systems: sum(i in systems: EG[i])) * EF_RE to {tCO2eq}", "duplicate-name", "i")]
    [InlineData("XY * 1{tCO2eq}", "unknown-name", "XY")]
    [InlineData("GWP.CH4 * 1{tCO2eq}", "unknown-name", "GWP.CH4")]
    [InlineData("sqrt(4) * 1{tCO2eq}", "unknown-function", "sqrt")]
    [InlineData("sum(1, 2) * 1{tCO2eq}", "wrong-arguments", "sum")]
    [InlineData("lookup(COP, 1) * 1{tCO2eq}", "unknown-table", "COP")]
    [InlineData("count(machines) * 1{tCO2eq}", "unknown-set", "machines")]
    [InlineData("PE + (RE * 0)", "cycle", "RE → RE")]
    [InlineData("", "missing-property", "")]
    [InlineData("1 +", "syntax-error", "found the end")]
    [InlineData("(1{tCO2eq}", "syntax-error", "')'")]
    [InlineData("1{tCO2eq} 2", "syntax-error", "At character 11")]
    [InlineData("1{t CO2}", "syntax-error", "unit in braces")]
    [InlineData("1{tCO2/MWh.d}", "syntax-error", "unit in braces")]
    [InlineData("01{tCO2eq}", "syntax-error", "decimal number")]
    [InlineData("1.{tCO2eq}", "syntax-error", "decimal number")]
    [InlineData("1e3{tCO2eq}", "syntax-error", "an operator or the end")]
    [InlineData("if 1 < 2 then 0{tCO2eq}", "syntax-error", "'else'")]
    [InlineData("EG[] * 1", "syntax-error", "an index")]
    [InlineData("RE; DROP", "syntax-error", "';'")]
    [InlineData("1{tCO2eq} to", "syntax-error", "unit in braces")]
    [InlineData("１{tCO2eq}", "syntax-error", "a number, a name or a bracket")]
    public void Load_ExpressionThatDoesNotCheck_IsRefusedWithThePlace(string expression, string code, string says)
    {
        var errors = WithFormula(expression);
        Assert.Contains(errors, e => e.Code == code && e.Message.Contains(says, StringComparison.Ordinal) && (code == "missing-property" || e.Pointer == "/formulas/0/is"));
    }

    [Theory]
    [InlineData("(", "1{tCO2eq}", ")")]
    [InlineData("-", "1{tCO2eq}", "")]
    [InlineData("min(1{tCO2eq}, ", "1{tCO2eq}", ")")]
    [InlineData("if 1 < 2 then 1{tCO2eq} else ", "1{tCO2eq}", "")]
    public void Load_ExpressionNestedAThousandDeep_IsRefused(string open, string inner, string close)
    {
        var expression = string.Concat(Enumerable.Repeat(open, 1000)) + inner + string.Concat(Enumerable.Repeat(close, 1000));
        Assert.Contains(WithFormula(expression), e => e.Code is "expression-too-deep" or "expression-too-long");
        Assert.Contains(WithFormula(expression[..Math.Min(expression.Length, 3900)]), e => e.Code is "expression-too-deep");
    }

    [Fact]
    public void Load_ThousandTermsInARow_IsRefusedAndDoesNotExhaustTheStack() =>
        Assert.Contains(WithFormula(string.Join('+', Enumerable.Repeat("1{a}", 700))), e => e.Code == "expression-too-deep");

    [Fact]
    public void Load_FormulasInACircle_AreRefusedAndNamed()
    {
        var file = Shipped("TH_AM001-1.0");
        var formulas = file["formulas"]!.AsArray();
        for (var i = 0; i < 3; i++)
            formulas.Add(new JsonObject { ["name"] = $"F{i}", ["title"] = new JsonObject { ["en"] = "x", ["ja"] = "x" }, ["unit"] = "1", ["is"] = $"F{(i + 1) % 3} + 1" });
        var cycle = Assert.Single(Load(file).Errors);
        Assert.Equal("cycle", cycle.Code);
        Assert.Contains("F0 → F1 → F2 → F0", cycle.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_FormulasInAnyOrder_AreEvaluatedInTheRightOne()
    {
        var file = Shipped("PH_AM904-1.0");
        var formulas = file["formulas"]!.AsArray();
        var first = formulas[0]!;
        formulas.RemoveAt(0);
        formulas.Add(first);
        var result = Computation.Compute(Files.Report("ph901-awd-2025.json"), Files.Project("PH901"), [Load(file).Methodology!]);
        Assert.Equal("137733", result.Vintages.Single().Tonnes.ToString());
    }

    [Theory]
    [InlineData("/status", "\"approved\"", "unknown-word", "/status")]
    [InlineData("/status", null, "missing-property", "")]
    [InlineData("/sectoralScope", "17", "out-of-range", "/sectoralScope")]
    [InlineData("/documentType", "\"report\"", "unknown-word", "/documentType")]
    [InlineData("/title", "{\"en\":\"x\"}", "missing-property", "/title")]
    [InlineData("/colour", "\"red\"", "unknown-property", "/colour")]
    [InlineData("/units/MWh", null, "unknown-unit", "/parameters/0/unit")]
    [InlineData("/conversions/0/equals", "\"0\"", "out-of-range", "/conversions/0/equals")]
    [InlineData("/conversions/0/of", "\"tCO2\"", "conversion-contradiction", "/conversions/0/unit")]
    [InlineData("/conversions/1/unit", "\"tCO2\"", "conversion-contradiction", "/conversions/1/unit")]
    [InlineData("/conversions/0/certainty", null, "missing-property", "/conversions/0")]
    [InlineData("/parameters/0/indexedBy", "[\"machines\"]", "unknown-set", "/parameters/0/indexedBy")]
    [InlineData("/parameters/0/measure", null, "missing-property", "/parameters/0")]
    [InlineData("/parameters/0/measure", "\"stock\"", "unknown-word", "/parameters/0/measure")]
    [InlineData("/parameters/0/options", "[\"D\"]", "unknown-word", "/parameters/0/options")]
    [InlineData("/parameters/0/plausibility/refuseAbovePerDay", "\"capacity\"", "unit-mismatch", "/parameters/0/plausibility/refuseAbovePerDay")]
    [InlineData("/parameters/0/plausibility/refuseAbovePerDay", "\"EG\"", "unknown-name", "/parameters/0/plausibility/refuseAbovePerDay")]
    [InlineData("/parameters/1/value", "\"0,319\"", "not-a-number", "/parameters/1/value")]
    [InlineData("/parameters/1/value", "0.319", "wrong-type", "/parameters/1/value")]
    [InlineData("/parameters/1/value", "\"0.31900000000000000000000000001\"", "not-a-number", "/parameters/1/value")]
    [InlineData("/parameters/1/certainty", "\"sure\"", "unknown-word", "/parameters/1/certainty")]
    [InlineData("/parameters/1/name", "\"EG\"", "duplicate-name", "/parameters/1/name")]
    [InlineData("/parameters/1/name", "\"sum\"", "bad-name", "/parameters/1/name")]
    [InlineData("/parameters/1/name", "\"EF RE\"", "bad-name", "/parameters/1/name")]
    [InlineData("/sets/0/name", "\"1st\"", "bad-name", "/sets/0/name")]
    [InlineData("/formulas/1/for", "{\"EG\":\"systems\"}", "duplicate-name", "/formulas/1/for/EG")]
    [InlineData("/parameters/1/unit", "\"tCO2/MWh/d\"", "unknown-unit", "/parameters/1/unit")]
    [InlineData("/formulas/1/name", "\"EG\"", "duplicate-name", "/formulas/1/name")]
    [InlineData("/formulas/1/unit", "\"tCO2\"", "unit-mismatch", "/formulas/1/is")]
    [InlineData("/results/reference", "\"EG\"", "unknown-name", "/results/reference")]
    [InlineData("/results/project", null, "missing-property", "/results")]
    [InlineData("/linearIn", "[\"EF_RE\"]", "unknown-name", "/linearIn")]
    [InlineData("/rounding", "{\"decimals\":3}", "out-of-range", "/rounding/decimals")]
    public void Load_FileThatIsWrong_IsRefusedWithThePlace(string at, string? value, string code, string pointer)
    {
        var file = Shipped("TH_AM001-1.0");
        Json.Replace(file, at, value);
        Assert.Contains(Load(file).Errors, e => e.Code == code && e.Pointer == pointer);
    }

    [Fact]
    public void Load_ResultNotInTonnes_IsRefused()
    {
        var file = Shipped("TH_AM001-1.0");
        Json.Replace(file, "/formulas/1/unit", "\"tCO2\"");
        Json.Replace(file, "/formulas/1/is", "\"0{tCO2}\"");
        var error = Assert.Single(Load(file).Errors);
        Assert.Equal(("unit-mismatch", "/results/project"), (error.Code, error.Pointer));
    }

    [Theory]
    [InlineData("/tables/0/bands/1/from", "\"310\"", "band-gap")]
    [InlineData("/tables/0/bands/1/from", "\"290\"", "band-gap")]
    [InlineData("/tables/0/bands/0/to", "\"0\"", "band-overlap")]
    public void Load_BandsThatDoNotMeet_AreRefused(string at, string value, string code)
    {
        var file = Shipped("ID_AM002-2.0");
        Json.Replace(file, at, value);
        Assert.Contains(Load(file).Errors, e => e.Code == code);
    }

    [Theory]
    [InlineData("/parameters/5/values/tropical-wet|paper", null, "missing-property")]
    [InlineData("/parameters/5/values/tropical-wet|plastic", "\"1\"", "unknown-word")]
    [InlineData("/parameters/6/values/food", null, "missing-property")]
    [InlineData("/sets/0/list", "[\"food\",\"food\"]", "duplicate-name")]
    [InlineData("/sets/0/list", null, "wrong-members")]
    [InlineData("/parameters/0/indexedBy", "[\"wasteClasses\"]", "wrong-index")]
    [InlineData("/parameters/1/indexedBy", "[\"years\"]", "wrong-index")]
    [InlineData("/gwp/values/N2O", "\"265\"", "unknown-unit")]
    public void Load_ListedMembersThatDoNotFit_AreRefused(string at, string? value, string code)
    {
        var file = Shipped("MX_AM901-1.0");
        Json.Replace(file, at, value);
        Assert.Contains(Load(file).Errors, e => e.Code == code);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{\"id\":\"a\",\"id\":\"b\"}")]
    [InlineData("{\"id\":\"\\ud800\"}")]
    [InlineData("{\"formulas\":{},\"parameters\":1,\"units\":[],\"sets\":\"x\",\"results\":[]}")]
    public void Load_OtherBytes_AreAnsweredWithErrors(string text) => Assert.NotEmpty(Methodology.Load(Encoding.UTF8.GetBytes(text)).Errors);

    [Fact]
    public void Load_HugeFile_IsRefused() => Assert.Equal("file-too-large", Methodology.Load(new byte[2_000_000]).Errors.Single().Code);

    private static IReadOnlyList<LoadError> WithFormula(string expression)
    {
        var file = Shipped("TH_AM001-1.0");
        file["formulas"]![0]!["is"] = expression.Length == 0 ? null : expression;
        if (expression.Length == 0) file["formulas"]![0]!.AsObject().Remove("is");
        return Load(file).Errors;
    }

    private static JsonNode Shipped(string name) => JsonNode.Parse(Files.MethodologyBytes(name))!;

    private static MethodologyLoad Load(JsonNode file) => Methodology.Load(Encoding.UTF8.GetBytes(file.ToJsonString()));
}
