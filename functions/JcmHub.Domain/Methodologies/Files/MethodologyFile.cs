using System.Security.Cryptography;
using JcmHub.Domain.Methodologies.Language;
using JcmHub.Domain.Quantities;

namespace JcmHub.Domain.Methodologies.Files;

/// <summary>
/// Reads a methodology file from top to bottom: units, sets, parameters, tables, formulas, results, checks. What a later
/// part may name, an earlier one has declared; formulas alone may name each other in any order, but not in a circle.
/// </summary>
internal sealed class MethodologyFile
{
    public const int MostBytes = 1 << 20;
    public const int MostFormulas = 300;

    private static readonly (string, Certainty)[] Certainties =
    [
        ("sourced", Certainty.Sourced), ("definition", Certainty.Definition), ("derived", Certainty.Derived),
        ("recalled-high", Certainty.RecalledHigh), ("recalled-medium", Certainty.RecalledMedium),
        ("recalled-low", Certainty.RecalledLow), ("illustrative", Certainty.Illustrative),
    ];

    private readonly FileSection file;
    private readonly string contentHash;
    private readonly Vocabulary vocabulary = new();
    private readonly List<IndexSet> sets = [];
    private readonly List<Parameter> parameters = [];
    private readonly Dictionary<string, Rational> gwp = new(StringComparer.Ordinal);

    private MethodologyFile(FileSection file, string contentHash)
    {
        this.file = file;
        this.contentHash = contentHash;
    }

    public static MethodologyLoad Load(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length > MostBytes) return new(null, [new("file-too-large", "", $"A methodology file has at most {MostBytes} bytes.")]);
        var errors = new List<LoadError>();
        var (document, error) = JsonInput.Parse(utf8);
        if (document is null) return new(null, [new("not-json", "", error!)]);

