using System.Diagnostics;
using System.Globalization;
using Azure.Data.Tables;
using JcmHub.Adapters.Tables;
using JcmHub.Domain.Ledger;
using JcmHub.Domain.Parties;
using JcmHub.Flows.Issuance;
using JcmHub.Local.Stack;

namespace JcmHub.Soak.Ledgers;

/// <summary>
/// Two processes issue for one Party at once and are killed at random points, round after round, while answers of committed transactions
/// are lost at random. At the end every command that was answered stands exactly once, with the units of its answer; no unit is lost or double.
/// </summary>
public sealed class LedgerCrashes(Action<string> say)
{
    /// <summary>How it is called.</summary>
    public const string Usage = "  ledger-crashes [ROUNDS] [LOST-PERCENT]   two processes issue for one Party, both killed in each round";

    private static readonly PartyId Host = PartyId.Parse("TH");

    /// <summary>The verb.</summary>
    public static async Task<int> RunAsync(string[] arguments)
    {
        var rounds = arguments.Length > 0 ? int.Parse(arguments[0], CultureInfo.InvariantCulture) : 1000;
        var lost = arguments.Length > 1 ? int.Parse(arguments[1], CultureInfo.InvariantCulture) : 10;
        var seed = Random.Shared.Next();
        Console.WriteLine($"seed {seed}");
        var (answered, entries) = await new LedgerCrashes(Console.WriteLine).RunAsync(rounds, lost, seed);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{rounds} rounds, {2 * rounds} processes killed: {answered} answered commands, {entries} journal entries; every one there once, no unit lost or double"));
        return 0;
    }

    /// <summary>Runs the rounds and checks what is left.</summary>
    /// <exception cref="InvalidOperationException">Something was lost or doubled.</exception>
    public async Task<(int Answered, long Entries)> RunAsync(int rounds, int lostPercent, int seed)
    {
        var directory = Directory.CreateTempSubdirectory("jcmhub-ledger-crashes-").FullName;
        try
        {
            Directory.CreateDirectory(new DataDirectory(directory).Azurite);
            await using var storage = await StorageSession.OpenAsync(new LocalStackOptions { DataDirectory = directory }, default);
            await new TableServiceClient(storage.ConnectionString).CreateTableIfNotExistsAsync(TableLedgerRows.TableName);
            var random = new Random(seed);
            Dictionary<string, List<string>> answered = new() { ["one"] = [], ["two"] = [] };
            Issuer[] Pair() => [.. answered.Select(process => Issuer.Start(storage.ConnectionString, process.Key, process.Value, lostPercent))];
            var next = Pair();
            for (var round = 1; round <= rounds; round++)
            {
                // The pair of the next round starts up while this one works.
                var killed = next;
                next = round < rounds ? Pair() : [];
                foreach (var issuer in killed)
                    await issuer.ReadyAsync();
                foreach (var issuer in killed)
                    issuer.Go();
                foreach (var issuer in killed.OrderBy(_ => random.Next()))
                {
                    await Task.Delay(random.Next(0, 150));
                    await issuer.KillAsync();
                }

                if (round % 50 == 0 || round == rounds)
                {
                    var entries = await CheckAsync(storage.ConnectionString, answered);
                    say(string.Create(CultureInfo.InvariantCulture, $"round {round}: {entries} entries hold"));
                }
            }

            return (answered.Values.Sum(answers => answers.Count), await CheckAsync(storage.ConnectionString, answered));
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static async Task<long> CheckAsync(string connection, Dictionary<string, List<string>> answered)
    {
        var rows = new TableLedgerRows(new TableServiceClient(connection));
        using var journal = new MemoryStream();
        var entries = (await ExportJournal.WriteAsync(rows, Host, null, TimeProvider.System, journal, default))?.Head.Number ?? 0;
        journal.Position = 0;
        var verdict = JournalVerification.Verify(journal, default);
        if (verdict.Failure is { } failure)
            throw new InvalidOperationException($"Entry {verdict.FailedEntry}: {failure.Detail}");
        if (verdict.State is not { } state)
            return answered.Values.Any(answers => answers.Count > 0) ? throw new InvalidOperationException("Everything is lost.") : 0;

        // What storage holds is what the journal says, and every unit is there once.
        var stored = new List<UnitBlock>();
        await foreach (var row in new LedgerView(rows, Host).AllBlocksAsync(default))
            stored.Add(LedgerJson.Read<UnitBlock>(row.Body));
        long next = 1;
        foreach (var (block, replayed) in stored.Zip(state.Blocks.OrderBy(block => block.Units.First)))
        {
            if (block != replayed || block.Units.First != next)
                throw new InvalidOperationException($"Block {block.Units} of the storage is not the journal's {replayed.Units}, after unit {next - 1}.");
            next = block.Units.Last + 1;
        }

        if (next != state.Head.LastUnit + 1 || stored.Count != state.Blocks.Count)
            throw new InvalidOperationException($"Units end at {next - 1}, and {state.Head.LastUnit} were drawn.");

        var units = answered.Values.SelectMany(answers => answers).ToArray();
        var live = stored.Where(block => block.State == UnitState.Live).Select(block => block.Units.ToString()).ToHashSet();
        if (units.Distinct().Count() != units.Length || units.Any(answer => !live.Contains(answer)))
            throw new InvalidOperationException("An answered command's units are not there, or are another's too.");
        // Beside what was answered each process may have one command under way.
        if (stored.Count > units.Length + answered.Count)
            throw new InvalidOperationException($"{stored.Count} blocks for {units.Length} answered commands.");
        return entries;
    }

    /// <summary>One issuing process.</summary>
    private sealed class Issuer : IDisposable
    {
        private readonly Process _process;
        private readonly List<string> _answers;
        private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly Task _reading;

        private Issuer(Process process, List<string> answers)
        {
            _process = process;
            _answers = answers;
            _reading = ReadAsync();
        }

        public static Issuer Start(string connection, string name, List<string> answers, int lostPercent) => new(Process.Start(new ProcessStartInfo("dotnet",
            [typeof(LedgerIssuer).Assembly.Location, "ledger-issue", connection, Host.Code, name, lostPercent.ToString(CultureInfo.InvariantCulture)])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!, answers);

        public Task ReadyAsync() => _ready.Task;

        public void Go() => _process.StandardInput.WriteLine(_answers.Count.ToString(CultureInfo.InvariantCulture));

        public async Task KillAsync()
        {
            _process.Kill();
            await _process.WaitForExitAsync();
            await _reading;
            Dispose();
        }

        public void Dispose() => _process.Dispose();

        private async Task ReadAsync()
        {
            while (await _process.StandardOutput.ReadLineAsync() is { } line)
            {
                if (line == "ready")
                    _ready.SetResult();
                // The last line of a killed process may be cut off.
                else if (line.Split(' ') is [var number, var units] && int.Parse(number, CultureInfo.InvariantCulture) == _answers.Count && units.Contains('-', StringComparison.Ordinal) && IsWhole(units))
                    _answers.Add(units);
            }

            _ready.TrySetException(new InvalidOperationException("The issuing process ended by itself."));
        }

        private static bool IsWhole(string units) =>
            units.Split('-') is [var first, var last] && long.TryParse(first, out var from) && long.TryParse(last, out var to) && to - from + 1 == LedgerIssuer.Tonnes;
    }
}
