using System.CommandLine;
using JcmHub.Cli.Commands;

namespace JcmHub.Cli;

/// <summary>The command line as a whole: the commands, and what happens to a call that fits none of them.</summary>
internal static class CommandLine
{
    /// <summary>Runs a call and gives its exit code.</summary>
    public static async Task<int> RunAsync(string[] arguments)
    {
        var root = new RootCommand("JcmHub: monitoring reports of the Joint Crediting Mechanism from upload to the registries' receipts.")
        {
            UpCommand.Create(),
            DemoCommand.Create(),
            ValidateCommand.Create(),
            ComputeCommand.Create(),
            ExportJournalCommand.Create(),
            VerifyJournalCommand.Create(),
            VerifyRecordCommand.Create(),
        };
        DetailedHelp.ReplaceIn(root);
        var call = root.Parse(arguments);
        // Who asks for help need not have given what the command takes.
        if (call.Errors.Count == 0 || call.Action is DetailedHelp)
        {
            // Stopping in order takes longer than the library's default of two seconds; commands listen to Ctrl-C themselves.
            return await call.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
        }

        // A command that was misspelt is missing too; one sentence is enough.
        var sentences = call.UnmatchedTokens.Count > 0
            ? call.UnmatchedTokens.Select(token => $"\"{token}\" is not known here.")
            : call.Errors.Select(error => error.Message);
        foreach (var sentence in sentences)
            await Console.Error.WriteLineAsync(sentence);
        var command = call.CommandResult.Command == root ? "" : $" {call.CommandResult.Command.Name}";
        await Console.Error.WriteLineAsync($"See jcmhub{command} --help.");
        return ExitCodes.WrongCall;
    }
}
