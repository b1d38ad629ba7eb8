using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using JcmHub.Local.Stack;

namespace JcmHub.Cli.Commands;

/// <summary>The options that every command with a stack shares.</summary>
internal sealed class StackSwitches
{
    private readonly Option<int> _portBase = new("--port-base")
    {
        Description = "Added to every port (functions 7071, broker 5672, storage 10000 and 10002, simulators 7080).",
        HelpName = "N",
        CustomParser = ParsePortBase,
    };

    private readonly Option<DirectoryInfo> _data = new("--data")
    {
        Description = "Where state lives; what was there is picked up again. Default: .local/ of the checkout.",
        HelpName = "DIR",
    };

    private readonly Option<DirectoryInfo> _schemas = new("--schemas")
    {
        Description = "The rule files of the hub, in place of those shipped: a copy of schemas/, to try a change such as a Party's delivery mode.",
        HelpName = "DIR",
    };

    /// <summary>Where state lives, for a command that needs no stack.</summary>
    public Option<DirectoryInfo> Data => _data;

    public StackSwitches() => _data.Validators.Add(result =>
    {
        if (result.Tokens is [var token, ..] && File.Exists(token.Value))
            result.AddError($"--data takes a directory, and {token.Value} is a file.");
    });

    public Option<bool> Json { get; } = new("--json") { Description = "One JSON document on standard output and nothing else there." };

    public void AddTo(Command command)
    {
        command.Options.Add(_portBase);
        command.Options.Add(_data);
        command.Options.Add(_schemas);
        command.Options.Add(Json);
    }

    public LocalStackOptions Read(ParseResult call, IProgress<StackStep> progress)
    {
        var options = new LocalStackOptions { PortBase = call.GetValue(_portBase), Progress = progress };
        if (call.GetValue(_schemas) is { } schemas)
            options = options with { Schemas = schemas.FullName };
        return call.GetValue(_data) is { } data ? options with { DataDirectory = data.FullName } : options;
    }

    private static int ParsePortBase(ArgumentResult result)
    {
        var text = result.Tokens is [var token] ? token.Value : "";
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= StackPorts.LargestBase)
            return number;
        result.AddError($"--port-base takes a whole number from 0 to {StackPorts.LargestBase}, not \"{text}\".");
        return 0;
    }
}
