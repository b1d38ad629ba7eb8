using System.Globalization;
using System.Text.Json;

namespace JcmHub.Soak.Broker.Shared;

/// <summary>Kills the broker under load of the official client, again and again, then counts what became of every message.</summary>
internal static class KillRounds
{
    const int AcknowledgedBetweenKills = 300;
    static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>What the client saw.</summary>
    /// <param name="Acknowledged">Sends that the broker acknowledged.</param>
    /// <param name="Completed">Completions that the broker acknowledged.</param>
    /// <param name="Lost">Messages acknowledged to the sender and never delivered, although the queue is empty.</param>
    /// <param name="AfterCompletion">Messages delivered again after their completion had been acknowledged.</param>
    /// <param name="Redelivered">Messages delivered more than once, which the kills explain.</param>
    internal sealed record Tally(int Acknowledged, int Completed, string[] Lost, string[] AfterCompletion, int Redelivered);

    public static async Task<Tally> RunAsync(string databaseFile, int kills, Action<string> progress)
    {
        var broker = await BrokerProcess.StartAsync(databaseFile, OfficialClient.QueuesFile);
        try
        {
            using var script = await OfficialClient.StartAsync("load.mjs", broker.ConnectionString);
            for (var kill = 1; kill <= kills; kill++)
            {
                var acknowledged = await WaitForAsync(AcknowledgedBetweenKills);
                await Task.Delay(Random.Shared.Next(50));
                var port = broker.Port;
                broker.Dispose();
                progress($"kill {kill} of {kills}, {acknowledged} sends and completions acknowledged");
                broker = await BrokerProcess.StartAsync(databaseFile, OfficialClient.QueuesFile, port);
            }

            await WaitForAsync(AcknowledgedBetweenKills);
            await script.WriteLineAsync("finish");
            while (await script.ReadLineAsync() is { } line)
            {
                if (line.StartsWith('{')) return JsonSerializer.Deserialize<Tally>(line, Json)!;
            }

            throw new InvalidOperationException("load.mjs gave no result.");

            // Each line is the number of acknowledged sends and completions so far.
            async Task<int> WaitForAsync(int more)
            {
                int? goal = null;
                while (await script.ReadLineAsync() is { } line)
                {
                    var count = int.Parse(line, CultureInfo.InvariantCulture);
                    goal ??= count + more;
                    if (count >= goal) return count;
                }

                throw new InvalidOperationException("load.mjs ended early.");
            }
        }
        finally
        {
            broker.Dispose();
        }
    }
}
