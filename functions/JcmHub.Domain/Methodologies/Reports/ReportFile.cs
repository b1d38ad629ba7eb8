namespace JcmHub.Domain.Methodologies.Reports;

/// <summary>Reads a whole monitoring report into memory.</summary>
internal sealed class ReportFile() : ReportTokens(new FindingList())
{
    private readonly List<Reading> readings = [];
    private readonly ReadingParser parser = new();
    private bool? instants;

    public static ReportRead Read(ReadOnlySpan<byte> utf8)
    {
        var file = new ReportFile();
        var bytes = new ReportBytes(file);
        bytes.Feed(utf8, isFinal: true);
        if (bytes.Error is { } error) return new(null, [FindingCatalogue.NotJson.At("", error)]);
        var report = file.Errors.Count == 0 && file.Header is { } header
            ? new MonitoringReport(header.Project, header.Methodologies, header.Period, file.readings)
            : null;
        return new(report, file.Errors.All);
    }

    protected override void OnReading(ReadingText reading, int ordinal)
    {
        if (Errors.IsFull || !parser.TryParse(reading, ordinal, Errors, out var span, out var value)) return;
        var made = ReadingParser.ToReading(reading, ordinal, span, value);
        instants ??= span.IsInstants;
        if (span.IsInstants != instants)
            Errors.Add(FindingCatalogue.TimeKindsMixed, made.Pointer, instants.Value ? "instants" : "dates");
        if (!Quantities.Unit.TryParse(reading.Text(ReadingField.Unit), out _))
            Errors.Add(FindingCatalogue.NotAUnit, made.Pointer + "/unit", Shortened(reading.Text(ReadingField.Unit)));
        readings.Add(made);
    }
}
