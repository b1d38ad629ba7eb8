using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using JcmHub.Domain.Calendar;
using JcmHub.Domain.Credits;
using JcmHub.Domain.Ledger;
using JcmHub.Domain.Ledger.Journal;
using JcmHub.Domain.Parties;
using JcmHub.Domain.Projects;
using JcmHub.Flows.Issuance;

namespace JcmHub.Benchmarks.Ledgers;

/// <summary>
/// Verifying a journal, beside the bare work that nobody can be spared: SHA-256 and a <see cref="Utf8JsonReader"/> over the same bytes.
/// The entries change 10,000 blocks again and again, as the hub writes them.
/// </summary>
internal static class JournalBenchmark
{
    private const int Blocks = 10_000;
    private const int Runs = 5;

    public static int Run(string[] arguments)
    {
        var entries = arguments.Length > 0 ? int.Parse(arguments[0], CultureInfo.InvariantCulture) : 10_000_000;
        var file = Path.Combine(Path.GetTempPath(), $"jcmhub-journal-{Environment.ProcessId}.ndjson");
        try
        {
            var small = Math.Min(entries, 1_000_000);
            Write(file, small);
            var (bare, ours) = (new List<TimeSpan>(), new List<TimeSpan>());
            for (var i = 0; i < Runs; i++)
            {
                bare.Add(Time(() => Bare(file)));
                ours.Add(Time(() => Ours(file, small)));
            }

            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"verifying {small:N0} entries ({new FileInfo(file).Length / 1_000_000:N0} MB), median of {Runs}: {small / Median(ours).TotalSeconds:N0} entries/s; speed relative to bare SHA-256 and Utf8JsonReader: {Median(bare) / Median(ours):0.00} (bar 0.33)"));
            if (entries > small)
            {
                var memory = Peak();
                Write(file, entries);
                var whole = Time(() => Ours(file, entries));
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"verifying {entries:N0} entries ({new FileInfo(file).Length / 1_000_000:N0} MB): {entries / whole.TotalSeconds:N0} entries/s; peak memory {memory} MB after {small:N0} entries, {Peak()} MB after {entries:N0}; {Blocks:N0} blocks both times"));
            }

            return 0;
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static void Bare(string file)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        using var journal = Open(file);
        var buffer = new byte[1 << 20];
        var filled = 0;
        for (int read; (read = journal.Read(buffer, filled, buffer.Length - filled)) > 0;)
        {
            filled += read;
            var start = 0;
            for (int length; (length = buffer.AsSpan(start, filled - start).IndexOf((byte)'\n')) >= 0; start += length + 1)
            {
                var line = buffer.AsSpan(start, length);
                SHA256.HashData(line, digest);
                var reader = new Utf8JsonReader(line);
                while (reader.Read())
                {
                }
            }

            buffer.AsSpan(start, filled - start).CopyTo(buffer);
            filled -= start;
        }
    }

    private static void Ours(string file, int entries)
    {
        using var journal = Open(file);
        var verdict = JournalVerification.Verify(journal, default);
        if (verdict.Entries != entries)
            throw new InvalidOperationException($"Entry {verdict.FailedEntry}: {verdict.Failure?.Detail}");
    }

    private static FileStream Open(string file) => new(file, FileMode.Open, FileAccess.Read, FileShare.Read, 0, FileOptions.SequentialScan);

    /// <summary>The first entries issue the blocks; then one block after the other is stopped and released. The first two kinds are written by the hub's own writer, the mass from their text.</summary>
    private static void Write(string file, int entries)
    {
        var host = PartyId.Parse("TH");
        using var output = new FileStream(file, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 20);
        var head = LedgerHead.Empty;
        var blocks = new UnitBlock[Blocks];
        for (var i = 0; i < Blocks; i++)
            Append(entry =>
            {
                foreach (var side in i == 0 ? Enum.GetValues<Side>() : [])
                    entry.Approve(new DecisionApproval($"{host}-TH014-2021", "sha-256:0", side));
                entry.Put(blocks[i] = Notified(host, entry.DrawUnits(100)));
            });
        for (var i = 0; i < Blocks; i++)
            Append(entry => entry.Replace(blocks[i] with { Entry = i + 1 }, blocks[i] = blocks[i] with { State = UnitState.Live, RegistrySerials = blocks[i].Units }));
        for (var i = 0; i < Blocks; i++)
            blocks[i] = blocks[i] with { Entry = Blocks + i + 1 };

        // The hub's own text of such an entry, with places for what differs.
        var hash = SHA256.HashData([]);
        var previous = head.LastHash["sha-256:".Length..];
        var number = head.LastEntry;
        var line = new byte[4096];
        while (number < entries)
        {
            var block = blocks[number % Blocks];
            number++;
            var next = block with { State = block.State == UnitState.Live ? UnitState.Blocked : UnitState.Live, Entry = number };
            blocks[(number - 1) % Blocks] = next;
            var state = next.State == UnitState.Live ? "live" : "blocked";
            var written = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture,
                $"{{\"entry\":{{\"author\":{{\"role\":\"operator\",\"subject\":\"benchmark\"}},\"change\":{{\"adjustments\":[],\"blocks\":[{{\"account\":\"JP-GOV\",\"accountType\":\"government-holding\",\"decision\":\"TH-TH014-2021\",\"entry\":{number},\"holder\":\"Government of Japan\",\"project\":\"TH014\",\"registry\":\"JP\",\"registrySerials\":\"{next.Units}\",\"state\":\"{state}\",\"units\":\"{next.Units}\",\"vintage\":\"2021\"}}],\"records\":[],\"replaced\":[\"JP.{block.Units.Last}.{block.Entry}\"]}},\"command\":\"command-{number}\",\"facts\":[\"blocked or released 100 t\"],\"host\":\"TH\",\"inputHash\":\"sha-256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\",\"number\":{number},\"part\":0,\"previousHash\":\"sha-256:{previous}\",\"time\":\"2026-02-02T00:00:00+00:00\"}}"), line);
            SHA256.HashData(line.AsSpan("{\"entry\":".Length..written), hash);
            previous = Convert.ToHexStringLower(hash);
            output.Write(line, 0, written);
            output.Write(Encoding.ASCII.GetBytes($",\"hash\":\"sha-256:{previous}\"}}\n"));
        }

        var closing = new JournalClosing(host, new JournalHead(number, "sha-256:" + previous), head.LastTime, null);
        output.Write(closing.WriteAsync(null, default).GetAwaiter().GetResult());

        void Append(Action<LedgerEntry> write)
        {
            var entry = new LedgerEntry(host, head, new DateTimeOffset(2026, 2, 2, 0, 0, 0, TimeSpan.Zero));
            write(entry);
            var written = JournalLine.Write(new JournalEntry
            {
                Host = host, Number = entry.Head.LastEntry, Time = entry.Time, Author = new Author("benchmark", "operator", null), Command = $"command-{entry.Head.LastEntry}",
                InputHash = "sha-256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", Facts = ["blocked or released 100 t"],
                Change = entry.Change([]), PreviousHash = head.LastHash,
            });
            output.Write(written.Utf8.Span);
            output.WriteByte((byte)'\n');
            head = entry.Head with { LastHash = written.Hash };
        }
    }

    private static UnitBlock Notified(PartyId host, SerialRange units) => new()
    {
        Registry = PartyId.Japan, Units = units, Project = ProjectId.Parse("TH014"), Vintage = new Vintage(2021), Account = "JP-GOV",
        AccountType = AccountType.GovernmentHolding, Holder = "Government of Japan", Decision = $"{host}-TH014-2021", State = UnitState.Awaiting,
    };

    private static long Peak() => File.ReadLines("/proc/self/status").Where(line => line.StartsWith("VmHWM", StringComparison.Ordinal))
        .Select(line => long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture) / 1024).Single();

    private static TimeSpan Time(Action run)
    {
        var started = Stopwatch.GetTimestamp();
        run();
        return Stopwatch.GetElapsedTime(started);
    }

    private static TimeSpan Median(List<TimeSpan> times) => times.Order().ElementAt(times.Count / 2);
}
