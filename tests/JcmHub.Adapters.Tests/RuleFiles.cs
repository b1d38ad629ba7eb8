using JcmHub.Adapters.Files;
using JcmHub.Flows;

namespace JcmHub.Adapters.Tests;

/// <summary>The shipped rule files, and copies of them to change.</summary>
internal static class RuleFiles
{
    /// <summary>The rules as they are shipped.</summary>
    public static readonly RuleBook Rules = RuleBookFiles.Load(Path.Combine(Local.Stack.Checkout.Root(AppContext.BaseDirectory), "schemas"));

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
