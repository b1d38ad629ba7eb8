namespace JcmHub.JsonSchema.Formats;

/// <summary>Dates, times and durations of RFC 3339, section 5.6 and appendix A.</summary>
internal static class DateFormats
{
    /// <summary><c>full-date</c>: a day that exists in the proleptic Gregorian calendar, years 0000 to 9999.</summary>
    public static bool IsDate(ReadOnlySpan<byte> text)
    {
        if (text.Length != 10 || text[4] != '-' || text[7] != '-')
            return false;
        var year = Digits(text, 0, 4);
        var month = Digits(text, 5, 2);
        var day = Digits(text, 8, 2);
        return year >= 0 && month is >= 1 and <= 12 && day >= 1 && day <= DaysIn(year, month);
    }

    public static bool IsDateTime(ReadOnlySpan<byte> text) =>
        text.Length > 11 && (text[10] | 0x20) == 't' && IsDate(text[..10]) && IsTime(text[11..]);

    /// <summary><c>full-time</c>, its offset included. A leap second stands only before midnight UTC (appendix D).</summary>
    public static bool IsTime(ReadOnlySpan<byte> text)
    {
        if (text.Length < 9 || text[2] != ':' || text[5] != ':')
            return false;
        var hour = Digits(text, 0, 2);
        var minute = Digits(text, 3, 2);
        var second = Digits(text, 6, 2);
        if (hour is < 0 or > 23 || minute is < 0 or > 59 || second is < 0 or > 60)
            return false;
        var rest = text[8..];
        if (rest[0] == '.')
        {
            var digits = CountDigits(rest[1..]);
            if (digits == 0)
                return false;
            rest = rest[(1 + digits)..];
        }
        return TryReadOffset(rest, out var offset) && (second < 60 || (hour * 60 + minute - offset + 2 * 1440) % 1440 == 1439);
    }

    /// <summary>
    /// <c>duration</c>: each unit is followed by the next smaller one or by none, weeks stand alone.
    /// </summary>
    public static bool IsDuration(ReadOnlySpan<byte> text)
    {
        if (text.Length < 3 || text[0] != 'P')
            return false;
        var rest = text[1..];
        var hasDate = false;
        if (rest[0] != 'T')
        {
            if (!TryReadUnits(ref rest, "YMD"u8) && !TryReadUnits(ref rest, "W"u8))
                return false;
            hasDate = true;
            if (rest.IsEmpty)
                return true;
        }
        if (rest[0] != 'T' || (hasDate && text.Contains((byte)'W')))
            return false;
        rest = rest[1..];
        return TryReadUnits(ref rest, "HMS"u8) && rest.IsEmpty;
    }

    private static bool TryReadUnits(ref ReadOnlySpan<byte> text, ReadOnlySpan<byte> units)
    {
        var last = -1;
        var rest = text;
        while (CountDigits(rest) is > 0 and var digits)
        {
            if (digits == rest.Length)
                return false;
            var unit = units.IndexOf(rest[digits]);
            if (unit < 0 || (last >= 0 && unit != last + 1))
                return false;
            last = unit;
            rest = rest[(digits + 1)..];
        }
        if (last < 0)
            return false;
        text = rest;
        return true;
    }

    private static bool TryReadOffset(ReadOnlySpan<byte> text, out int minutes)
    {
        minutes = 0;
        if (text.Length == 1)
            return (text[0] | 0x20) == 'z';
        if (text.Length != 6 || text[0] is not ((byte)'+' or (byte)'-') || text[3] != ':')
            return false;
        var hour = Digits(text, 1, 2);
        var minute = Digits(text, 4, 2);
        minutes = (hour * 60 + minute) * (text[0] == '-' ? -1 : 1);
        return hour is >= 0 and <= 23 && minute is >= 0 and <= 59;
    }

    private static int DaysIn(int year, int month) => month switch
    {
        2 => year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28,
        4 or 6 or 9 or 11 => 30,
        _ => 31,
    };

    /// <summary>The value of so many digits, or -1.</summary>
    private static int Digits(ReadOnlySpan<byte> text, int start, int count)
    {
        var value = 0;
        for (var i = start; i < start + count; i++)
        {
            if (text[i] is < (byte)'0' or > (byte)'9')
                return -1;
            value = value * 10 + (text[i] - '0');
        }
        return value;
    }

    private static int CountDigits(ReadOnlySpan<byte> text)
    {
        var count = text.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        return count < 0 ? text.Length : count;
    }
}
