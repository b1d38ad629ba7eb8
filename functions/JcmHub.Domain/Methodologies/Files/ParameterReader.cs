using JcmHub.Domain.Methodologies.Language;
using JcmHub.Domain.Quantities;

namespace JcmHub.Domain.Methodologies.Files;

/// <summary>Reads the parameters of a methodology file.</summary>
internal sealed class ParameterReader(FileSection file, Vocabulary vocabulary, List<Parameter> parameters)
{
    public static Unit DeclaredUnit(FileSection section, string name, Vocabulary vocabulary)
    {
        var unit = section.Unit(name);
        foreach (var (symbol, _) in unit.Factors)
        {
            if (!vocabulary.Symbols.Contains(symbol)) section.ErrorAt(name, "unknown-unit", $"{symbol} is not among the file's units.");
        }

        return unit;
    }

    public void Read()
    {
        foreach (var section in file.Sections("parameters"))
        {
            var parameter = ReadOne(section);
            var variable = new Variable(parameter.Name, parameter.Unit, parameter.Sets, parameter.Slot);
            if (!vocabulary.Variables.TryAdd(parameter.Name, variable)) section.ErrorAt("name", "duplicate-name", $"{parameter.Name} is declared twice.");
            parameters.Add(parameter);
            section.Has("plausibility");
            section.NothingElse();
        }
    }

    private Parameter ReadOne(FileSection section)
    {
        if (!section.Has("kind")) section.Error("missing-property", section.Pointer, "'kind' is missing.");
        var kind = section.Choice("kind", ParameterKind.Monitored,
            ("monitored", ParameterKind.Monitored), ("history", ParameterKind.History), ("fixed", ParameterKind.Fixed),
            ("by-case", ParameterKind.ByCase), ("project", ParameterKind.Project));
        var sets = ReadSets(section);
        var parameter = new Parameter
        {
            Name = section.Name("name"),
            Title = section.Bilingual("title"),
            Kind = kind,
            Unit = DeclaredUnit(section, "unit", vocabulary),
            IndexedBy = [.. sets.Select(s => s.Name)],
            Sets = sets,
            Slot = vocabulary.Variables.Count,
            Minimum = section.OptionalNumber("minimum"),
            Maximum = section.OptionalNumber("maximum"),
            WhenAbsent = section.OptionalNumber("whenAbsent"),
        };

        switch (kind)
        {
            case ParameterKind.Monitored or ParameterKind.History:
                parameter = ReadReported(section, parameter);
                break;
            case ParameterKind.Fixed or ParameterKind.ByCase:
                parameter = parameter with
                {
                    Case = kind == ParameterKind.ByCase ? section.Name("case") : null,
                    Values = ReadValues(section, parameter),
                    Provenance = MethodologyFile.ReadProvenance(section),
                };
                break;
            default:
                parameter = parameter with { TakesCapacity = section.OptionalText("takes") is "capacity" };
                break;
        }

        if (kind != ParameterKind.History && sets.Any(s => s.Members == SetMembers.Years))
            section.ErrorAt("indexedBy", "wrong-index", "Only a history is indexed by years.");
        if (kind == ParameterKind.History && sets.Count(s => s.Members == SetMembers.Years) != 1)
            section.ErrorAt("indexedBy", "wrong-index", "A history is indexed by one set of years.");
        return parameter;
    }

    private IndexSet[] ReadSets(FileSection section)
    {
        var sets = new List<IndexSet>();
        foreach (var name in section.Texts("indexedBy"))
        {
            if (vocabulary.Sets.TryGetValue(name, out var set)) sets.Add(set);
            else section.ErrorAt("indexedBy", "unknown-set", $"{name} is no index set of this methodology.");
        }

        if (sets.Count > 3) section.ErrorAt("indexedBy", "wrong-index", "A parameter is indexed by at most three sets.");
        return [.. sets];
    }

    private static Parameter ReadReported(FileSection section, Parameter parameter)
    {
        var options = section.Texts("options");
        if (options.Any(o => o is not ("A" or "B" or "C"))) section.ErrorAt("options", "unknown-word", "The monitoring options are A, B and C.");
        if (!section.Has("measure")) section.Error("missing-property", section.Pointer, "'measure' is missing: a flow is summed, a level is averaged.");
        if (!section.Has("vintage")) section.Error("missing-property", section.Pointer, "'vintage' is missing: how does a reading fall to a year?");
        return parameter with
        {
            Measure = section.Choice("measure", Measure.Flow, ("flow", Measure.Flow), ("level", Measure.Level)),
            Continuous = section.Flag("continuous"),
            VintageRule = section.Choice("vintage", VintageRule.LocalDay,
                ("local-day", VintageRule.LocalDay), ("pro-rata", VintageRule.ProRata), ("harvest-date", VintageRule.HarvestDate)),
            Options = options,
        };
    }

    private static Dictionary<string, Rational> ReadValues(FileSection section, Parameter parameter)
    {
        var values = new Dictionary<string, Rational>(StringComparer.Ordinal);
        if (parameter.Kind == ParameterKind.Fixed && parameter.Sets.Count == 0)
        {
            values.Add("", section.Number("value"));
            return values;
        }

        var map = section.Section("values");
        foreach (var name in map.Names()) values.Add(name, map.Number(name));
        if (parameter.Kind == ParameterKind.ByCase && !parameter.ListsMembers) return values;

        if (!parameter.ListsMembers)
        {
            section.ErrorAt("indexedBy", "wrong-index", "A value in the file can only be given for members that the file lists.");
            return values;
        }

        var members = Combinations(parameter.Sets);
        if (parameter.Kind == ParameterKind.ByCase)
            members = [.. values.Keys.Select(k => k.Split('|')[0]).Distinct().SelectMany(_ => members, (which, member) => $"{which}|{member}")];
        foreach (var missing in members.Except(values.Keys)) map.Error("missing-property", map.Pointer, $"A value for '{missing}' is missing.");
        foreach (var odd in values.Keys.Except(members)) map.ErrorAt(odd, "unknown-word", $"'{odd}' is not a listed member.");
        return values;
    }

    private static List<string> Combinations(IReadOnlyList<IndexSet> sets)
    {
        List<string> all = [""];
        foreach (var set in sets)
            all = [.. all.SelectMany(_ => set.Listed, (before, member) => before.Length == 0 ? member : $"{before}|{member}")];
        return all;
    }
}
