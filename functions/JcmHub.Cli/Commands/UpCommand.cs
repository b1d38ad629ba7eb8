using System.CommandLine;
using JcmHub.Cli.Demo;
using JcmHub.Cli.Terminal;
using JcmHub.Local.Stack;

namespace JcmHub.Cli.Commands;

/// <summary><c>jcmhub up</c>: the whole stack, stays up, prints the addresses and ready-made tokens.</summary>
internal static class UpCommand
{
    private static readonly TimeSpan s_lifetimeOfTokens = TimeSpan.FromHours(12);

    // The Parties of the sample projects.
    private static readonly string[] s_parties = ["JP", "TH", "MV", "PH"];

    // What a person tries first, one line each; the participant takes part in every sample project.
    private static readonly Actor[] s_roles =
    [
        Actor.Participant, Actor.ThirdPartyEntity,
        .. s_parties.Select(Actor.Secretariat), .. s_parties.Select(Actor.Government), .. s_parties.Select(party => new Actor("registry", party)),
        new("market-operator"), new("reviewer"), new("operator"),
    ];

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
            Print(stack, result);
            await StackSession.StayUpAsync(stack, cancellation);
            return ExitCodes.Yes;
        }));
        return command;
    }

    private static void Print(LocalStack stack, ResultWriter result)
    {
        var tokens = s_roles.Select(actor => new ReadyToken(
            actor.Role, actor.Party, stack.Tokens.Issue(actor.Role, actor.Party, s_lifetimeOfTokens))).ToArray();
        result.Write(new { hub = stack.Hub, registries = stack.Registries, data = stack.Data.Root, tokens }, () =>
        {
            Console.Out.WriteLine($"hub          {stack.Hub}");
            Console.Out.WriteLine($"registries   {stack.Registries}");
            Console.Out.WriteLine($"data         {stack.Data.Root}");
            Console.Out.WriteLine($"logs         {stack.Data.Logs}");
            Console.Out.WriteLine();
            Console.Out.WriteLine($"Tokens, good for {s_lifetimeOfTokens.TotalHours:0} hours (Authorization: Bearer …):");
            foreach (var token in tokens)
                Console.Out.WriteLine($"{token.Role} {token.Party ?? "-"} {token.Token}");
        });
        ProgressView.Say("The hub is up. Ctrl-C ends it.");
    }

    private sealed record ReadyToken(string Role, string? Party, string Token);
}
