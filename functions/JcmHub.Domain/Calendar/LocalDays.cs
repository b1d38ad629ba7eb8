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

    /// <summary>The first instant that the zone's clocks show on that day; where no clock ever showed it, that of the next day.</summary>
    /// <remarks>
    /// Only the direction from instant to local time is asked of <see cref="TimeZoneInfo"/>. The other one (offset of a local
    /// time, gaps, repeated hours) goes wrong on the day of a change in zones whose base offset was another in that year,
    /// such as America/Coyhaique: for a clock that is there moved forward at midnight it does not know the gap.
    /// </remarks>
    public DateTimeOffset StartOf(DateOnly day)
    {
        var midnight = new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
        var (before, after) = (OffsetAt(midnight.AddDays(-1)), OffsetAt(midnight.AddDays(1)));
        // The larger offset first: where the clock shows midnight twice, the day begins at the earlier of the two.
        var (larger, smaller) = before > after ? (before, after) : (after, before);
        if (OffsetAt(midnight - larger) == larger) return midnight - larger;
        if (OffsetAt(midnight - smaller) == smaller) return midnight - smaller;
        return ChangeBetween(midnight - larger, midnight - smaller);
    }

    /// <summary>The local day that an instant falls on.</summary>
    public DateOnly DayOf(DateTimeOffset instant) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(instant, zone).DateTime);

    private TimeSpan OffsetAt(DateTimeOffset instant) => zone.GetUtcOffset(instant);

    /// <summary>The instant at which the clock jumped over midnight, after <paramref name="before"/> and at the latest at <paramref name="after"/>.</summary>
    private DateTimeOffset ChangeBetween(DateTimeOffset before, DateTimeOffset after)
    {
        var offset = OffsetAt(after);
        var (low, high) = (before.UtcTicks, after.UtcTicks);
        while (high - low > 1)
        {
            var middle = low + ((high - low) / 2);
            if (OffsetAt(new DateTimeOffset(middle, TimeSpan.Zero)) == offset) high = middle;
            else low = middle;
        }

        return new DateTimeOffset(high, TimeSpan.Zero);
    }
}
