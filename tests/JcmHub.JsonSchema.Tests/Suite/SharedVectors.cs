namespace JcmHub.JsonSchema.Tests.Suite;

/// <summary>The shared vectors, which lie beside the checkout and are not part of it.</summary>
internal static class SharedVectors
{
    public static string? Suite { get; } = Find("json-schema-test-suite");

    public static string? MetaSchemas { get; } = Find("json-schema-2020-12");

    private static string? Find(string name)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            foreach (var candidate in new[] { Path.Combine(folder.FullName, "vectors", name), Path.Combine(folder.FullName, "shared", "vectors", name) })
            {
                if (Directory.Exists(candidate))
                    return candidate;
            }
        }
        var shared = Path.Combine("/work/shared/vectors", name);
        return Directory.Exists(shared) ? shared : null;
    }
}
