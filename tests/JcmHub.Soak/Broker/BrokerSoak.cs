using System.Globalization;
using JcmHub.Local.Broker;
using JcmHub.Soak.Broker.Shared;

namespace JcmHub.Soak.Broker;

/// <summary>The broker at length: what its tests do briefly, as often as one likes. Each verb ends with 0 when all was as it must be.</summary>
internal static class BrokerSoak
{
    public const string Usage = """
        broker cases [RUNS]        all cases of the official client, 20 runs in a row
        broker idle                a link idle for 150 seconds still works
        broker kill [KILLS]        kill -9 under load, 100 times
        broker backlog [MESSAGES]  100000 waiting messages of 1 KB: memory, then six competing consumers
        """;

    public static async Task<int> RunAsync(string[] args)
    {
        var count = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : (int?)null;
        var directory = Directory.CreateTempSubdirectory("jcmhub-soak-").FullName;
        try
        {
            var file = Path.Combine(directory, "broker.db");
            var good = args.FirstOrDefault() switch
            {
                "cases" => await CasesAsync(directory, count ?? 20),
                "idle" => await CasesAsync(directory, 1, "idle"),
                "kill" => await KillAsync(file, count ?? 100),
                "backlog" => await BacklogAsync(file, count ?? 100_000),
                _ => throw new ArgumentException(Usage),
            };
            return good ? 0 : 1;
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    static async Task<bool> CasesAsync(string directory, int runs, params string[] names)
    {
        var good = true;
        for (var run = 1; run <= runs; run++)
        {
            await using var broker = await JcmHub.Local.Broker.Broker.StartAsync(new BrokerOptions
            {
                DatabaseFile = Path.Combine(directory, $"run{run}.db"),
                Queues = QueueDeclaration.Load(OfficialClient.QueuesFile),
                Log = line => Console.Error.WriteLine(line),
            });
            var cases = await OfficialCase.RunAsync(broker.ConnectionString, names);
            var failed = cases.FindAll(c => c.Error is not null);
            Console.WriteLine($"run {run} of {runs}: {cases.Count - failed.Count} of {cases.Count} cases pass, the longest took {cases.Max(c => c.Milliseconds)} ms");
            failed.ForEach(c => Console.WriteLine($"{c.Name}: {c.Error}"));
            good &= failed.Count == 0;
        }

        return good;
    }

    static async Task<bool> KillAsync(string file, int kills)
    {
        var tally = await KillRounds.RunAsync(file, kills, Console.WriteLine);
        Console.WriteLine($"{kills} kills: {tally.Acknowledged} sends and {tally.Completed} completions acknowledged, {tally.Lost.Length} lost, "
            + $"{tally.AfterCompletion.Length} delivered after their completion, {tally.Redelivered} delivered more than once");
        return tally.Lost.Length == 0 && tally.AfterCompletion.Length == 0 && tally.Completed > 0;
    }

    static async Task<bool> BacklogAsync(string file, int messages)
    {
        var tally = await Backlog.RunAsync(file, messages);
        Console.WriteLine($"{tally.Messages} messages waiting, {tally.Received} received, {tally.Twice} twice, at most {tally.PeakMegabytes:F0} MiB");
        return tally.Received == messages && tally.Twice == 0 && tally.PeakMegabytes < 150;
    }
}
