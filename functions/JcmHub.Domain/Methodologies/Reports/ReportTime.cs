using System.Globalization;

namespace JcmHub.Domain.Methodologies.Reports;

/// <summary>The two ways to write a time in a report: a local date, or an RFC 3339 instant with offset (D11).</summary>
internal static class ReportTime
{
    private static readonly string[] InstantFormats =
    [
        "yyyy-MM-dd'T'HH:mm:sszzz", "yyyy-MM-dd'T'HH:mm:ss'Z'",
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'",
    ];

    /// <summary>A day number, or UTC ticks.</summary>
    public static bool TryParse(string text, out long at, out bool isInstant)
    {
        isInstant = text.Length > 10;
        at = 0;
        if (!isInstant)
        {
            if (!DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)) return false;
            at = date.DayNumber;
            return true;
        }

        if (!DateTimeOffset.TryParseExact(text, InstantFormats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant)) return false;
        at = instant.UtcTicks;
        return true;
    }
}
