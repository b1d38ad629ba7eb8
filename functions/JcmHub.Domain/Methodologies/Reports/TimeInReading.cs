using JcmHub.Domain.Calendar;
using JcmHub.Domain.Quantities;

namespace JcmHub.Domain.Methodologies.Reports;

/// <summary>
/// A flow counted in days or hours cannot be more than the reading it was counted in: 120 days of cultivation do not fit into 108 days. Hours of
/// several machines together are counted in a unit of their own, such as <c>machine.h</c>.
/// </summary>
internal sealed class TimeInReading
{
    private static readonly Unit Hour = Unit.Of("h");

    private readonly Timeline timeline;
    private readonly bool inDays;

    private TimeInReading(Timeline timeline, bool inDays) => (this.timeline, this.inDays) = (timeline, inDays);

    /// <summary>The limit of a parameter's readings; null where it is no flow in days or hours.</summary>
    public static TimeInReading? Of(Parameter? parameter, Timeline timeline) =>
        parameter is not { Measure: Measure.Flow } ? null
        : parameter.Unit == Unit.Day ? new(timeline, inDays: true)
        : parameter.Unit == Hour ? new(timeline, inDays: false)
        : null;

    /// <summary>
    /// How much time a reading has. Days are those of the calendar, also where the clock is moved in one; hours are those that pass, 23 or 25 on such a day.
    /// </summary>
    public Rational Of(long start, long end) => inDays
        ? timeline.Days(start, end)
        : new(timeline.Elapsed(start, end), TimeSpan.TicksPerHour);
}
