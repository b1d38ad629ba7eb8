using System.Globalization;
using System.Text;

namespace JcmHub.Domain.Methodologies.Reports;

/// <summary>The two ways to write a time in a report: a local date, or an RFC 3339 instant with offset (D11).</summary>
internal static class ReportTime
{
    private const int DateLength = 10;

    /// <summary>A day number, or UTC ticks. Instants have up to seven decimals of a second.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out long at, out bool isInstant)
    {
        at = 0;
        isInstant = text.Length > DateLength;
        if (text.Length < DateLength || !TryDate(text, out var day)) return false;
        at = day;
        if (!isInstant) return true;
        text = text[DateLength..];
        if (text.Length < 10 || text[0] is not ((byte)'T' or (byte)'t') || text[3] != (byte)':' || text[6] != (byte)':'
            || !Two(text, 1, 23, out var hour) || !Two(text, 4, 59, out var minute) || !Two(text, 7, 59, out var second))
            return false;
        text = text[9..];
        if (!TryFraction(ref text, out var fraction) || !TryOffset(text, out var offsetMinutes)) return false;
        at = (day * TimeSpan.TicksPerDay) + (((((hour * 60L) + minute - offsetMinutes) * 60) + second) * TimeSpan.TicksPerSecond) + fraction;
        return at >= 0 && at <= DateTime.MaxValue.Ticks;
    }

    private static bool TryDate(ReadOnlySpan<byte> text, out long day)
    {
        day = 0;
        if (text[4] != (byte)'-' || text[7] != (byte)'-' || !Two(text, 0, 99, out var century) || !Two(text, 2, 99, out var years)
            || !Two(text, 5, 12, out var month) || !Two(text, 8, 31, out var dayOfMonth))
            return false;
        var year = (century * 100) + years;
        if (year < 1 || month < 1 || dayOfMonth < 1 || dayOfMonth > DateTime.DaysInMonth(year, month)) return false;
        day = new DateOnly(year, month, dayOfMonth).DayNumber;
        return true;
    }

    private static bool TryFraction(ref ReadOnlySpan<byte> text, out long ticks)
    {
        ticks = 0;
        if (text[0] != (byte)'.') return true;
        var digits = 0;
        var at = 1;
        for (; at < text.Length && text[at] is >= (byte)'0' and <= (byte)'9'; at++)
        {
            if (++digits > 7) return false;
            ticks = (ticks * 10) + (text[at] - '0');
        }

        for (var i = digits; i < 7; i++) ticks *= 10;
        text = text[at..];
        return digits > 0 && text.Length > 0;
    }

    private static bool TryOffset(ReadOnlySpan<byte> text, out int minutes)
    {
        minutes = 0;
        if (text.Length == 1) return text[0] is (byte)'Z' or (byte)'z';
        if (text.Length != 6 || text[0] is not ((byte)'+' or (byte)'-') || text[3] != (byte)':' || !Two(text, 1, 23, out var hours) || !Two(text, 4, 59, out var rest)) return false;
        minutes = (hours * 60) + rest;
        if (text[0] == (byte)'-') minutes = -minutes;
        return true;
    }

    private static bool Two(ReadOnlySpan<byte> text, int at, int most, out int value)
    {
        var (high, low) = (text[at] - '0', text[at + 1] - '0');
        value = (high * 10) + low;
        return high is >= 0 and <= 9 && low is >= 0 and <= 9 && value <= most;
    }
}
