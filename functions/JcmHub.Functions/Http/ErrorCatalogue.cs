using System.Reflection;

namespace JcmHub.Functions.Http;

/// <summary>The one catalogue of codes, <c>docs/errors.md</c>, as the interface's page shows it.</summary>
internal static class ErrorCatalogue
{
    /// <summary>Every section with its entries, in the order of the page.</summary>
    public static IReadOnlyList<(string Title, IReadOnlyList<ErrorEntry> Entries)> Sections { get; } = Read();

    /// <summary>Every entry.</summary>
    public static IEnumerable<ErrorEntry> Entries => Sections.SelectMany(section => section.Entries);

    private static List<(string, IReadOnlyList<ErrorEntry>)> Read()
    {
        using var page = Assembly.GetExecutingAssembly().GetManifestResourceStream("errors.md")!;
        using var reader = new StreamReader(page);
        var sections = new List<(string, IReadOnlyList<ErrorEntry>)>();
        List<ErrorEntry> entries = [];
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith("## ", StringComparison.Ordinal))
                sections.Add((line[3..], entries = []));
            else if (line.StartsWith("| `", StringComparison.Ordinal))
                entries.Add(ErrorEntry.Parse(line));
        }

        return sections;
    }
}
