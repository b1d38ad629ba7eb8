using System.CommandLine;
using System.Globalization;
using JcmHub.Cli.Terminal;
using JcmHub.Domain.Ledger.Journal;
using JcmHub.Flows.Issuance;
using JcmHub.Flows.Signing;

namespace JcmHub.Cli.Commands;

/// <summary><c>jcmhub verify-journal</c>: replays an exported journal with nothing else at hand.</summary>
internal static class VerifyJournalCommand
{
    public static Command Create()
    {
        var file = new Argument<FileInfo>("FILE") { Description = "A journal as export-journal writes it." };
        var head = new Option<string?>("--head") { Description = "NUMBER:HASH of an entry that is known from elsewhere, such as a sealed night's closing." };
        var key = new Option<string?>("--key") { Description = "KEYID of the hub's key that must have signed the closing statement, from GET keys." };
        var unsigned = new Option<bool>("--unsigned") { Description = "The closing statement may be unsigned: the journal is held against nothing but itself." };
        var json = new Option<bool>("--json") { Description = "One JSON document on standard output and nothing else there." };
        var command = new DescribedCommand("verify-journal", "Replay an exported journal and check every entry.",
            """
            Checks of each entry: its own hash, the chain to the entry before, its number and time; that every unit drawn lies in
            exactly one block that has not left its registry, so none is lost, doubled or live in two registries; that units keep
            project and vintage; that a registry's numbers serve once; that authorised first transfers are adjusted, tonne by tonne;
            that units are drawn only where both governments approved the same content before; that an authorisation changes only
            where units stay in their account. A property that stands twice is unreadable.
            Stops at the first entry that fails and names it. Behind the last entry stands a closing statement of it; where that is
            missing, or names another entry, the journal is cut short.

            An entry that breaks a rule of adjustments holds where a later one repairs it: an approval of the same content by an operator of
            each side, two persons, that names the entry, its hash and the rule. Each repair is named. Nothing else can be repaired.

            A journal that was written anew from some entry on, with good hashes and within the rules, is found only by who knows
            an entry from elsewhere (--head), or the hub's key (--key), with which the closing statement is signed: it is shown.
            Without --key any key holds that the journal itself enters as the hub's. An unsigned statement fails unless --unsigned
            says that this is meant.

            Exit code 0: every entry holds, to the end, and the end is signed as asked for. 1: one does not, the end is missing or
            not signed so, or there is none. 2: the call was wrong, an unreadable file included.

            Examples:
              jcmhub verify-journal th-journal.ndjson
              jcmhub verify-journal th-journal.ndjson --key R0KVleMbE87fZIr-_oC8-R6oDPDgDIV8AQIb5kJdbDQ
              jcmhub verify-journal th-journal.ndjson --head 1200:sha-256:4f0c…
              jcmhub verify-journal th-journal.ndjson --json
            """);
        command.Arguments.Add(file);
        command.Options.Add(head);
        command.Options.Add(key);
        command.Options.Add(unsigned);
        command.Options.Add(json);
        command.Validators.Add(result =>
        {
            if (result.GetValue(head) is { } text && !JournalHead.TryParse(text, out _))
                result.AddError($"--head is an entry's number and its hash, such as 12:sha-256: and 64 digits, not \"{text}\".");
            if (result.GetValue(key) is { } id && !VerificationKey.IsKeyId(id))
                result.AddError($"--key is a key's thumbprint, 43 characters of base64url, not \"{id}\".");
            if (result.GetValue(key) is not null && result.GetValue(unsigned))
                result.AddError("--key asks for a signature, --unsigned for none: give one of them.");
        });
        command.SetAction((call, cancellation) => Task.Run(() => Run(
            call.GetValue(file)!, JournalHead.TryParse(call.GetValue(head), out var known) ? known : null,
            verdict => call.GetValue(unsigned) ? verdict : verdict.SignedBy(call.GetValue(key)), call.GetValue(json), cancellation), cancellation));
        return command;
    }

    private static int Run(FileInfo file, JournalHead? known, Func<JournalVerdict, JournalVerdict> asSigned, bool json, CancellationToken cancellation)
    {
        JournalVerdict verdict;
        try
        {
            using var journal = new FileStream(file.FullName, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0, FileOptions.SequentialScan);
            verdict = asSigned(JournalVerification.Verify(journal, known, cancellation));
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
                closedAt = verdict.Closing?.Time,
                signedBy = verdict.Closing?.Signer?.KeyId,
                repairs = verdict.Repaired.Select(Repair),
                holdings = totals,
                failure = verdict.Failure is { } failure
                    ? new { line = verdict.FailedLine, entry = verdict.FailedEntry, hash = verdict.FailedHash, command = verdict.FailedCommand, code = failure.Code, detail = failure.Detail }
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

    private static object Repair(RepairedEntry repaired) => new
    {
        entry = repaired.Entry.Number,
        hash = repaired.Entry.Hash,
        code = repaired.Entry.Failure.Code,
        detail = repaired.Entry.Failure.Detail,
        repairedBy = repaired.By,
        contentHash = repaired.Approvals[0].ContentHash,
        approvedBy = repaired.Approvals.Select(approval => new { side = approval.Side.ToString().ToLowerInvariant(), by = approval.ApprovedBy }),
        adjustments = repaired.Approvals[0].Adjustments.Select(adjustment => adjustment.Id),
    };

    private static void Print(JournalVerdict verdict, IReadOnlyList<Holding> totals)
    {
        if (verdict.Failure is { } failure)
        {
            // Where the end is missing, no entry is at fault.
            var entry = verdict.FailedEntry is null && failure.Code is "journal-cut-short" or "journal-closing" or "journal-unsigned" or "journal-other-key"
                ? ""
                : string.Create(CultureInfo.InvariantCulture, $", entry {verdict.FailedEntry?.ToString(CultureInfo.InvariantCulture) ?? "?"}, command {verdict.FailedCommand ?? "?"}");
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Line {verdict.FailedLine}{entry}: {failure.Detail} [{failure.Code}]"));
            if (verdict.FailedHash is { } hash)
                Console.WriteLine($"Its hash: {hash}");
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"The {verdict.Entries} entries before it hold."));
            return;
        }

        foreach (var holding in totals)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{holding.Project} {holding.Vintage}  {holding.Registry} {holding.Account}  {holding.State}  {holding.Tonnes:N0} t"));
        foreach (var repaired in verdict.Repaired)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"Entry {repaired.Entry.Number} breaks a rule [{repaired.Entry.Failure.Code}] and is repaired by entry {repaired.By}, approved by {string.Join(" and ", repaired.Approvals.Select(approval => $"{approval.ApprovedBy} ({approval.Side})"))}: {string.Join(", ", repaired.Approvals[0].Adjustments.Select(adjustment => adjustment.Id))} restated."));
        Console.WriteLine(verdict.State is { } state
            ? string.Create(CultureInfo.InvariantCulture, $"All {verdict.Entries:N0} entries of {state.Host}'s journal hold. Last hash: {state.Head.LastHash}")
            : "The file holds no entry.");
        if (verdict.Closing is { } closing)
            Console.WriteLine(closing.Signer is { } key
                ? $"Closed at {closing.Time.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'} by the hub's key {key.KeyId}."
                : $"Closed at {closing.Time.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}, unsigned: the hub's key was not at hand.");
    }

    private sealed record Holding(string Project, int Vintage, string Registry, string Account, string State, long Tonnes);
}
