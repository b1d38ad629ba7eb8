using System.Globalization;
using System.Text;
using JcmHub.Domain.Calendar;
using JcmHub.Domain.Quantities;

namespace JcmHub.Domain.Methodologies.Reports;

/// <summary>From the texts of a reading to its time and its value.</summary>
internal sealed class ReadingParser
{
    private static readonly ReadingField[] Needed =
        [ReadingField.Methodology, ReadingField.Parameter, ReadingField.From, ReadingField.To, ReadingField.Value, ReadingField.Unit];

    private readonly ReadingTimes starts = new();
    private readonly ReadingTimes ends = new();

    /// <summary>False where something is missing or is not what it should be; the errors say what.</summary>
    public bool TryParse(ReadingText reading, int ordinal, FindingList errors, out ReadingSpan span, out decimal value)
    {
        span = default;
        value = 0;
        if (!HasAll(reading, ordinal, errors)) return false;
        var from = reading[ReadingField.From];
        var to = reading[ReadingField.To];
        if (!starts.TryParse(from, out var start, out var startIsInstant)) return Refuse(FindingCatalogue.NotADate, ReadingField.From);
        if (!ends.TryParse(to, out var end, out var endIsInstant)) return Refuse(FindingCatalogue.NotADate, ReadingField.To);
        if (startIsInstant != endIsInstant)
        {
            errors.Add(FindingCatalogue.TimeKindsMixed, Pointer(ordinal), startIsInstant ? "instants" : "dates");
            return false;
        }

        if (!endIsInstant) end++;
        if (end <= start)
        {
            errors.Add(FindingCatalogue.ReadingReversed, Pointer(ordinal), Encoding.UTF8.GetString(from), Encoding.UTF8.GetString(to));
            return false;
        }

        span = ReadingSpan.Of(endIsInstant, start, end);
        return DecimalText.TryParse(reading[ReadingField.Value], out value) switch
        {
            DecimalText.Outcome.Read => true,
            DecimalText.Outcome.TooManyDigits => Refuse(FindingCatalogue.TooManyDigits, ReadingField.Value),
            _ => Refuse(FindingCatalogue.NotANumber, ReadingField.Value),
        };

        bool Refuse(FindingKind kind, ReadingField field)
        {
            errors.Add(kind, $"{Pointer(ordinal)}/{Name(field)}", ReportTokens.Shortened(reading.Text(field)));
            return false;
        }
    }

    private static bool HasAll(ReadingText reading, int ordinal, FindingList errors)
    {
        var all = true;
        foreach (var field in Needed)
        {
            if (reading.Has(field)) continue;
            errors.Add(FindingCatalogue.MissingProperty, Pointer(ordinal), Name(field));
            all = false;
        }

        return all;
    }

    private static string Name(ReadingField field) => field.ToString().ToLowerInvariant();

    private static string Pointer(int ordinal) => string.Create(CultureInfo.InvariantCulture, $"/readings/{ordinal}");
}
