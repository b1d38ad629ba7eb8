using JcmHub.Domain.Methodologies.Language;
using JcmHub.Domain.Quantities;

namespace JcmHub.Domain.Methodologies.Files;

/// <summary>Reads what a file says about plausible readings: limits per day, and the two general suspicions.</summary>
internal sealed class PlausibilityReader(FileSection file, Vocabulary vocabulary)
{
    public IReadOnlyList<Parameter> Read(List<Parameter> parameters)
    {
        // Limits are evaluated once per report, before any reading: only what the files fix can be named in them.
        var narrow = new Vocabulary { StatesRounding = vocabulary.StatesRounding };
        foreach (var parameter in parameters.Where(p => !p.IsReported && p.Sets.Count == 0))
            narrow.Variables.TryAdd(parameter.Name, vocabulary.Variables[parameter.Name]);
        narrow.Symbols.UnionWith(vocabulary.Symbols);
        narrow.Conversions.Copy(vocabulary.Conversions);

        var read = new List<Parameter>();
        foreach (var (section, parameter) in file.Sections("parameters").Zip(parameters))
        {
            if (section.OptionalSection("plausibility") is not { } plausibility)
            {
                read.Add(parameter);
                continue;
            }

            if (!parameter.IsReported) section.ErrorAt("plausibility", "unknown-property", "Only readings are judged for plausibility.");
            read.Add(parameter with
            {
                Plausibility = new(
                    Limit(plausibility, "refuseAbovePerDay", parameter.Unit, narrow),
                    Limit(plausibility, "warnAbovePerDay", parameter.Unit, narrow),
                    plausibility.Flag("tenTimesNeighbours"),
                    plausibility.Flag("neverMoves")),
            });
            plausibility.NothingElse();
        }

        return read;
    }

    private static (string, Term)? Limit(FileSection section, string property, Unit unit, Vocabulary narrow)
    {
        if (section.OptionalText(property) is not { } text) return null;
        var (term, _) = FormulaReader.Bind(section, property, text, narrow, []);
        if (term is null) return null;
        var perDay = unit / Unit.Day;
        if (term.Unit == perDay) return (text, term);
        section.ErrorAt(property, "unit-mismatch", $"A limit per day is in {perDay}, this is in {term.Unit?.ToString() ?? "true or false"}.");
        return null;
    }
}
