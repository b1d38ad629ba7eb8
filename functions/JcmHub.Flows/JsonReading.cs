using System.Globalization;
using System.Text.Json;
using JcmHub.Domain.Methodologies;

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

    /// <summary>A property that is a member of an enumeration, in kebab case.</summary>
    public static T Word<T>(this JsonElement element, string name)
        where T : struct, Enum => Enum.Parse<T>(element.Text(name).Replace("-", "", StringComparison.Ordinal), ignoreCase: true);

    /// <summary>The items of an array property; none where it is absent.</summary>
    public static IEnumerable<JsonElement> Items(this JsonElement element, string name) =>
        element.TryGetProperty(name, out var items) ? items.EnumerateArray() : [];

    /// <summary>Error <c>range-reversed</c> at the first item of an array whose range of numbers ends before it begins, which no schema can tell.</summary>
    /// <param name="element">The document.</param>
    /// <param name="array">The array's name.</param>
    /// <param name="whose">Before <c>First</c> and <c>Last</c> in the numbers' names: <c>hub</c> or <c>registry</c>.</param>
    public static Finding? ReversedRange(this JsonElement element, string array, string whose)
    {
        foreach (var (index, item) in element.Items(array).Index())
        {
            var (first, last) = (item.Number(whose + "First"), item.Number(whose + "Last"));
            if (last < first)
                return new Finding("range-reversed", $"/{array}/{index}/{whose}Last", $"The range ends at {last}, before it begins at {first}.", $"範囲の終わり{last}が始まり{first}より前です。");
        }

        return null;
    }
}
