using System.Globalization;
using JcmHub.Domain.Calendar;

namespace JcmHub.Soak.Calendar;

/// <summary>
/// Walks through the instants of 2013 to 2035 and holds that each lies in its local day, from that day's start until the next one's.
/// Only .NET's local time of an instant is relied on, which agreed with Python's zoneinfo to the second, for all 599 names of the data of 2025b.
/// </summary>
internal static class LocalDaysScan
{
    /// <summary>How it is called.</summary>
    public const string Usage = "  local-days [MINUTES]   every instant so many minutes apart, in every zone of the time-zone data, lies in its local day";

    /// <summary>The verb.</summary>
    public static int Run(string[] arguments)
    {
        var step = TimeSpan.FromMinutes(arguments.Length > 0 ? int.Parse(arguments[0], CultureInfo.InvariantCulture) : 15);
        var zones = TimeZoneInfo.GetSystemTimeZones();
        var faults = zones.AsParallel().SelectMany(zone => Faults(zone.Id, step)).ToList();
        foreach (var fault in faults) Console.WriteLine(fault);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{zones.Count} zones, 2013 to 2035 in steps of {step}: {faults.Count} faults"));
        return faults.Count == 0 ? 0 : 1;
    }

    /// <summary>What does not hold in one zone.</summary>
    public static IEnumerable<string> Faults(string zone, TimeSpan step)
    {
        var days = LocalDays.Of(zone)!;
        var (day, start, next) = (DateOnly.MinValue, DateTimeOffset.MaxValue, DateTimeOffset.MaxValue);
        for (var instant = new DateTimeOffset(2013, 1, 1, 0, 0, 0, TimeSpan.Zero); instant.Year <= 2035; instant += step)
        {
            var today = days.DayOf(instant);
            if (today != day)
            {
                (day, start, next) = (today, days.StartOf(today), days.StartOf(today.AddDays(1)));
                if (days.DayOf(start) != day) yield return $"{zone}: {start:O} is not on {day:O}";
                if (days.DayOf(start.AddTicks(-1)) >= day) yield return $"{zone}: {day:O} begins before {start:O}";
            }

            if (instant < start || instant >= next) yield return $"{zone}: {instant:O} is on {day:O}, which lasts from {start:O} to {next:O}";
        }
    }
}
