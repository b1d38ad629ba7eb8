namespace JcmHub.JsonSchema.Formats;

/// <summary>The formats that can be asserted.</summary>
internal static class FormatCatalogue
{
    private static readonly Dictionary<string, FormatTest> s_tests = new()
    {
        ["date"] = DateFormats.IsDate,
    };

    public static FormatTest? Find(string name) => s_tests.GetValueOrDefault(name);
}
