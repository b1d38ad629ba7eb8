using JcmHub.Domain.Quantities;

namespace JcmHub.Domain.Methodologies.Files;

/// <summary>The names that every formula may use: they follow from the vintage and the monitoring period.</summary>
internal static class Given
{
    /// <summary>The calendar year computed for, as a number of years.</summary>
    public const string Vintage = "vintage";

    /// <summary>The days of the monitoring period that lie in the vintage.</summary>
    public const string Days = "days";

    /// <summary>365 or 366.</summary>
    public const string DaysInYear = "daysInYear";

    public static IReadOnlyList<(string Name, Unit Unit)> Units { get; } =
        [(Vintage, Unit.Year), (Days, Unit.Day), (DaysInYear, Unit.Day)];
}
