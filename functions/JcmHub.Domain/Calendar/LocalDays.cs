namespace JcmHub.Domain.Calendar;

/// <summary>The days of one time zone: where each begins as an instant.</summary>
/// <remarks>
/// A meter's day is the local day of its project, so a year ends at local midnight and not at midnight UTC (D11). A day
/// need not have 24 hours, and where clocks jump over midnight it begins at the first moment that exists.
/// </remarks>
public sealed class LocalDays
{
    private readonly TimeZoneInfo zone;

    private LocalDays(TimeZoneInfo zone) => this.zone = zone;

    /// <summary>The IANA name, such as <c>Asia/Bangkok</c>.</summary>
    public string TimeZone => zone.Id;

    /// <summary>The days of that zone, or null where this machine does not know the name.</summary>
    public static LocalDays? Of(string timeZone) =>
        TimeZoneInfo.TryFindSystemTimeZoneById(timeZone, out var zone) ? new(zone) : null;

    /// <summary>The first instant of the day.</summary>
    public DateTimeOffset StartOf(DateOnly day)
    {
        var midnight = day.ToDateTime(TimeOnly.MinValue);
        while (zone.IsInvalidTime(midnight)) midnight = midnight.AddMinutes(15);
        // Where the clock shows midnight twice, the day begins at the first of the two: the larger offset.
        var offset = zone.IsAmbiguousTime(midnight) ? zone.GetAmbiguousTimeOffsets(midnight).Max() : zone.GetUtcOffset(midnight);
        return new DateTimeOffset(midnight, offset).ToUniversalTime();
    }

    /// <summary>The local day that an instant falls on.</summary>
    public DateOnly DayOf(DateTimeOffset instant) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(instant, zone).DateTime);
}
