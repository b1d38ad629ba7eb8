using System.Globalization;
using System.Text;
using JcmHub.Domain.Calendar;
using JcmHub.Domain.Projects;

namespace JcmHub.Domain.Methodologies.Reports;

/// <summary>
/// Understands the shape of a monitoring report while its tokens pass: gathers the header, and hands over each reading
/// when it ends. What is not where a report has it is passed over, or named where something needed is missing.
/// </summary>
internal abstract class ReportTokens(FindingList errors) : IReportTokens
{
    private readonly ReadingText reading = new();
    private readonly List<MethodologyReference> methodologies = [];
    private readonly HashSet<string> seen = new(StringComparer.Ordinal);
    private Place place = Place.Before;
    private int skipped;
    private string rootName = "";
    private string innerName = "";
    private ReadingField field;
    private bool inIndex;
    private ProjectId? project;
    private (string? Id, string? Version) methodology;
    private (DateOnly? From, DateOnly? To) period;
    private bool methodologiesEnded;
    private int methodologyCount;
    private int readingCount;

    private enum Place
    {
        Before, Root, Methodologies, Methodology, Period, Readings, Reading, After,
    }

    /// <summary>The header, once all of it has passed and is good.</summary>
    public ReportHeader? Header { get; private set; }

    /// <summary>The id of the report that this one replaces, where it names one.</summary>
    public string? Replaces { get; private set; }

    public FindingList Errors => errors;

    public void StartObject()
    {
        if (skipped > 0) skipped++;
        else if (place == Place.Before) place = Place.Root;
        else if (place == Place.Root && rootName == "monitoringPeriod") place = Place.Period;
        else if (place == Place.Methodologies) (place, methodology) = (Place.Methodology, (null, null));
        else if (place == Place.Readings)
        {
            place = Place.Reading;
            reading.Clear();
        }
        else if (place == Place.Reading && innerName == "index") inIndex = true;
        else Skip("object");
    }

    public void EndObject()
    {
        if (skipped > 0) skipped--;
        else if (inIndex) (inIndex, innerName) = (false, "");
        else if (place == Place.Reading) EndReading();
        else if (place == Place.Methodology) EndMethodology();
        else if (place == Place.Period) EndPeriod();
        else if (place == Place.Root) EndRoot();
    }

    public void StartArray()
    {
        if (skipped > 0) skipped++;
        else if (place == Place.Root && rootName == "methodologies") place = Place.Methodologies;
        else if (place == Place.Root && rootName == "readings") place = Place.Readings;
        else Skip("array");
    }

    public void EndArray()
    {
        if (skipped > 0)
        {
            skipped--;
            return;
        }

        if (place == Place.Methodologies)
        {
            methodologiesEnded = true;
            TryHeader();
        }

        place = Place.Root;
    }

    public void Name(ReadOnlySpan<byte> utf8)
    {
        if (skipped > 0) return;
        switch (place)
        {
            case Place.Reading when inIndex:
                innerName = Encoding.UTF8.GetString(utf8);
                break;
            case Place.Reading:
                field = ReadingText.FieldOf(utf8);
                if (field == ReadingField.Other) innerName = utf8.SequenceEqual("index"u8) ? "index" : "";
                else if (reading.Has(field)) errors.Add(FindingCatalogue.PropertyTwice, Pointer(), Encoding.UTF8.GetString(utf8));
                break;
            case Place.Root:
                rootName = Encoding.UTF8.GetString(utf8);
                if (!seen.Add(rootName)) errors.Add(FindingCatalogue.PropertyTwice, "", rootName);
                break;
            default:
                innerName = Encoding.UTF8.GetString(utf8);
                break;
        }
    }

    public void Text(ReadOnlySpan<byte> utf8)
    {
        if (skipped > 0) return;
        switch (place)
        {
            case Place.Reading when inIndex:
                reading.SetIndex(innerName, Encoding.UTF8.GetString(utf8));
                break;
            case Place.Reading:
                if (field != ReadingField.Other) reading.Set(field, utf8);
                break;
            case Place.Root when rootName == "project":
                EndProject(Encoding.UTF8.GetString(utf8));
                break;
            case Place.Root when rootName == "replaces":
                Replaces = Encoding.UTF8.GetString(utf8);
                break;
            case Place.Methodology when innerName == "id":
                methodology.Id = Encoding.UTF8.GetString(utf8);
                break;
            case Place.Methodology when innerName == "version":
                methodology.Version = Encoding.UTF8.GetString(utf8);
                break;
            case Place.Period when innerName == "from":
                period.From = Date(Encoding.UTF8.GetString(utf8));
                break;
            case Place.Period when innerName == "to":
                period.To = Date(Encoding.UTF8.GetString(utf8));
                break;
            default:
                Misplaced("string");
                break;
        }
    }

