using System.CommandLine;
using JcmHub.Cli.Demo;
using JcmHub.Cli.Terminal;
using JcmHub.Local.Stack;

namespace JcmHub.Cli.Commands;

/// <summary>What every command with a stack does around its own work: start, stop in order, and a sentence for what goes wrong.</summary>
internal static class StackSession
{
    /// <summary>Runs work on a stack and gives the exit code.</summary>
    /// <param name="call">The command line.</param>
    /// <param name="switches">Its options.</param>
    /// <param name="work">What is done while the stack is up.</param>
    public static async Task<int> RunAsync(
        ParseResult call, StackSwitches switches, Func<LocalStack, ResultWriter, CancellationToken, Task<int>> work)
    {
        var result = new ResultWriter(call.GetValue(switches.Json));
        using var stop = new StopRequest();
        try
        {
            await using var stack = await ProgressView.ShowAsync(
                progress => LocalStack.StartAsync(switches.Read(call, progress), stop.Token));
            var code = await work(stack, result, stop.Token);
            ProgressView.Say("Stopping.");
            return code;
        }
        catch (OperationCanceledException) when (stop.Token.IsCancellationRequested)
        {
            return Fail("Stopped before it was done; started again on the same data, it goes on.", result);
        }
        catch (Exception fault) when (fault is StackException or DemoException)
        {
            return Fail(fault.Message, result);
        }
        catch (Exception fault)
        {
            return Fail($"This should not have happened: {fault}", result);
        }
    }

    /// <summary>Waits until somebody ends it.</summary>
    /// <exception cref="StackException">A part of the stack ended by itself.</exception>
    public static async Task StayUpAsync(LocalStack stack, CancellationToken cancellation)
    {
        var asked = new TaskCompletionSource();
        await using var registration = cancellation.Register(asked.SetResult);
        // Ctrl-C reaches the functions too, and they may be the first to act on it.
        if (await Task.WhenAny(asked.Task, stack.EndedByItself) != asked.Task && !cancellation.IsCancellationRequested)
            throw await stack.EndedByItself;
    }

    // A program gets its document even then.
    private static int Fail(string sentence, ResultWriter result)
    {
        result.Write(DemoOutcome.Failed(sentence), () => { });
        ProgressView.Say(sentence);
        return ExitCodes.No;
    }
}
