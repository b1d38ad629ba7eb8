using System.Globalization;

namespace JcmHub.Functions.Http;

/// <summary>One row of the catalogue of codes.</summary>
/// <param name="Code">Stable, kebab-case.</param>
/// <param name="Where">Each place where it appears: <c>HTTP 422</c>, <c>dead letter</c>, …</param>
/// <param name="Meaning">In English; … stands for particulars.</param>
/// <param name="MeaningJa">In Japanese.</param>
/// <param name="Remedy">What to do.</param>
internal sealed record ErrorEntry(string Code, IReadOnlyList<string> Where, string Meaning, string MeaningJa, string Remedy)
{
    /// <summary>The HTTP statuses under which it appears.</summary>
    public IEnumerable<int> Statuses => Where.Where(place => place.StartsWith("HTTP ", StringComparison.Ordinal))
        .Select(place => int.Parse(place.AsSpan(5), CultureInfo.InvariantCulture));

    /// <summary>Reads a row of the Markdown table.</summary>
    /// <exception cref="FormatException">It has not five cells.</exception>
    public static ErrorEntry Parse(string row) =>
        row.Trim('|').Split(" | ", StringSplitOptions.TrimEntries) is [var code, var where, var meaning, var meaningJa, var remedy]
            ? new ErrorEntry(code.Trim('`', ' '), where.Split(", "), meaning, meaningJa, remedy)
            : throw new FormatException($"Not a row of five cells: {row}");

    /// <summary>The row that the page would need for it.</summary>
    public override string ToString() => $"| `{Code}` | {string.Join(", ", Where)} | {Meaning} | {MeaningJa} | {Remedy} |";
}
