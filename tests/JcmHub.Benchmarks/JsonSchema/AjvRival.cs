using System.Globalization;
using JcmHub.Benchmarks.Shared;

namespace JcmHub.Benchmarks.JsonSchema;

/// <summary>ajv, what a user would pick, on the same schema and report.</summary>
internal static class AjvRival
{
    public static async Task TellAsync(string schemaFile, string reportFile, TimeSpan ours)
    {
        // Milliseconds for reading, parsing and judging, then for each alone.
        if (await NodeRival.RunAsync("ajv", "tests/JcmHub.Benchmarks/JsonSchema/ajv", "judge.mjs", script => ["--max-old-space-size=8192", script, schemaFile, reportFile]) is not { } times)
            return;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{"ajv on Node, with its JSON.parse",-42} {times[0],6:F0} ms (parse {times[1]:F0}, judge {times[2]:F0})   ours is {times[0] / ours.TotalMilliseconds:F1} times as fast"));
    }
}
