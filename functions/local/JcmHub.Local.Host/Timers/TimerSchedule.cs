using NCrontab;

namespace JcmHub.Local.Host.Timers;

/// <summary>An NCRONTAB schedule, six fields (with seconds) or five, read in UTC as in Azure.</summary>
internal sealed class TimerSchedule
{
    private const int OccurrencesLookedAt = 10;
    private static readonly TimeSpan ShortestMonitored = TimeSpan.FromMinutes(1);

    private readonly CrontabSchedule _cron;

    private TimerSchedule(CrontabSchedule cron) => _cron = cron;

    /// <exception cref="FormatException">The text is no schedule.</exception>
    public static TimerSchedule Parse(string text)
    {
        var seconds = text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length == 6;
        var cron = CrontabSchedule.TryParse(text, new CrontabSchedule.ParseOptions { IncludingSeconds = seconds });
        return cron is null
            ? throw new FormatException($"'{text}' is no NCRONTAB schedule of six fields: second, minute, hour, day, month, day of week.")
            : new TimerSchedule(cron);
    }

    /// <summary>The first occurrence after an instant.</summary>
    public DateTime NextAfter(DateTime utc) => DateTime.SpecifyKind(_cron.GetNextOccurrence(utc), DateTimeKind.Utc);

    /// <summary>Whether its occurrences lie a minute or more apart; closer ones are not worth keeping.</summary>
    public bool CanBeMonitored(DateTime utc)
    {
        for (var i = 0; i < OccurrencesLookedAt; i++)
        {
            var (first, second) = (NextAfter(utc), NextAfter(NextAfter(utc)));
            if (second - first < ShortestMonitored) return false;
            utc = first;
        }

        return true;
    }
}
