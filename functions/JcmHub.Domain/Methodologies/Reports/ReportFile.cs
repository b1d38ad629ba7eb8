using System.Globalization;
using System.Text.Json;
using JcmHub.Domain.Calendar;
using JcmHub.Domain.Methodologies.Files;
using JcmHub.Domain.Projects;
using JcmHub.Domain.Quantities;

namespace JcmHub.Domain.Methodologies.Reports;

/// <summary>Reads a whole monitoring report into memory.</summary>
internal sealed class ReportFile
{
    private readonly FindingList errors = new();
    private bool? instants;

    public static ReportRead Read(ReadOnlySpan<byte> utf8)
    {
        var (document, error) = JsonInput.Parse(utf8);
        if (document is null) return new(null, [FindingCatalogue.NotJson.At("", error)]);

        using (document)
        {
            var file = new ReportFile();
            var report = file.Read(document.RootElement);
            return new(file.errors.Count == 0 ? report : null, file.errors.All);
        }
    }

    private MonitoringReport? Read(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            errors.Add(FindingCatalogue.WrongType, "", "", "object");
            return null;
        }

        var projectText = Text(root, "project", "");
        if (!ProjectId.TryParse(projectText, out var project) && projectText is not null) errors.Add(FindingCatalogue.NotAProjectId, "/project", projectText);
        var methodologies = ReadMethodologies(root);
        var period = ReadPeriod(root);
        var readings = ReadReadings(root);
        return errors.Count == 0 && period is { } p ? new MonitoringReport(project, methodologies, p, readings) : null;
    }

    private List<MethodologyReference> ReadMethodologies(JsonElement root)
    {
        var references = new List<MethodologyReference>();
        foreach (var (item, pointer) in Items(root, "methodologies"))
        {
            var reference = new MethodologyReference(Text(item, "id", pointer) ?? "", Text(item, "version", pointer) ?? "");
            if (references.Contains(reference)) errors.Add(FindingCatalogue.MethodologyTwice, pointer, reference);
            references.Add(reference);
        }

        return references;
    }

    private MonitoringPeriod? ReadPeriod(JsonElement root)
    {
        if (!root.TryGetProperty("monitoringPeriod", out var section) || section.ValueKind != JsonValueKind.Object)
        {
            errors.Add(FindingCatalogue.MissingProperty, "", "monitoringPeriod");
            return null;
        }

        if (Date(section, "from") is not { } from || Date(section, "to") is not { } to) return null;
        if (from <= to) return new(from, to);
        errors.Add(FindingCatalogue.PeriodReversed, "/monitoringPeriod", from.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), to.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        return null;
    }

    private DateOnly? Date(JsonElement section, string name)
    {
        if (Text(section, name, "/monitoringPeriod") is not { } text) return null;
        var pointer = $"/monitoringPeriod/{name}";
        if (!DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
            errors.Add(FindingCatalogue.NotADate, pointer, text);
        else if (date.Year is < 1990 or > 2199)
            errors.Add(FindingCatalogue.DateOutOfRange, pointer, text);
        else
            return date;
        return null;
    }

    private List<Reading> ReadReadings(JsonElement root)
    {
        var readings = new List<Reading>();
        var ordinal = 0;
        foreach (var (item, pointer) in Items(root, "readings"))
        {
            if (errors.IsFull) break;
            if (ReadReading(item, pointer, ordinal++) is { } reading) readings.Add(reading);
        }

        return readings;
    }

    private Reading? ReadReading(JsonElement item, string pointer, int ordinal)
    {
        var before = errors.Count;
        var methodology = Text(item, "methodology", pointer);
        var parameter = Text(item, "parameter", pointer);
        var span = ReadSpan(Text(item, "from", pointer), Text(item, "to", pointer), pointer);
        var value = ReadValue(item, pointer);
        var unitText = Text(item, "unit", pointer);
        if (!Unit.TryParse(unitText ?? "1", out var unit)) errors.Add(FindingCatalogue.NotAUnit, pointer + "/unit", unitText);
        if (errors.Count > before || span is null) return null;
        return new Reading
        {
            Ordinal = ordinal, Methodology = methodology!, Parameter = parameter!, Span = span.Value, Value = value, Unit = unit,
            Point = OptionalText(item, "point"), Option = OptionalText(item, "option"), Source = OptionalText(item, "source"),
            Index = ReadIndex(item),
        };
    }

    private static Dictionary<string, string> ReadIndex(JsonElement item)
    {
        var index = new Dictionary<string, string>(StringComparer.Ordinal);
        if (!item.TryGetProperty("index", out var map) || map.ValueKind != JsonValueKind.Object) return index;
        foreach (var entry in map.EnumerateObject())
            if (entry.Value.ValueKind == JsonValueKind.String) index[entry.Name] = entry.Value.GetString()!;
        return index;
    }

    private decimal ReadValue(JsonElement item, string pointer)
    {
        if (!item.TryGetProperty("value", out var value))
        {
            errors.Add(FindingCatalogue.MissingProperty, pointer, "value");
            return 0;
        }

        var text = value.ValueKind switch
        {
            JsonValueKind.Number => value.GetRawText(),
            JsonValueKind.String => value.GetString()!,
            _ => "",
        };
        switch (DecimalText.TryParse(text, out var number))
        {
            case DecimalText.Outcome.NotANumber: errors.Add(FindingCatalogue.NotANumber, pointer + "/value", Shortened(text)); break;
            case DecimalText.Outcome.TooManyDigits: errors.Add(FindingCatalogue.TooManyDigits, pointer + "/value", Shortened(text)); break;
        }

        return number;
    }

    private ReadingSpan? ReadSpan(string? from, string? to, string pointer)
    {
        if (from is null || to is null) return null;
        if (!ReportTime.TryParse(from, out var start, out var startIsInstant))
        {
            errors.Add(FindingCatalogue.NotADate, pointer + "/from", Shortened(from));
            return null;
        }

        if (!ReportTime.TryParse(to, out var end, out var endIsInstant))
        {
            errors.Add(FindingCatalogue.NotADate, pointer + "/to", Shortened(to));
            return null;
        }

        instants ??= startIsInstant;
        if (startIsInstant != instants || endIsInstant != instants)
        {
            errors.Add(FindingCatalogue.TimeKindsMixed, pointer, instants.Value ? "instants" : "dates");
            return null;
        }

        if (!endIsInstant) end++;
        if (end > start) return ReadingSpan.Of(endIsInstant, start, end);
        errors.Add(FindingCatalogue.ReadingReversed, pointer, from, to);
        return null;
    }

    private IEnumerable<(JsonElement Item, string Pointer)> Items(JsonElement root, string name)
    {
        if (!root.TryGetProperty(name, out var list))
        {
            errors.Add(FindingCatalogue.MissingProperty, "", name);
            yield break;
        }

        if (list.ValueKind != JsonValueKind.Array)
        {
            errors.Add(FindingCatalogue.WrongType, "/" + name, name, "array");
            yield break;
        }

        var i = 0;
        foreach (var item in list.EnumerateArray())
        {
            var pointer = string.Create(CultureInfo.InvariantCulture, $"/{name}/{i++}");
            if (item.ValueKind == JsonValueKind.Object) yield return (item, pointer);
            else errors.Add(FindingCatalogue.WrongType, pointer, name, "object");
        }
    }

    private string? Text(JsonElement item, string name, string pointer)
    {
        if (!item.TryGetProperty(name, out var value)) errors.Add(FindingCatalogue.MissingProperty, pointer, name);
        else if (value.ValueKind != JsonValueKind.String) errors.Add(FindingCatalogue.WrongType, $"{pointer}/{name}", name, "string");
        else return value.GetString();
        return null;
    }

    private static string? OptionalText(JsonElement item, string name) =>
        item.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static string Shortened(string text) => text.Length <= 60 ? text : text[..57] + "...";
}
