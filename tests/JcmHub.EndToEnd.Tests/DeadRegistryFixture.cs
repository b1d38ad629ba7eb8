using System.Text.Json;
using System.Text.Json.Nodes;

namespace JcmHub.EndToEnd.Tests;

/// <summary>
/// A stack on which the demo ran while Thailand's registry was dead, until everybody else had all; then it was back and the demo ended.
/// The Maldives' government has not acknowledged its amount.
/// </summary>
public sealed class DeadRegistryFixture : IAsyncLifetime
{
    /// <summary>Every record of the demo that does not depend on Thailand's registry.</summary>
    private static readonly string[] s_others = ["MV.JP.1", "PH.PH.1", "PH.PH.2", "PH.PH.3", "PH.JP.1", "PH.GX-ETS.1"];

    private readonly string _samples = Directory.CreateTempSubdirectory("jcmhub-samples-").FullName;

    /// <summary>The stack.</summary>
    public StackFixture Hub { get; } = new();

    /// <summary>Thailand's first record when all others had their receipts.</summary>
    public JsonObject Waiting { get; private set; } = null!;

    /// <summary>The demo's result.</summary>
    public JsonObject Outcome { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        await Hub.InitializeAsync();
        await Hub.FaultAsync("TH", """{"down":true}""");
        var running = Hub.RunDemoAsync(SamplesWithoutAcknowledgement());
        foreach (var record in s_others)
            await Hub.EventuallyAsync($"transactions/{record}", "reviewer", state => state["state"]!.GetValue<string>() == "receipted");
        Waiting = await Hub.EventuallyAsync("transactions/TH.TH.1", "reviewer", _ => true);
        await Hub.FaultAsync("TH", "{}");
        Outcome = JsonSerializer.SerializeToNode(await running, JsonSerializerOptions.Web)!.AsObject();
    }

    public async Task DisposeAsync()
    {
        await Hub.DisposeAsync();
        Directory.Delete(_samples, recursive: true);
    }

    private string SamplesWithoutAcknowledgement()
    {
        foreach (var file in Directory.EnumerateFiles(Samples.Directory, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(_samples, Path.GetRelativePath(Samples.Directory, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        var list = Path.Combine(_samples, "demo.json");
        var projects = JsonNode.Parse(File.ReadAllText(list))!.AsArray();
        foreach (var project in projects)
            project!.AsObject().Remove("acknowledgedOn");
        File.WriteAllText(list, projects.ToJsonString());
        return _samples;
    }
}
