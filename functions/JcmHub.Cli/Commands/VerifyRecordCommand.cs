using System.CommandLine;
using System.Text.Json;
using JcmHub.Cli.Terminal;
using JcmHub.Domain;
using JcmHub.Flows.Exchange;
using JcmHub.Flows.Signing;

namespace JcmHub.Cli.Commands;

/// <summary><c>jcmhub verify-record</c>: proves a stored record and its receipt with nothing else at hand.</summary>
internal static class VerifyRecordCommand
{
    public static Command Create()
    {
        var file = new Argument<FileInfo>("FILE") { Description = "A proof, as GET transactions/{id}/proof gives it, or one line of a sealed day." };
        var keys = new Option<FileInfo?>("--keys") { Description = "The keys that you trust: a JSON Web Key Set, as GET keys gives it.", HelpName = "FILE" };
        var json = new Option<bool>("--json") { Description = "One JSON document on standard output and nothing else there." };
        var command = new DescribedCommand("verify-record", "Prove that a record was sent and receipted as a file says.",
            """
            Looks at the canonical bytes (RFC 8785) and digests of record and receipt, at both signatures (ES256), at the periods of
            the keys, and at the journal entries that entered the keys, announced the record and booked the receipt, each by its own
            hash. Says in sentences what it proved, and stops at the first thing that fails.

            The keys come from the file too, so a file that somebody forged as a whole, with keys of their own, holds by itself.
            Name the keys that you trust with --keys: those that the hub publishes at api/keys, compared once with the ones that
            each owner gave you. Without --keys the answer ends with the keys that it relied on; comparing them is then yours.
            That the entries stand in the host's journal is verify-journal's affair.

            Exit code 0: proved. 1: not proved. 2: the call was wrong, an unreadable file included.

            Examples:
              jcmhub verify-record th.jp.1.json
              curl -o keys.json https://HUB/api/keys
              jcmhub verify-record th.jp.1.json --keys keys.json
              jcmhub verify-record th.jp.1.json --keys keys.json --json
            """);
        command.Arguments.Add(file);
        command.Options.Add(keys);
        command.Options.Add(json);
        command.SetAction((call, _) => Task.FromResult(Run(call.GetValue(file)!, call.GetValue(keys), call.GetValue(json))));
        return command;
    }

    private static int Run(FileInfo file, FileInfo? keys, bool json)
    {
        ProofVerdict verdict;
        try
        {
            var trusted = keys is null ? null : TrustedKeys.Parse(ByteOrderMark.Skip(File.ReadAllBytes(keys.FullName)));
            verdict = ProofVerification.Verify(File.ReadAllBytes(file.FullName), trusted);
        }
        catch (JsonException fault)
        {
            Console.Error.WriteLine($"{keys}: {fault.Message}");
            return ExitCodes.WrongCall;
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
                keys = verdict.ReliedOn.Select(key => new { keyId = key.KeyId, owner = key.Owner, from = keys is null ? "file" : "trusted" }),
                failure = verdict.Failure is { } failure ? new { code = failure.Code, detail = failure.Detail } : null,
            },
            () => Print(verdict, keys));
        return verdict.Failure is null ? ExitCodes.Yes : ExitCodes.No;
    }

    private static void Print(ProofVerdict verdict, FileInfo? keys)
    {
        foreach (var sentence in verdict.Proved)
            Console.WriteLine(sentence);
        if (verdict.Failure is { } failure)
            Console.WriteLine($"{failure.Detail} [{failure.Code}]");
        else if (keys is not null)
            Console.WriteLine($"Record and receipt are proved, by keys that {keys.Name} names.");
        else
            Console.WriteLine($"Record and receipt are proved if the keys are whose they say: {string.Join(", ", verdict.ReliedOn.Select(key => $"{key.KeyId} of {key.Owner}"))} came from the file itself. Compare them with those published, or name these with --keys.");
    }
}
