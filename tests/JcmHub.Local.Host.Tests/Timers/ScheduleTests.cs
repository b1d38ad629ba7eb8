using CsCheck;
using JcmHub.Local.Host.Timers;

namespace JcmHub.Local.Host.Tests.Timers;

public sealed class ScheduleTests
{
    private static readonly DateTime Start = new(2026, 11, 24, 14, 59, 30, DateTimeKind.Utc);

    [Theory]
    [InlineData("0 0 15 * * *", "2026-11-24T15:00:00")]
    [InlineData("*/5 * * * * *", "2026-11-24T14:59:35")]
    [InlineData("0 0 0 1 1 *", "2027-01-01T00:00:00")]
    [InlineData("0 30 9 * * 1-5", "2026-11-25T09:30:00")]
    [InlineData("0 15 * * *", "2026-11-24T15:00:00")]
    public void NextAfter_SixFieldsOrFive_IsTheNextInUtc(string schedule, string expected)
    {
        var next = TimerSchedule.Parse(schedule).NextAfter(Start);

        Assert.Equal(expected, next.ToString("s"));
        Assert.Equal(DateTimeKind.Utc, next.Kind);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("0 0 25 * * *")]
    [InlineData("* * *")]
    [InlineData("")]
    public void Parse_NoSchedule_SaysSo(string schedule) => Assert.Throws<FormatException>(() => TimerSchedule.Parse(schedule));

    [Theory]
    [InlineData("0 * * * * *", true)]
    [InlineData("0 0 15 * * *", true)]
    [InlineData("*/5 * * * * *", false)]
    [InlineData("0,30 * * * * *", false)]
    [InlineData("0,30 0 15 * * *", false)]
    public void CanBeMonitored_IntervalsUnderAMinute_AreNot(string schedule, bool expected) =>
        Assert.Equal(expected, TimerSchedule.Parse(schedule).CanBeMonitored(Start));

    [Fact]
    public void NextAfter_AnyInstant_LiesAfterIt() => Gen.Int[0, 500_000_000].Sample(seconds =>
    {
        var instant = Start.AddSeconds(seconds);
        var next = TimerSchedule.Parse("0 */7 3-5 * * *").NextAfter(instant);
        return next > instant && next.Second == 0 && next.Minute % 7 == 0 && next.Hour is >= 3 and <= 5;
    });
}
