using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace JcmHub.Cli.Commands;

/// <summary>The library's help, and below it what a command has to say besides.</summary>
internal sealed class DetailedHelp(HelpAction help) : SynchronousCommandLineAction
{
    public override int Invoke(ParseResult parseResult)
    {
        var code = help.Invoke(parseResult);
        if (parseResult.CommandResult.Command is DescribedCommand command)
            parseResult.InvocationConfiguration.Output.WriteLine(command.Details + Environment.NewLine);
        return code;
    }

    /// <summary>Puts it in place of the library's help.</summary>
    public static void ReplaceIn(RootCommand root)
    {
        var option = root.Options.OfType<HelpOption>().Single();
        option.Action = new DetailedHelp((HelpAction)option.Action!);
    }
}