        using (document)
        {
            var hash = "sha-256:" + Convert.ToHexStringLower(SHA256.HashData(utf8));
            var methodology = new MethodologyFile(new FileSection(document.RootElement, "", errors), hash).Read();
            return new(errors.Count == 0 ? methodology : null, errors);
        }
    }

    /// <summary>A value's source and how sure we are; both are asked for wherever a file states a number.</summary>
    public static Provenance ReadProvenance(FileSection section)
    {
        if (!section.Has("certainty")) section.Error("missing-property", section.Pointer, "'certainty' is missing: how sure are we of this?");
        return new(section.Text("source"), section.Choice("certainty", Certainty.RecalledLow, Certainties));
    }

    private Methodology? Read()
    {
        file.Has("$schema");
        if (file.Text("documentType") is not ("methodology" or "")) file.ErrorAt("documentType", "unknown-word", "A methodology file has the document type 'methodology'.");
        if (file.Text("schemaVersion") is not ("1.0" or "")) file.ErrorAt("schemaVersion", "unknown-word", "Only schema version 1.0 is known.");
        file.Has("notes");
        file.Has("examples");

        var id = file.Text("id");
        var version = file.Text("version");
        var title = file.Bilingual("title");
        var scope = file.OptionalInteger("sectoralScope") ?? 0;
        if (scope is < 1 or > 16) file.ErrorAt("sectoralScope", "out-of-range", "A sectoral scope is 1 to 16.");
        if (!file.Has("status")) file.Error("missing-property", "", "'status' is missing.");
        var status = file.Choice("status", MethodologyStatus.Illustrative,
            ("official-text-read", MethodologyStatus.OfficialTextRead), ("reconstructed", MethodologyStatus.Reconstructed), ("illustrative", MethodologyStatus.Illustrative));
        var provenance = ReadProvenance(file);

        ReadUnits();
        var gwpSet = ReadGwp();
        ReadSets();
        ReadGiven();
        new ParameterReader(file, vocabulary, parameters).Read();
        new TableReader(vocabulary).Read(file.Sections("tables"));
        var rounding = ReadRounding();

        var formulaReader = new FormulaReader(file, vocabulary);
        var formulas = formulaReader.ReadFormulas();
        var results = formulaReader.ReadResults(formulas);
        var checks = formulaReader.ReadChecks(parameters);
        var plausible = new PlausibilityReader(file, vocabulary).Read(parameters);
        var linearIn = ReadLinearIn();
        var ndcBasis = ReadNdcBasis();
        file.NothingElse();
        if (!file.FileIsGood || results is null) return null;

        return new Methodology(new(sets, formulas, results, checks, gwp, vocabulary, rounding))
        {
            Id = id, Version = version, ContentHash = contentHash, Title = title, Status = status, SectoralScope = scope,
            Provenance = provenance, GwpSet = gwpSet, NdcBasis = ndcBasis, Parameters = plausible, LinearIn = linearIn,
        };
    }

    private void ReadUnits()
    {
        vocabulary.Symbols.UnionWith(["tCO2eq", "a", "d"]);
        var units = file.Section("units");
        foreach (var symbol in units.Names())
        {
            units.Bilingual(symbol);
            if (!Unit.TryParse(symbol, out var unit) || unit.Factors is not [{ Value: 1 }]) units.ErrorAt(symbol, "unknown-unit", $"'{symbol}' is not a unit's symbol.");
            vocabulary.Symbols.Add(symbol);
        }

        foreach (var conversion in file.Sections("conversions"))
        {
            var symbol = conversion.Text("unit");
            var factor = conversion.Number("equals");
            var of = Declared(conversion, "of");
            ReadProvenance(conversion);
            conversion.NothingElse();
            if (!vocabulary.Symbols.Contains(symbol)) conversion.ErrorAt("unit", "unknown-unit", $"'{symbol}' is not among the file's units.");
            if (factor.Sign <= 0) conversion.ErrorAt("equals", "out-of-range", "A conversion's factor is above zero.");
            else if (!vocabulary.Conversions.TryState(symbol, factor, of))
                conversion.ErrorAt("unit", "conversion-contradiction", $"{symbol} is stated twice, or in terms of itself.");
        }
    }

    private string? ReadGwp()
    {
        if (file.OptionalSection("gwp") is not { } section) return null;
        var set = section.Text("set");
        ReadProvenance(section);
        var values = section.Section("values");
        foreach (var gas in values.Names())
        {
            var value = values.Number(gas);
            var unit = Unit.TonnesCo2Equivalent / Unit.Of("t" + gas);
            if (!vocabulary.Symbols.Contains("t" + gas)) values.ErrorAt(gas, "unknown-unit", $"t{gas} is not among the file's units.");
            gwp.Add(gas, value);
            Declare(values, gas, new Variable(Given.Gwp + gas, unit, [], vocabulary.Variables.Count));
        }

        section.NothingElse();
        return set;
    }

    private void ReadSets()
    {
        foreach (var section in file.Sections("sets"))
        {
            var name = section.Name("name");
            var title = section.Bilingual("title");
            var members = section.Choice("members", SetMembers.FromReadings,
                ("from-readings", SetMembers.FromReadings), ("listed", SetMembers.Listed), ("years", SetMembers.Years));
            var listed = section.Texts("list");
            section.NothingElse();
            if ((members == SetMembers.Listed) != (listed.Count > 0)) section.ErrorAt("list", "wrong-members", "A listed set has a list, and only that.");
            if (listed.Distinct(StringComparer.Ordinal).Count() != listed.Count) section.ErrorAt("list", "duplicate-name", "A member is listed twice.");
            if (listed.Any(m => m.Length == 0 || m.Contains('|', StringComparison.Ordinal))) section.ErrorAt("list", "wrong-members", "A member's name is not empty and has no '|'.");
            new FileNames(section).Introduce(listed, $"{section.Pointer}/list");
            var set = new IndexSet(name, title, members, listed, sets.Count);
            if (!vocabulary.Sets.TryAdd(name, set)) section.ErrorAt("name", "duplicate-name", $"{name} is declared twice.");
            sets.Add(set);
        }
    }

    /// <summary>What every formula may use without the file declaring it.</summary>
    private void ReadGiven()
    {
        foreach (var (name, unit) in Given.Units)
            vocabulary.Variables.Add(name, new Variable(name, unit, [], vocabulary.Variables.Count));
    }

    private StatedRounding? ReadRounding()
    {
        if (file.OptionalSection("rounding") is not { } section) return null;
        var decimals = section.OptionalInteger("decimals") ?? 0;
        section.NothingElse();
        if (decimals is < 6 or > 60) section.ErrorAt("decimals", "out-of-range", "exp and non-integer powers round to 6 to 60 decimals.");
        vocabulary.StatesRounding = true;
        return new(decimals);
    }

    private IReadOnlyList<string> ReadLinearIn()
    {
        var names = file.Texts("linearIn");
        foreach (var name in names)
        {
            if (!parameters.Any(p => p.Name == name && p.IsReported && p.Measure == Measure.Flow))
                file.ErrorAt("linearIn", "unknown-name", $"{name} is not a reported flow of this methodology.");
        }

        return names;
    }

    private string? ReadNdcBasis()
    {
        if (file.OptionalSection("ndcBasis") is not { } section) return null;
        var text = section.Text("ndc");
        ReadProvenance(section);
        section.NothingElse();
        return text;
    }

    private Unit Declared(FileSection section, string name) => ParameterReader.DeclaredUnit(section, name, vocabulary);

    private void Declare(FileSection section, string property, Variable variable)
    {
        if (!vocabulary.Variables.TryAdd(variable.Name, variable)) section.ErrorAt(property, "duplicate-name", $"{variable.Name} is declared twice.");
    }
}
