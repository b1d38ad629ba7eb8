namespace JcmHub.Adapters.Tests;

/// <summary>Copies of the shipped rule files, to change.</summary>
internal static class RuleFiles
{
    /// <summary>Copies a folder like <c>schemas</c>.</summary>
    public static void Copy(string shipped, string folder)
    {
        foreach (var file in Directory.EnumerateFiles(shipped, "*.json", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(folder, Path.GetRelativePath(shipped, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }
}
