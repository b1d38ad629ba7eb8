using System.Diagnostics;
using System.Globalization;
using Azure;
using Azure.Data.Tables;
using JcmHub.Adapters.Tables;
using JcmHub.Domain.Calendar;
using JcmHub.Domain.Credits;
using JcmHub.Domain.Ledger;
using JcmHub.Domain.Ledger.Journal;
using JcmHub.Domain.Parties;
using JcmHub.Domain.Projects;
using JcmHub.Flows;
using JcmHub.Flows.Issuance;
using JcmHub.Local.Stack;
using JcmHub.Soak.Ledgers;

namespace JcmHub.Benchmarks.Ledgers;

/// <summary>
/// Operations on the ledger per second, beside the same head read, block read and transaction sent bare to the same Azurite in the same run:
/// four writers on 32 Parties, and four writers on one Party beside one bare writer. Tables of equal size: each operation of either adds the
/// same rows, and the two take turns.
/// </summary>
internal static class LedgerBenchmark
{
    private const string BareTable = "bare";
    private const int Writers = 4;
    private const int Operations = 400;
    private const int Runs = 5;

    private static readonly PartyId[] Parties =
        [.. Enumerable.Range(0, 32).Select(i => PartyId.Parse($"{(char)('A' + (i / 8))}{(char)('A' + (i % 8))}"))];

    public static async Task<int> RunAsync()
    {
        var directory = Directory.CreateTempSubdirectory("jcmhub-ledger-benchmark-").FullName;
        try
        {
            Directory.CreateDirectory(new DataDirectory(directory).Azurite);
            await using var storage = await StorageSession.OpenAsync(new LocalStackOptions { DataDirectory = directory }, default);
            var tables = new TableServiceClient(storage.ConnectionString);
            await tables.CreateTableIfNotExistsAsync(TableLedgerRows.TableName);
            await tables.CreateTableIfNotExistsAsync(BareTable);
            var bare = new BareWriter(tables.GetTableClient(BareTable));
            var ledger = LedgerIssuer.New(storage.ConnectionString, lostPercent: 0);
            foreach (var party in Parties)
            {
                await IssueAsync(ledger, party);
                await bare.PrepareAsync(party.Code, await BodiesAsync(storage.ConnectionString, party));
            }

            await SpreadAsync(ledger, bare);
            await ContendedAsync(ledger, bare);
            return 0;
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static async Task SpreadAsync(Ledger ledger, BareWriter bare)
    {
        var (ours, theirs) = (new List<TimeSpan>(), new List<TimeSpan>());
        for (var run = 0; run <= Runs; run++)
        {
            var first = run * Operations;
            var bareTime = await TimeAsync(writer => EachAsync(writer, first, (party, number) => bare.WriteAsync(party.Code, $"spread-{number}")));
            var ourTime = await TimeAsync(writer => EachAsync(writer, first, (party, number) => ToggleAsync(ledger, party, $"spread-{number}")));
            // The first run compiles the code.
            if (run > 0)
            {
                theirs.Add(bareTime);
                ours.Add(ourTime);
            }
        }

        Say($"{Writers} writers on {Parties.Length} Parties", ours, theirs, 0.70m);
    }

    private static async Task ContendedAsync(Ledger ledger, BareWriter bare)
    {
        var (ours, theirs) = (new List<TimeSpan>(), new List<TimeSpan>());
        for (var run = 0; run <= Runs; run++)
        {
            var first = run * Operations;
            var bareTime = await TimeAsync(async writer =>
            {
                for (var number = 0; writer == 0 && number < Operations; number++)
                    await bare.WriteAsync(Parties[0].Code, $"one-{first + number}");
            });
            var ourTime = await TimeAsync(async writer =>
            {
                for (var number = writer; number < Operations; number += Writers)
                    await ToggleAsync(ledger, Parties[0], $"one-{first + number}");
            });
            if (run > 0)
            {
                theirs.Add(bareTime);
                ours.Add(ourTime);
            }
        }

        Say($"{Writers} writers together on one Party, beside one bare writer", ours, theirs, 0.50m);
    }

    private static void Say(string what, List<TimeSpan> ours, List<TimeSpan> theirs, decimal bar) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
        $"{what}, median of {Runs}: {Operations / Median(ours).TotalSeconds:N0} operations/s, bare {Operations / Median(theirs).TotalSeconds:N0}/s, ratio {Median(theirs) / Median(ours):0.00} (bar {bar})"));

    private static async Task EachAsync(int writer, int first, Func<PartyId, int, Task> write)
    {
        // Each Party has one writer: these do not meet.
        for (var number = writer; number < Operations; number += Writers)
            await write(Parties[(number % Writers) + (Writers * (number / Writers % (Parties.Length / Writers)))], first + number);
    }

