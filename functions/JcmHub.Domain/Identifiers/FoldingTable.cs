using System.Globalization;
using System.Text;

namespace JcmHub.Domain.Identifiers;

/// <summary>
/// The Unicode data by which names are compared, from <c>folding.txt</c>. The base library's own normalisation needs ICU, which the hub runs
/// without: one machine's data would accept a name that another's refuses.
/// </summary>
internal sealed class FoldingTable
{
    private readonly Dictionary<int, string> folded = [];
    private readonly Dictionary<int, byte> classes = [];

    private FoldingTable()
    {
        using var lines = new StreamReader(typeof(FoldingTable).Assembly.GetManifestResourceStream("folding.txt")!, Encoding.ASCII);
        var inClasses = false;
        while (lines.ReadLine() is { } line)
        {
            if (line is ['#', ..]) continue;
            if (line is "%") inClasses = true;
            else if (inClasses) ReadClass(line.Split(' '));
            else ReadFolding(line.Split(' '));
        }
    }

    /// <summary>Read when the first name beyond ASCII is compared.</summary>
    public static FoldingTable Instance => Lazy.Value;

    private static readonly Lazy<FoldingTable> Lazy = new(() => new FoldingTable());

    /// <summary>What the character counts as; null for itself.</summary>
    public string? Of(Rune character) => folded.GetValueOrDefault(character.Value);

    /// <summary>Its canonical combining class: marks of different classes may be written in any order. 0 for what does not combine.</summary>
    public byte ClassOf(Rune character) => classes.GetValueOrDefault(character.Value);

    private void ReadFolding(string[] words)
    {
        var (first, last) = Range(words[0]);
        int[] results = [.. words.Skip(1).Select(Hexadecimal)];
        for (var character = first; character <= last; character++)
            folded.Add(character, string.Concat(results.Select(result => char.ConvertFromUtf32(results.Length == 1 ? result + character - first : result))));
    }

    private void ReadClass(string[] words)
    {
        var (first, last) = Range(words[0]);
        for (var character = first; character <= last; character++) classes.Add(character, byte.Parse(words[1], CultureInfo.InvariantCulture));
    }

    private static (int First, int Last) Range(string text) =>
        text.Split('-') is [var first, var last] ? (Hexadecimal(first), Hexadecimal(last)) : (Hexadecimal(text), Hexadecimal(text));

    private static int Hexadecimal(string text) => int.Parse(text, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
