using System.CommandLine;
using JcmHub.Cli.Terminal;
using JcmHub.Flows.Exchange;

namespace JcmHub.Cli.Commands;

/// <summary><c>jcmhub verify-record</c>: proves a stored record and its receipt with nothing else at hand.</summary>
internal static class VerifyRecordCommand
{
    public static Command Create()
    {
        var file = new Argument<FileInfo>("FILE") { Description = "A proof, as GET transactions/{id}/proof gives it, or one line of a sealed day." };
        var json = new Option<bool>("--json") { Description = "One JSON document on standard output and nothing else there." };
        var command = new DescribedCommand("verify-record", "Prove that a record was sent and receipted as a file says.",
            """
            Looks at the canonical bytes (RFC 8785) and digests of record and receipt, at both signatures (ES256), at the periods of
            the keys, and at the journal entries that entered the keys, announced the record and booked the receipt, each by its own
            hash. Says in sentences what it proved, and stops at the first thing that fails.

            That the entries stand in the host's journal is verify-journal's affair; that a key is whose it says, yours: compare it
            with the one its owner published.

            Exit code 0: proved. 1: not proved. 2: the call was wrong, an unreadable file included.

            Examples:
              jcmhub verify-record th.jp.1.json
              jcmhub verify-record th.jp.1.json --json
            """);
        command.Arguments.Add(file);
        command.Options.Add(json);
        command.SetAction((call, _) => Task.FromResult(Run(call.GetValue(file)!, call.GetValue(json))));
        return command;
    }

    private static int Run(FileInfo file, bool json)
    {
        ProofVerdict verdict;
        try
        {
            verdict = ProofVerification.Verify(File.ReadAllBytes(file.FullName));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine(fault.Message);
            return ExitCodes.WrongCall;
        }

        new ResultWriter(json).Write(
            new
            {
                ok = verdict.Failure is null,
                proved = verdict.Proved,
                failure = verdict.Failure is { } failure ? new { code = failure.Code, detail = failure.Detail } : null,
            },
            () => Print(verdict));
        return verdict.Failure is null ? ExitCodes.Yes : ExitCodes.No;
    }

    private static void Print(ProofVerdict verdict)
    {
        foreach (var sentence in verdict.Proved)
            Console.WriteLine(sentence);
        if (verdict.Failure is { } failure)
            Console.WriteLine($"{failure.Detail} [{failure.Code}]");
        else
            Console.WriteLine("Record and receipt are proved.");
    }
}
