using System.Globalization;
using System.Text;
using System.Text.Json;
using JcmHub.Domain.Calendar;
using JcmHub.Domain.Methodologies;
using JcmHub.Domain.Projects;

namespace JcmHub.Domain.Tests.Methodologies;

/// <summary>A monitoring report as an object that tests can vary; it passes through a computation as the tokens of its JSON would.</summary>
internal sealed record MonitoringReport(
    ProjectId Project, IReadOnlyList<MethodologyReference> Methodologies, MonitoringPeriod Period, IReadOnlyList<Reading> Readings)
{
    public static MonitoringReport Parse(ReadOnlyMemory<byte> utf8)
    {
        using var document = JsonDocument.Parse(utf8);
        var root = document.RootElement;
        return new(
            ProjectId.Parse(Text(root, "project")),
            [.. root.GetProperty("methodologies").EnumerateArray().Select(m => new MethodologyReference(Text(m, "id"), Text(m, "version")))],
            new(Reports.Day(Text(root.GetProperty("monitoringPeriod"), "from")), Reports.Day(Text(root.GetProperty("monitoringPeriod"), "to"))),
            [.. root.GetProperty("readings").EnumerateArray().Select(ReadingOf)]);
    }

    public ComputationResult? Stream(StreamedComputation into)
    {
        Object(into, () =>
        {
            Property("project", Project.ToString());
            Property("methodologies");
            Array(into, Methodologies, m => Object(into, () =>
            {
                Property("id", m.Id);
                Property("version", m.Version);
            }));
            Property("monitoringPeriod");
            Object(into, () =>
            {
                Property("from", Iso(Period.From));
                Property("to", Iso(Period.To));
            });
            Property("readings");
            Array(into, Readings, reading => Object(into, () => WriteReading(reading)));
        });
        return into.Finish();

        void WriteReading(Reading reading)
        {
            Property("methodology", reading.Methodology);
            Property("parameter", reading.Parameter);
            if (reading.Point is { } point) Property("point", point);
            if (reading.Index.Count > 0)
            {
                Property("index");
                Object(into, () =>
                {
                    foreach (var (set, member) in reading.Index) Property(set, member);
                });
            }

            Property("from", reading.Span.FromText);
            Property("to", reading.Span.ToText);
            Property("value", reading.Value.ToString(CultureInfo.InvariantCulture));
            Property("unit", reading.Unit.ToString());
            if (reading.Option is { } option) Property("option", option);
        }

        void Property(string name, string? text = null)
        {
            into.Name(Encoding.UTF8.GetBytes(name));
            if (text is not null) into.Text(Encoding.UTF8.GetBytes(text));
        }
    }

    private static void Object(StreamedComputation into, Action content)
    {
        into.StartObject();
        content();
        into.EndObject();
    }

    private static void Array<T>(StreamedComputation into, IEnumerable<T> items, Action<T> write)
    {
        into.StartArray();
        foreach (var item in items) write(item);
        into.EndArray();
    }

    private static Reading ReadingOf(JsonElement reading) => new()
    {
        Methodology = Text(reading, "methodology"),
        Parameter = Text(reading, "parameter"),
        Point = reading.TryGetProperty("point", out var point) ? point.GetString() : null,
        Index = reading.TryGetProperty("index", out var index) ? index.EnumerateObject().ToDictionary(p => p.Name, p => p.Value.GetString()!) : new(),
        Span = Span(Text(reading, "from"), Text(reading, "to")),
        Value = decimal.Parse(Text(reading, "value"), NumberStyles.Float, CultureInfo.InvariantCulture),
        Unit = Reports.UnitOf(Text(reading, "unit")),
        Option = reading.TryGetProperty("option", out var option) ? option.GetString() : null,
    };

    private static ReadingSpan Span(string from, string to) => from.Length == 10
        ? ReadingSpan.OfDates(Reports.Day(from), Reports.Day(to))
        : ReadingSpan.OfInstants(DateTimeOffset.Parse(from, CultureInfo.InvariantCulture), DateTimeOffset.Parse(to, CultureInfo.InvariantCulture));

    private static string Text(JsonElement element, string name) => element.GetProperty(name).ToString();

    private static string Iso(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
