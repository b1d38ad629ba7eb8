namespace JcmHub.JsonSchema.Formats;

/// <summary>Dates and times of RFC 3339, section 5.6.</summary>
internal static class DateFormats
{
    /// <summary><c>full-date</c>: a day that exists in the proleptic Gregorian calendar, years 0000 to 9999.</summary>
    public static bool IsDate(ReadOnlySpan<byte> text)
    {
        if (text.Length != 10 || text[4] != '-' || text[7] != '-')
            return false;
        var year = Digits(text[..4]);
        var month = Digits(text.Slice(5, 2));
        var day = Digits(text.Slice(8, 2));
        // Year 0 is a leap year; the calendar class begins at 1, and 400 years repeat.
        return year >= 0 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year == 0 ? 400 : year, month);
    }

    private static int Digits(ReadOnlySpan<byte> text)
    {
        var value = 0;
        foreach (var b in text)
        {
            if (b is < (byte)'0' or > (byte)'9')
                return -1;
            value = value * 10 + (b - '0');
        }
        return value;
    }
}
