using System.CommandLine;
using JcmHub.Cli.Terminal;

namespace JcmHub.Cli.Commands;

/// <summary><c>jcmhub up</c>: the whole stack, stays up, prints the addresses and ready-made tokens.</summary>
internal static class UpCommand
{
    public static Command Create()
    {
        var switches = new StackSwitches();
        var command = new DescribedCommand("up", "Start the whole hub on this machine and keep it up until Ctrl-C.",
            """
            Starts storage, broker, simulated registries and functions, in this order, and prints the addresses and a token for
            each role, good for 12 hours.

            Examples:
              jcmhub up
              jcmhub up --port-base 1000 --data /tmp/second
              jcmhub up --json
            """);
        switches.AddTo(command);
        command.SetAction(call => StackSession.RunAsync(call, switches, async (stack, result, cancellation) =>
        {
            var addresses = StackAddresses.Of(stack);
            result.Write(addresses, () => addresses.Write(Console.Out));
            ProgressView.Say("The hub is up. Ctrl-C ends it.");
            await StackSession.StayUpAsync(stack, cancellation);
            return ExitCodes.Yes;
        }));
        return command;
    }
}
