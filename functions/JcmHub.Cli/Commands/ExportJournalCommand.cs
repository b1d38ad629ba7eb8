using System.CommandLine;
using System.Globalization;
using Azure.Data.Tables;
using JcmHub.Adapters.Files;
using JcmHub.Adapters.Tables;
using JcmHub.Cli.Terminal;
using JcmHub.Domain.Parties;
using JcmHub.Flows.Issuance;
using JcmHub.Local.Access;
using JcmHub.Local.Stack;

namespace JcmHub.Cli.Commands;

/// <summary><c>jcmhub export-journal</c>: a host Party's journal into a file that proves itself.</summary>
internal static class ExportJournalCommand
{
    public static Command Create()
    {
        var party = new Argument<string>("PARTY") { Description = "The host Party whose ledger it is, such as TH." };
        var file = new Argument<FileInfo>("FILE") { Description = "Where the journal goes; written anew." };
        var switches = new StackSwitches();
        var command = new DescribedCommand("export-journal", "Write a Party's journal, one entry a line, as verify-journal reads it.",
            """
            Reads the storage of the data directory: that of the stack that runs on it, or one started for the purpose. The bytes
            are those that the hub hashed, so whoever has the file can check it with nothing else at hand. The last line is a closing
            statement of the last entry, signed with the hub's key where the data directory holds it, else unsigned.

            Exit code 0: written. 1: the Party has no entries there, or the storage cannot be read; no file is written for a Party
            without entries. 2: the call was wrong, or the Party is no host that is known.

            Examples:
              jcmhub export-journal TH th-journal.ndjson
              jcmhub export-journal TH th-journal.ndjson --data /tmp/second
            """);
        command.Arguments.Add(party);
        command.Arguments.Add(file);
        command.Options.Add(switches.Data);
        command.Validators.Add(result =>
        {
            if (result.GetValue(party) is { } text && !PartyId.TryParse(text, out _))
                result.AddError($"PARTY is two capital letters such as TH, not \"{text}\".");
        });
        command.SetAction((call, cancellation) => RunAsync(
            PartyId.Parse(call.GetValue(party)!), call.GetValue(file)!, call.GetValue(switches.Data), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(PartyId party, FileInfo file, DirectoryInfo? data, CancellationToken cancellation)
    {
        try
        {
            var hosts = RuleBookFiles.Load(Path.Combine(AppContext.BaseDirectory, "schemas")).Hosts.Select(host => host.Id).ToArray();
            if (!hosts.Contains(party))
            {
                await Console.Error.WriteLineAsync($"{party} is no host Party that is known here; these are: {string.Join(", ", hosts)}.");
                return ExitCodes.WrongCall;
            }

            var options = data is null ? new LocalStackOptions() : new LocalStackOptions { DataDirectory = data.FullName };
            await using var storage = await StorageSession.OpenAsync(options, cancellation);
            var rows = new TableLedgerRows(new TableServiceClient(storage.ConnectionString));
            if ((await new LedgerView(rows, party).HeadAsync(cancellation)).LastEntry == 0)
            {
                await Console.Error.WriteLineAsync($"{party} has no entries in this storage; nothing was written.");
                return ExitCodes.No;
            }

            await using var output = file.Create();
            using var signer = HubSigner.Of(new DataDirectory(options.DataDirectory));
            var closing = await ExportJournal.WriteAsync(rows, party, signer, TimeProvider.System, output, cancellation);
            ProgressView.Say(string.Create(CultureInfo.InvariantCulture,
                $"{closing!.Head.Number} entries of {party} into {file.FullName}, {(closing.Signer is { } key ? $"closed by the hub's key {key.KeyId}" : "closed unsigned: the data directory holds no key of the hub that this journal knows")}."));
            return ExitCodes.Yes;
        }
        catch (Exception fault) when (fault is StackException or IOException or UnauthorizedAccessException or InvalidDataException or Azure.RequestFailedException)
        {
            await Console.Error.WriteLineAsync(fault.Message);
            return ExitCodes.No;
        }
    }
}
