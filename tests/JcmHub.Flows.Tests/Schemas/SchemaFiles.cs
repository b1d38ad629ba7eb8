using JcmHub.JsonSchema;

namespace JcmHub.Flows.Tests.Schemas;

/// <summary>The product's own schema files.</summary>
internal static class SchemaFiles
{
    public static string Folder { get; } = Path.Combine(Root(), "schemas");

    public static IReadOnlyList<string> Names { get; } =
        [.. Directory.GetFiles(Folder, "*.json", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Folder, file).Replace('\\', '/')[..^".json".Length])
            .Where(name => name.StartsWith("reports/", StringComparison.Ordinal) || name.StartsWith("messages/", StringComparison.Ordinal) || name.StartsWith("snapshots/", StringComparison.Ordinal) || name.EndsWith(".schema", StringComparison.Ordinal))
            .Where(name => !name.Contains("examples/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)];

    public static DocumentSchemas Compile()
    {
        var registry = new SchemaRegistry();
        foreach (var name in Names)
            registry.Add(File.ReadAllBytes(Path.Combine(Folder, name + ".json")));
        return new DocumentSchemas(Names.ToDictionary(name => name, name => registry.Compile(
            new Uri($"https://jcmhub.example/schemas/{name}.json"), new SchemaOptions { AssertFormat = true })));
    }

    public static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "JcmHub.sln")))
            folder = folder.Parent;
        return folder.FullName;
    }
}
