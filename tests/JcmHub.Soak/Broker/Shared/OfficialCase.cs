using System.Text.Json;

namespace JcmHub.Soak.Broker.Shared;

/// <summary>What became of one case of cases.mjs.</summary>
internal sealed record OfficialCase(string Name, string? Error, int Milliseconds)
{
    static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>Runs cases, all when none is named, against a broker that serves the scripts' queues.</summary>
    public static async Task<List<OfficialCase>> RunAsync(string connectionString, params string[] names)
    {
        using var script = await OfficialClient.StartAsync("cases.mjs", [connectionString, .. names]);
        var cases = new List<OfficialCase>();
        while (await script.ReadLineAsync() is { } line) cases.Add(JsonSerializer.Deserialize<OfficialCase>(line, Json)!);
        return cases;
    }
}
