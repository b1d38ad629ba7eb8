using System.Globalization;
using System.Text.Json.Nodes;

namespace JcmHub.Soak.Demo;

/// <summary>
/// The hub's processes are killed at any moment of the demo and started again on the same data directory, over and over;
/// at the end it must finish with the result of a demo that nobody disturbed.
/// </summary>
public sealed class DemoCrashes(Action<string> log)
{
    /// <summary>Longer than an undisturbed demo takes on a busy machine.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    /// <summary>How it is called.</summary>
    public const string Usage = "  demo-crashes COUNT [SEED]   kill the hub COUNT times at any moment of the demo; it must finish with the same result";

    /// <summary>The run from the command line.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        if (args is not [var text, ..] || !int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) || count < 1)
        {
            Console.Error.WriteLine(Usage);
            return 2;
        }

        var seed = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : Random.Shared.Next();
        Console.WriteLine($"seed {seed}");
        Console.WriteLine((await new DemoCrashes(Console.WriteLine).RunAsync(count, seed)).ToJsonString());
        return 0;
    }

    /// <summary>Kills the hub so often, at moments spread over the whole way, then lets it finish.</summary>
    /// <returns>The result of the last, undisturbed start.</returns>
    public async Task<JsonObject> RunAsync(int kills, int seed)
    {
        var random = new Random(seed);
        var killed = 0;
        JsonObject? result = null;
        while (killed < kills)
        {
            var directory = Directory.CreateTempSubdirectory("jcmhub-crash-").FullName;
            try
            {
                // A few kills on one directory, so that restarts are killed too; then it must finish.
                var here = Math.Min(kills - killed, random.Next(1, 4));
                for (var i = 0; i < here; i++)
                    await KillOnceAsync(directory, random);
                killed += here;
                result = await FinishAsync(directory);
                log(string.Create(CultureInfo.InvariantCulture, $"{killed} of {kills} kills: finished, {Vintages(result)}"));
            }
            finally
            {
                Directory.Delete(directory, recursive: true);
            }
        }

        return result!;
    }

    private static string Vintages(JsonObject result) =>
        string.Join(' ', result["projects"]!.AsArray().Select(project => project!["vintages"]!.ToJsonString()));

    private async Task KillOnceAsync(string directory, Random random)
    {
        using var limit = new CancellationTokenSource(Patience);
        using var demo = DemoProcess.Start(directory, FreePorts.Base());
        var lines = random.Next(1, 32);
        if (!await demo.SaysAsync(lines, limit.Token))
        {
            log("ended before it was to be killed");
            return;
        }

        await Task.Delay(random.Next(0, 400), limit.Token);
        await demo.KillHubAsync();
        log(demo.Progress is [.., var last] ? $"killed after: {last}" : "killed at once");
    }

    private static async Task<JsonObject> FinishAsync(string directory)
    {
        using var limit = new CancellationTokenSource(Patience);
        using var demo = DemoProcess.Start(directory, FreePorts.Base());
        try
        {
            var (exitCode, result) = await demo.EndAsync(limit.Token);
            return exitCode == 0 && result is not null ? result
                : throw new InvalidOperationException($"The demo ended with {exitCode}: {result?.ToJsonString()}\n{string.Join('\n', demo.Progress)}");
        }
        catch (OperationCanceledException)
        {
            throw new InvalidOperationException($"The demo did not finish in {Patience}.\n{string.Join('\n', demo.Progress)}");
        }
    }
}
