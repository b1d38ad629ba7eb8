using System.CommandLine;
using JcmHub.Cli.Demo;
using JcmHub.Cli.Terminal;
using JcmHub.Flows.Exchange;
using JcmHub.Local.Stack;
using Spectre.Console;

namespace JcmHub.Cli.Commands;

/// <summary><c>jcmhub demo</c>: the whole stack, the sample reports run through it, the result shown.</summary>
internal static class DemoCommand
{
    private static readonly TimeSpan s_lifetimeOfTokens = TimeSpan.FromMinutes(10);

    public static Command Create()
    {
        var switches = new StackSwitches();
        var once = new Option<bool>("--once") { Description = "Leave when the demo is done; exit code 0 only if all of it ended as expected." };
        var command = new DescribedCommand("demo", "Start the whole hub on this machine, run the sample reports through it and show the result.",
            """
            Everything goes through the hub's HTTP routes. A demo that was ended or killed goes on when it is started again on
            the same data; one that was done issues nothing twice and says so. Without --once the stack stays up, and its addresses
            and a token for each role are printed, with --json on standard error.

            Exit code 0: all of it ended as the sample decisions say. 1: not so. 2: the call was wrong.

            Examples:
              jcmhub demo
              jcmhub demo --once --json
              jcmhub demo --once --port-base 1000 --data /tmp/second
            """);
        command.Options.Add(once);
        switches.AddTo(command);
        command.SetAction(call => StackSession.RunAsync(call, switches, async (stack, result, cancellation) =>
        {
            var outcome = await RunAsync(stack, cancellation);
            result.Write(outcome, () => DemoReport.Write(AnsiConsole.Console, outcome));
            if (!call.GetValue(once))
            {
                // Standard output is the result's alone where a program reads it.
                StackAddresses.Of(stack).Write(call.GetValue(switches.Json) ? Console.Error : Console.Out);
                ProgressView.Say("The hub stays up. Ctrl-C ends it.");
                await StackSession.StayUpAsync(stack, cancellation);
            }

            return outcome.Ok ? ExitCodes.Yes : ExitCodes.No;
        }));
        return command;
    }

    private static async Task<DemoOutcome> RunAsync(LocalStack stack, CancellationToken cancellation)
    {
        using var hub = new HttpClient { BaseAddress = stack.Hub };
        using var registries = new HttpClient { BaseAddress = stack.Registries };
        var client = new HubClient(hub, actor => stack.Tokens.Issue(actor.Role, actor.Party, s_lifetimeOfTokens), TimeProvider.System);
        var run = new DemoRun(
            Path.Combine(AppContext.BaseDirectory, "samples"), client, new RegistriesClient(registries), () => Count(stack), ProofVerification.Verify, TimeProvider.System);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var running = ProgressView.ShowAsync(progress => run.RunAsync(progress, ended.Token));
        if (await Task.WhenAny(running, stack.EndedByItself) == running || cancellation.IsCancellationRequested)
            return await running;
        await ended.CancelAsync();
        throw await stack.EndedByItself;
    }

    private static OperationCount Count(LocalStack stack)
    {
        var queue = stack.QueueOperations;
        return new OperationCount(stack.StorageRequests.Total, queue.Accepted + queue.Delivered + queue.Settled);
    }
}
