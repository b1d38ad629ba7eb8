using System.Globalization;
using System.Text.Json;

namespace JcmHub.Flows;

/// <summary>Reads parts of documents that are valid against their schema.</summary>
internal static class JsonReading
{
    /// <summary>A date property.</summary>
    public static DateOnly Day(this JsonElement element, string name) =>
        DateOnly.ParseExact(element.GetProperty(name).GetString()!, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>A string property.</summary>
    public static string Text(this JsonElement element, string name) => element.GetProperty(name).GetString()!;

    /// <summary>A whole number written as a decimal string.</summary>
    public static long Number(this JsonElement element, string name) =>
        long.Parse(element.GetProperty(name).GetString()!, NumberStyles.None, CultureInfo.InvariantCulture);

    /// <summary>A whole number; JSON may write it as 3, 3.0 or 3e0.</summary>
    public static long Integer(this JsonElement element, string name) => element.GetProperty(name).Integer();

    /// <summary>A whole number; JSON may write it as 3, 3.0 or 3e0.</summary>
    public static long Integer(this JsonElement number) => (long)number.GetDecimal();

    /// <summary>The items of an array property; none where it is absent.</summary>
    public static IEnumerable<JsonElement> Items(this JsonElement element, string name) =>
        element.TryGetProperty(name, out var items) ? items.EnumerateArray() : [];
}
