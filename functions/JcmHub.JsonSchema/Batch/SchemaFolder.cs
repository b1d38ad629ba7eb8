namespace JcmHub.JsonSchema.Batch;

/// <summary>A registry from a folder of schema files.</summary>
public static class SchemaFolder
{
    /// <summary>Where the folder appears to lie: <c>DIR/a/b.json</c> is <c>http://localhost:1234/a/b.json</c>.</summary>
    public static Uri Base { get; } = new("http://localhost:1234/");

    /// <summary>Adds every <c>*.json</c> file below the folder, by its path under <see cref="Base"/> and by its <c>$id</c>.</summary>
    /// <exception cref="SchemaException">A file is not a JSON schema, or two give the same address to different schemas.</exception>
    /// <exception cref="IOException">The folder or a file cannot be read.</exception>
    public static void AddTo(SchemaRegistry registry, string directory)
    {
        foreach (var file in Directory.EnumerateFiles(directory, "*.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var path = Path.GetRelativePath(directory, file).Replace(Path.DirectorySeparatorChar, '/');
            var escaped = string.Join('/', path.Split('/').Select(Uri.EscapeDataString));
            registry.Add(File.ReadAllBytes(file), new Uri(Base, escaped));
        }
    }
}