    public void Number(ReadOnlySpan<byte> utf8)
    {
        if (skipped > 0) return;
        if (place == Place.Reading && field == ReadingField.Value && !inIndex) reading.Set(field, utf8);
        else Misplaced("number");
    }

    public void Literal()
    {
        if (skipped == 0) Misplaced("true, false or null");
    }

    /// <summary>The header is known now. Called once.</summary>
    protected abstract void OnHeader(ReportHeader header);

    /// <summary>A reading has passed. Its texts are good until this returns.</summary>
    protected abstract void OnReading(ReadingText reading, int ordinal);

    private void EndReading()
    {
        OnReading(reading, readingCount++);
        place = Place.Readings;
    }

    private void EndMethodology()
    {
        place = Place.Methodologies;
        var pointer = string.Create(CultureInfo.InvariantCulture, $"/methodologies/{methodologyCount++}");
        if (methodology.Id is null) errors.Add(FindingCatalogue.MissingProperty, pointer, "id");
        if (methodology.Version is null) errors.Add(FindingCatalogue.MissingProperty, pointer, "version");
        if (methodology is not ({ } id, { } version)) return;
        var reference = new MethodologyReference(id, version);
        if (methodologies.Contains(reference)) errors.Add(FindingCatalogue.MethodologyTwice, pointer, reference);
        methodologies.Add(reference);
    }

    private void EndPeriod()
    {
        place = Place.Root;
        if (period.From is null) errors.Add(FindingCatalogue.MissingProperty, "/monitoringPeriod", "from");
        if (period.To is null) errors.Add(FindingCatalogue.MissingProperty, "/monitoringPeriod", "to");
        if (period is ({ } from, { } to) && to < from) errors.Add(FindingCatalogue.PeriodReversed, "/monitoringPeriod", Iso(from), Iso(to));
        TryHeader();
    }

    private void EndProject(string text)
    {
        if (ProjectId.TryParse(text, out var id)) project = id;
        else errors.Add(FindingCatalogue.NotAProjectId, "/project", Shortened(text));
        TryHeader();
    }

    private void EndRoot()
    {
        place = Place.After;
        foreach (var name in (ReadOnlySpan<string>)["project", "methodologies", "monitoringPeriod", "readings"])
            if (!seen.Contains(name)) errors.Add(FindingCatalogue.MissingProperty, "", name);
    }

    private void TryHeader()
    {
        if (Header is not null || project is not { } id || !methodologiesEnded || period is not ({ } from, { } to) || from > to) return;
        Header = new(id, methodologies, new(from, to));
        OnHeader(Header);
    }

    private DateOnly? Date(string text)
    {
        var pointer = $"/monitoringPeriod/{innerName}";
        if (!DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
            errors.Add(FindingCatalogue.NotADate, pointer, Shortened(text));
        else if (date.Year is < 1990 or > 2199)
            errors.Add(FindingCatalogue.DateOutOfRange, pointer, text);
        else
            return date;
        return null;
    }

    private void Skip(string what)
    {
        Misplaced(what);
        skipped = 1;
    }

    /// <summary>Something of another kind than a report has there: an error where it matters, nothing elsewhere.</summary>
    private void Misplaced(string what)
    {
        switch (place)
        {
            case Place.Before:
                errors.Add(FindingCatalogue.WrongType, "", "report", "object");
                place = Place.After;
                break;
            case Place.Root when rootName is "project" or "methodologies" or "monitoringPeriod" or "readings":
                errors.Add(FindingCatalogue.WrongType, "/" + rootName, rootName, rootName switch { "project" => "string", "monitoringPeriod" => "object", _ => "array" });
                break;
            case Place.Methodologies or Place.Readings:
                errors.Add(FindingCatalogue.WrongType, "/" + rootName, rootName, "array of objects");
                break;
            case Place.Methodology or Place.Period:
                errors.Add(FindingCatalogue.WrongType, $"/{rootName}", innerName, "string");
                break;
            case Place.Reading when inIndex || field != ReadingField.Other:
                errors.Add(FindingCatalogue.WrongType, Pointer(), inIndex ? innerName : field.ToString().ToLowerInvariant(), field == ReadingField.Value ? "string or number" : $"string, not {what}");
                break;
        }
    }

    private string Pointer() => string.Create(CultureInfo.InvariantCulture, $"/readings/{readingCount}");

    public static string Shortened(string text) => text.Length <= 60 ? text : text[..57] + "...";

    private static string Iso(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
