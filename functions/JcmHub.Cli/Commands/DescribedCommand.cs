using System.CommandLine;

namespace JcmHub.Cli.Commands;

/// <summary>A command with more to say than fits into the list of commands: shown by its own <c>--help</c> only.</summary>
/// <param name="name">As it is called.</param>
/// <param name="description">One sentence.</param>
/// <param name="details">What else to know, and examples.</param>
internal sealed class DescribedCommand(string name, string description, string details) : Command(name, description)
{
    public string Details { get; } = details;
}
