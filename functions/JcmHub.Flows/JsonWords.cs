using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using JcmHub.Domain.Ledger;

namespace JcmHub.Flows;

/// <summary>How the interface's documents write days, instants, names and quantities.</summary>
internal static class JsonWords
{
    public static string Kebab<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());

    public static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    public static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static string Instant(DateTimeOffset instant) => instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    public static JsonArray Texts(IEnumerable<string> texts) => [.. texts.Select(text => JsonValue.Create(text))];

    /// <summary>Ranges of units, by the hub's numbers.</summary>
    public static JsonArray Units(IEnumerable<SerialRange> units) =>
        [.. units.Select(range => new JsonObject { ["hubFirst"] = Number(range.First), ["hubLast"] = Number(range.Last) })];

    /// <summary>Adds a day that may be absent.</summary>
    public static void Put(this JsonObject json, string name, DateOnly? day)
    {
        if (day is { } value)
            json[name] = Day(value);
    }

    /// <summary>Adds an instant that may be absent.</summary>
    public static void Put(this JsonObject json, string name, DateTimeOffset? instant)
    {
        if (instant is { } value)
            json[name] = Instant(value);
    }
}
