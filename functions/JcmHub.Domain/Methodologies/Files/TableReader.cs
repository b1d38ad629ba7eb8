using JcmHub.Domain.Methodologies.Language;

namespace JcmHub.Domain.Methodologies.Files;

/// <summary>Reads band tables, such as a chiller's capacity to its reference COP. Bands neither overlap nor leave a gap.</summary>
internal sealed class TableReader(Vocabulary vocabulary)
{
    public void Read(IEnumerable<FileSection> sections)
    {
        foreach (var section in sections)
        {
            var name = section.Name("name");
            section.Bilingual("title");
            var keyUnit = ParameterReader.DeclaredUnit(section, "keyUnit", vocabulary);
            var unit = ParameterReader.DeclaredUnit(section, "unit", vocabulary);
            MethodologyFile.ReadProvenance(section);
            var bands = ReadBands(section);
            section.NothingElse();
            if (!vocabulary.Tables.TryAdd(name, new BandTable(name, keyUnit, unit, bands))) section.ErrorAt("name", "duplicate-name", $"{name} is declared twice.");
        }
    }

    private static List<Band> ReadBands(FileSection section)
    {
        var bands = new List<Band>();
        foreach (var row in section.Sections("bands"))
        {
            var band = new Band(row.OptionalNumber("from"), row.OptionalNumber("to"), row.Number("value"));
            row.NothingElse();
            if (band is { From: { } from, To: { } to } && from >= to) row.Error("band-overlap", row.Pointer, "A band ends above where it begins.");
            if (bands.Count > 0 && (bands[^1].To is not { } end || band.From is not { } start || end != start))
                row.Error("band-gap", row.Pointer, "A band begins exactly where the one before it ends.");
            bands.Add(band);
        }

        if (bands.Count == 0) section.Error("missing-property", section.Pointer, "A table has at least one band.");
        return bands;
    }
}
