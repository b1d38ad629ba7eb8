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

    /// <summary>A global warming potential is named after this and the gas: <c>GWP.CH4</c>.</summary>
    public const string Gwp = "GWP.";

    public static IReadOnlyList<(string Name, Unit Unit)> Units { get; } =
        [(Vintage, Unit.Year), (Days, Unit.Day), (DaysInYear, Unit.Day)];

    /// <summary>What the name means, or null where it is none of these.</summary>
    public static BilingualText? Title(string name) => name switch
    {
        Vintage => new("Calendar year", "暦年"),
        Days => new("Days of the monitoring period in the year", "当該年のモニタリング日数"),
        DaysInYear => new("Days of the year", "年間日数"),
        _ when name.StartsWith(Gwp, StringComparison.Ordinal) => new($"Global warming potential of {name[Gwp.Length..]}", $"{name[Gwp.Length..]}の地球温暖化係数"),
        _ => null,
    };
}
