using JcmHub.Domain.Methodologies.Language;
using JcmHub.Domain.Quantities;

namespace JcmHub.Domain.Methodologies.Files;

/// <summary>Reads and proves the formulas, the results and the checks of a methodology file.</summary>
internal sealed class FormulaReader(FileSection file, Vocabulary vocabulary)
{
    private sealed record Draft(FileSection Section, string Name, BilingualText Title, IReadOnlyList<KeyValuePair<string, IndexSet>> Indexes, string Text, Syntax? Syntax, Variable Variable);

    public static (Term? Term, int FrameSize) Bind(
        FileSection section, string property, string text, Vocabulary vocabulary, IReadOnlyList<KeyValuePair<string, IndexSet>> indexes)
    {
        if (text.Length == 0) return (null, 0);
        var syntax = Parser.Parse(text, out var error);
        if (syntax is not null)
        {
            (var term, var frame, error) = Binder.Bind(syntax, vocabulary, indexes);
            if (term is not null) return (term, frame);
        }

        section.ErrorAt(property, error!.Code, $"At character {error.At + 1}: {error.Message}");
        return (null, 0);
    }

    public List<Formula> ReadFormulas()
    {
        // First every name and declared unit, then the expressions: formulas may name each other in any order.
        var drafts = file.Sections("formulas").Select(ReadDraft).ToList();
        if (drafts.Count > MethodologyFile.MostFormulas)
        {
            file.ErrorAt("formulas", "too-many-formulas", $"A methodology has at most {MethodologyFile.MostFormulas} formulas.");
            return [];
        }

        var formulas = new Dictionary<string, Formula>(StringComparer.Ordinal);
        foreach (var draft in drafts)
        {
            var (term, frame) = Bind(draft.Section, "is", draft.Text, vocabulary, draft.Indexes);
            if (term is null) continue;
            if (term.Unit is null)
                draft.Section.ErrorAt("is", "not-a-number", "A formula is a number, this is true or false.");
            else if (term.Unit != draft.Variable.Unit)
                draft.Section.ErrorAt("is", "unit-mismatch", $"{draft.Name} is declared in {draft.Variable.Unit}, the expression comes out in {term.Unit}.");
            formulas.TryAdd(draft.Name, new Formula(draft.Name, draft.Title, draft.Variable.Unit, draft.Indexes, draft.Text, term, frame, draft.Variable));
        }

        return InOrder(drafts, formulas);
    }

    public Results? ReadResults(IReadOnlyList<Formula> formulas)
    {
        var section = file.Section("results");
        var reference = Result(section, "reference", formulas, required: true);
        var project = Result(section, "project", formulas, required: true);
        var leakage = Result(section, "leakage", formulas, required: false);
        var deduction = Result(section, "deduction", formulas, required: false);
        var businessAsUsual = Result(section, "businessAsUsual", formulas, required: false);
        section.NothingElse();
        return reference is null || project is null ? null : new(reference, project, leakage, deduction, businessAsUsual);
    }

    public List<Check> ReadChecks(IReadOnlyList<Parameter> parameters)
    {
        var checks = new List<Check>();
        foreach (var section in file.Sections("checks"))
        {
            var code = section.Choice("code", "", ("capacity-factor", "capacity-factor"), ("implausible-unit", "implausible-unit"), ("implausible-value", "implausible-value"));
            var isError = section.Choice("severity", false, ("error", true), ("warning", false));
            var about = parameters.FirstOrDefault(p => p.Name == section.Text("about"));
            if (about is not { IsReported: true }) section.ErrorAt("about", "unknown-name", "A check is about a reported parameter.");
            var indexes = ReadIndexes(section);
            var text = section.Text("holds");
            var (term, frame) = Bind(section, "holds", text, vocabulary, indexes);
            if (term is { Unit: not null }) section.ErrorAt("holds", "not-a-condition", "A check is true or false, this is a number.");
            var words = section.Bilingual("text");
            section.NothingElse();
            if (term is not null && about is not null) checks.Add(new(code, isError, about, indexes, text, term, frame, words));
        }

        return checks;
    }

    private Draft ReadDraft(FileSection section)
    {
        var name = section.Name("name");
        var indexes = ReadIndexes(section);
        var variable = new Variable(name, ParameterReader.DeclaredUnit(section, "unit", vocabulary), [.. indexes.Select(i => i.Value)], vocabulary.Variables.Count);
        if (!vocabulary.Variables.TryAdd(name, variable)) section.ErrorAt("name", "duplicate-name", $"{name} is declared twice.");
        var text = section.Text("is");
        var draft = new Draft(section, name, section.Bilingual("title"), indexes, text, null, variable);
        section.NothingElse();
        return draft;
    }

    private List<KeyValuePair<string, IndexSet>> ReadIndexes(FileSection section)
    {
        var indexes = new List<KeyValuePair<string, IndexSet>>();
        if (section.OptionalSection("for") is not { } map) return indexes;
        foreach (var name in map.Names())
        {
            map.RequireName(name, name);
            if (vocabulary.Variables.ContainsKey(name)) map.ErrorAt(name, "duplicate-name", $"{name} means something else already.");
            if (vocabulary.Sets.TryGetValue(map.Text(name), out var set)) indexes.Add(new(name, set));
            else map.ErrorAt(name, "unknown-set", $"'{map.Text(name)}' is no index set of this methodology.");
        }

        return indexes;
    }

    private static Formula? Result(FileSection section, string property, IReadOnlyList<Formula> formulas, bool required)
    {
        var name = required ? section.Text(property) : section.OptionalText(property);
        if (string.IsNullOrEmpty(name)) return null;
        var formula = formulas.FirstOrDefault(f => f.Name == name);
        if (formula is null)
            section.ErrorAt(property, "unknown-name", $"{name} is no formula of this methodology, or does not check.");
        else if (formula.Unit != Unit.TonnesCo2Equivalent)
            section.ErrorAt(property, "unit-mismatch", $"A result comes out in {Unit.TonnesCo2Equivalent}, {name} in {formula.Unit}.");
        else if (formula.Indexes.Count > 0)
            section.ErrorAt(property, "wrong-index", "A result is one number: sum over the members.");
        else
            return formula;
        return null;
    }

    /// <summary>The formulas, each after those that it uses; an error where they form a circle.</summary>
    private static List<Formula> InOrder(List<Draft> drafts, Dictionary<string, Formula> formulas)
    {
        var ordered = new List<Formula>();
        var done = new HashSet<string>(StringComparer.Ordinal);
        var open = new List<string>();
        foreach (var draft in drafts) Visit(draft.Name, draft.Section);
        return ordered;

        void Visit(string name, FileSection from)
        {
            if (done.Contains(name) || !formulas.TryGetValue(name, out var formula)) return;
            if (open.Contains(name))
            {
                var circle = string.Join(" → ", open.SkipWhile(n => n != name).Append(name));
                from.ErrorAt("is", "cycle", $"These formulas need each other: {circle}.");
                return;
            }

            open.Add(name);
            foreach (var used in TermWalk.Variables(formula.Term)) Visit(used.Name, from);
            open.RemoveAt(open.Count - 1);
            if (done.Add(name)) ordered.Add(formula);
        }
    }
}
