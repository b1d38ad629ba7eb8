namespace JcmHub.Domain.Parties;

/// <summary>Looks rules up by the day on which they are applied.</summary>
public static class DatedRules
{
    /// <summary>The rule in force on a day; of several, the one that began last. Null where none is known.</summary>
    public static DatedRule<T>? On<T>(this IEnumerable<DatedRule<T>> rules, DateOnly day) =>
        rules.Where(rule => rule.InForceOn(day)).MaxBy(rule => rule.From);
}
