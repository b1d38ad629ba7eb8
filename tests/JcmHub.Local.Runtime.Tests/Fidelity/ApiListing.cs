namespace JcmHub.Local.Runtime.Tests.Fidelity;

/// <summary>A listing of public types in the form of functions-api.md: by full name, the type's line and its members' lines.</summary>
internal sealed class ApiListing
{
    readonly Dictionary<string, (string Header, HashSet<string> Members)> types = [];

    public ApiListing(params string[] files)
    {
        var ns = "";
        HashSet<string>? members = null;
        foreach (var line in files.SelectMany(File.ReadLines).Where(line => line.Length > 0 && !line.StartsWith('#')))
        {
            if (line.StartsWith("namespace ", StringComparison.Ordinal))
            {
                ns = line["namespace ".Length..].Trim();
            }
            else if (line.StartsWith("    ", StringComparison.Ordinal))
            {
                members!.Add(Normal(line.Trim()));
            }
            else
            {
                var header = line.Trim();
                members = [];
                types[$"{ns}.{NameOf(header)}"] = (Normal(header), members);
            }
        }
    }

    /// <summary>The type's line and members; null when the listing does not have it.</summary>
    public (string Header, HashSet<string> Members)? Find(string fullName) => types.TryGetValue(fullName, out var found) ? found : null;

    // The dump writes a few base types by their framework names.
    static string Normal(string line) => line.Replace("Byte[]", "byte[]", StringComparison.Ordinal).Replace("Double", "double", StringComparison.Ordinal);

    static string NameOf(string header)
    {
        if (header.StartsWith("delegate ", StringComparison.Ordinal)) return header[..header.IndexOf('(', StringComparison.Ordinal)].Split(' ')[^1];
        var words = header.Split(' ');
        return words[Array.FindIndex(words, word => word is "class" or "interface" or "enum" or "struct") + 1];
    }
}