    /// <summary>An operation on a block: reads the head and the block, writes head, command, journal and block.</summary>
    private static async Task ToggleAsync(Ledger ledger, PartyId party, string command)
    {
        var answer = await ledger.CommitAsync<string>(party, new Author("benchmark", "operator", null), async (view, entry) =>
        {
            var block = (await view.BlocksAsync(party, new SerialRange(1, 100), default)).Single();
            entry.Replace(block, block with { State = block.State == UnitState.Live ? UnitState.Blocked : UnitState.Live });
            return new LedgerStep<string> { Answer = command, CommandId = command, InputHash = ContentHash.Of([]) };
        }, default);
        if (answer.IsRefused)
            throw new InvalidOperationException(answer.Refusal.Detail);
    }

    private static async Task IssueAsync(Ledger ledger, PartyId party)
    {
        foreach (var state in new[] { UnitState.Awaiting, UnitState.Live })
        {
            await ledger.CommitAsync<string>(party, new Author("benchmark", "operator", null), async (view, entry) =>
            {
                if (state == UnitState.Awaiting)
                {
                    foreach (var side in Enum.GetValues<Side>())
                        entry.Approve(new DecisionApproval("TH-TH014-2021", "sha-256:0", side));
                    entry.Put(Notified(party, entry.DrawUnits(100)));
                }
                else
                {
                    var block = (await view.BlocksAsync(party, new SerialRange(1, 100), default)).Single();
                    entry.Replace(block, block with { State = state, RegistrySerials = block.Units });
                }

                return new LedgerStep<string> { Answer = "issued", CommandId = $"issue-{state}", InputHash = ContentHash.Of([]) };
            }, default);
        }
    }

    /// <summary>The rows of the last operation, so that the bare writer writes as many bytes.</summary>
    private static async Task<IReadOnlyDictionary<string, byte[]>> BodiesAsync(string connection, PartyId party)
    {
        var rows = new TableLedgerRows(new TableServiceClient(connection));
        string[] keys = [LedgerKeys.Head, LedgerKeys.Command("issue-Live"), LedgerKeys.Journal(2), LedgerKeys.Block(party, 100)];
        var bodies = new Dictionary<string, byte[]>();
        foreach (var key in keys)
            bodies[key] = (await rows.FindAsync(party, key, default))!.Body.ToArray();
        return bodies;
    }

    private static UnitBlock Notified(PartyId party, SerialRange units) => new()
    {
        Registry = party, Units = units, Project = ProjectId.Parse("TH014"), Vintage = new Vintage(2021), Account = "TH-GOV",
        AccountType = AccountType.GovernmentHolding, Holder = "Government of Thailand", Decision = "TH-TH014-2021", State = UnitState.Awaiting,
    };

    private static async Task<TimeSpan> TimeAsync(Func<int, Task> writer)
    {
        var started = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer));
        return Stopwatch.GetElapsedTime(started);
    }

    private static TimeSpan Median(List<TimeSpan> times) => times.Order().ElementAt(times.Count / 2);

    /// <summary>The same requests with the SDK alone: a head, a query for the block, a transaction of four rows under the head's ETag.</summary>
    private sealed class BareWriter(TableClient table)
    {
        private readonly Dictionary<string, byte[][]> _bodies = [];

        public async Task PrepareAsync(string party, IReadOnlyDictionary<string, byte[]> bodies)
        {
            _bodies[party] = [.. bodies.Values];
            await table.AddEntityAsync(Entity(party, "head", 0));
            await table.AddEntityAsync(Entity(party, "block|1", 3));
        }

        public async Task WriteAsync(string party, string number)
        {
            var head = await table.GetEntityAsync<TableEntity>(party, "head");
            await foreach (var _ in table.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey eq {party} and RowKey ge {"block|"} and RowKey le {"block|~"}")))
            {
            }

            await table.SubmitTransactionAsync(
            [
                new TableTransactionAction(TableTransactionActionType.UpdateReplace, Entity(party, "head", 0), head.Value.ETag),
                new TableTransactionAction(TableTransactionActionType.Add, Entity(party, $"cmd|{number}", 1)),
                new TableTransactionAction(TableTransactionActionType.Add, Entity(party, $"journal|{number}", 2)),
                new TableTransactionAction(TableTransactionActionType.UpsertReplace, Entity(party, "block|1", 3)),
            ]);
        }

        private TableEntity Entity(string party, string key, int body) => new(party, key) { ["b0"] = _bodies[party][body] };
    }
}
