using System.Globalization;
using System.Text.Json.Nodes;

namespace JcmHub.Domain.Tests.Methodologies;

/// <summary>Changes one place of a JSON file.</summary>
internal static class Json
{
    /// <summary>Puts a value at a JSON Pointer, or removes what is there.</summary>
    public static void Replace(JsonNode file, string at, string? value)
    {
        var steps = at.Split('/')[1..];
        foreach (var step in steps[..^1]) file = file is JsonArray array ? array[Index(step)]! : file[step]!;
        if (file is JsonArray list) list[Index(steps[^1])] = JsonNode.Parse(value!);
        else if (value is null) file.AsObject().Remove(steps[^1]);
        else file[steps[^1]] = JsonNode.Parse(value);
    }

    private static int Index(string step) => int.Parse(step, CultureInfo.InvariantCulture);
}
