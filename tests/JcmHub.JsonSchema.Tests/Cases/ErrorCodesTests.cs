using System.Reflection;

namespace JcmHub.JsonSchema.Tests.Cases;

public sealed class ErrorCodesTests
{
    [Fact]
    public void Codes_All_AreUniqueAndInTheDocumentation()
    {
        var codes = typeof(ErrorCodes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(f => (string)f.GetRawConstantValue()!).ToArray();
        Assert.Equal(codes.Length, codes.Distinct().Count());
        var documentation = File.ReadAllText(Path.Combine(Checkout(), "docs", "json-schema.md"));
        Assert.All(codes, code => Assert.Contains($"`{code}`", documentation, StringComparison.Ordinal));
    }

    private static string Checkout()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "JcmHub.sln")))
            folder = folder.Parent;
        return folder.FullName;
    }
}
