using System.CommandLine;
using System.Globalization;
using JcmHub.Cli.Terminal;
using JcmHub.Domain.Ledger.Journal;
using JcmHub.Flows.Issuance;

namespace JcmHub.Cli.Commands;

/// <summary><c>jcmhub verify-journal</c>: replays an exported journal with nothing else at hand.</summary>
internal static class VerifyJournalCommand
{
    public static Command Create()
    {
        var file = new Argument<FileInfo>("FILE") { Description = "A journal as export-journal writes it." };
        var json = new Option<bool>("--json") { Description = "One JSON document on standard output and nothing else there." };
        var command = new DescribedCommand("verify-journal", "Replay an exported journal and check every entry.",
            """
            Checks of each entry: its own hash, the chain to the entry before, its number and time; that every unit drawn lies in
            exactly one block that has not left its registry, so none is lost, doubled or live in two registries; that units keep
            project and vintage; that a registry's numbers serve once; that authorised first transfers are adjusted, tonne by tonne.
            Stops at the first entry that fails and names it.

            Exit code 0: every entry holds. 1: one does not, or there is none. 2: the call was wrong, an unreadable file included.

            Examples:
              jcmhub verify-journal th-journal.ndjson
              jcmhub verify-journal th-journal.ndjson --json
            """);
        command.Arguments.Add(file);
        command.Options.Add(json);
        command.SetAction((call, cancellation) => Task.Run(() => Run(call.GetValue(file)!, call.GetValue(json), cancellation), cancellation));
        return command;
    }

    private static int Run(FileInfo file, bool json, CancellationToken cancellation)
    {
        JournalVerdict verdict;
        try
        {
            using var journal = new FileStream(file.FullName, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0, FileOptions.SequentialScan);
            verdict = JournalVerification.Verify(journal, cancellation);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine(fault.Message);
            return ExitCodes.WrongCall;
        }

        var totals = verdict.State is { } state ? Totals(state) : [];
        var holds = verdict is { Holds: true, State: not null };
        new ResultWriter(json).Write(
            new
            {
                ok = holds,
                party = verdict.State?.Host.Code,
                entries = verdict.Entries,
                lastHash = verdict.State?.Head.LastHash,
                holdings = totals,
                failure = verdict.Failure is { } failure
                    ? new { line = verdict.FailedLine, entry = verdict.FailedEntry, command = verdict.FailedCommand, code = failure.Code, detail = failure.Detail }
                    : null,
            },
            () => Print(verdict, totals));
        return holds ? ExitCodes.Yes : ExitCodes.No;
    }

    private static Holding[] Totals(LedgerState state) =>
    [
        .. state.Blocks
            .GroupBy(block => (Project: block.Project.ToString(), block.Vintage.Year, Registry: block.Registry.Code, block.Account, State: block.State.ToString().ToLowerInvariant()))
            .OrderBy(group => group.Key)
            .Select(group => new Holding(group.Key.Project, group.Key.Year, group.Key.Registry, group.Key.Account, group.Key.State, group.Sum(block => block.Units.Count))),
    ];

    private static void Print(JournalVerdict verdict, IReadOnlyList<Holding> totals)
    {
        if (verdict.Failure is { } failure)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"Line {verdict.FailedLine}, entry {verdict.FailedEntry?.ToString(CultureInfo.InvariantCulture) ?? "?"}, command {verdict.FailedCommand ?? "?"}: {failure.Detail} [{failure.Code}]"));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"The {verdict.Entries} entries before it hold."));
            return;
        }

        foreach (var holding in totals)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{holding.Project} {holding.Vintage}  {holding.Registry} {holding.Account}  {holding.State}  {holding.Tonnes:N0} t"));
        Console.WriteLine(verdict.State is { } state
            ? string.Create(CultureInfo.InvariantCulture, $"All {verdict.Entries:N0} entries of {state.Host}'s journal hold. Last hash: {state.Head.LastHash}")
            : "The file holds no entry.");
    }

    private sealed record Holding(string Project, int Vintage, string Registry, string Account, string State, long Tonnes);
}
