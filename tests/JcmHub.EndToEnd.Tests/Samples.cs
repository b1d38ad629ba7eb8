using System.Text;
using System.Text.Json.Nodes;

namespace JcmHub.EndToEnd.Tests;

/// <summary>The sample documents, and changed ones.</summary>
internal static class Samples
{
    /// <summary>Where they lie.</summary>
    public static string Directory { get; } = Path.Combine(AppContext.BaseDirectory, "samples");

    public static byte[] Report => File.ReadAllBytes(Path.Combine(Directory, "th014-2021.json"));

    public static byte[] Decision => File.ReadAllBytes(Path.Combine(Directory, "decisions", "th014-2021.json"));

    /// <summary>The sample report with something changed.</summary>
    public static byte[] ReportWith(Action<JsonObject> change) => With(Report, change);

    /// <summary>The sample report as of another year of 365 days, so that its period is free.</summary>
    public static byte[] ReportOf(int year) =>
        Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(Report).Replace("\"2021-", $"\"{year}-", StringComparison.Ordinal));

    /// <summary>The sample decision with something changed.</summary>
    public static byte[] DecisionWith(Action<JsonObject> change) => With(Decision, change);

    private static byte[] With(byte[] document, Action<JsonObject> change)
    {
        var json = JsonNode.Parse(document)!.AsObject();
        change(json);
        return Encoding.UTF8.GetBytes(json.ToJsonString());
    }
}
