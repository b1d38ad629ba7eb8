using System.Text.Json;

namespace JcmHub.Soak.Broker.Shared;

/// <summary>Fills a queue with messages of 1 KiB, looks at the broker's memory, and has six competing receivers drain it.</summary>
internal static class Backlog
{
    static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <param name="Messages">Messages sent.</param>
    /// <param name="Received">Different messages received.</param>
    /// <param name="Twice">Deliveries of a message that had been delivered.</param>
    /// <param name="PeakMegabytes">Most memory that the broker's process held, in MiB.</param>
    internal sealed record Tally(int Messages, int Received, int Twice, double PeakMegabytes);

    public static async Task<Tally> RunAsync(string databaseFile, int messages)
    {
        using var broker = await BrokerProcess.StartAsync(databaseFile, OfficialClient.QueuesFile);
        using var script = await OfficialClient.StartAsync("backlog.mjs", broker.ConnectionString, $"{messages}");
        var peak = 0.0;
        while (await script.ReadLineAsync() is { } line)
        {
            // The script writes a line every few thousand messages, and its result last.
            peak = Math.Max(peak, broker.WorkingSetMegabytes);
            if (line.StartsWith('{')) return JsonSerializer.Deserialize<Tally>(line, Json)! with { PeakMegabytes = peak };
        }

        throw new InvalidOperationException("backlog.mjs gave no result.");
    }
}
