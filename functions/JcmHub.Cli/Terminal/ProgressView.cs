using JcmHub.Local.Stack;
using Spectre.Console;

namespace JcmHub.Cli.Terminal;

/// <summary>
/// Shows on standard error how far a piece of work is: a bar where a person watches, a plain line per step where not.
/// Standard output is for results.
/// </summary>
internal static class ProgressView
{
    /// <summary>Does the work and shows its steps.</summary>
    public static async Task<T> ShowAsync<T>(Func<IProgress<StackStep>, Task<T>> work)
    {
        if (Console.IsErrorRedirected || Environment.GetEnvironmentVariable("TERM") == "dumb")
            return await work(new StepLines());

        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        return await console.Progress()
            .Columns(new SpinnerColumn(), new ProgressBarColumn(), new TaskDescriptionColumn { Alignment = Justify.Left }, new ElapsedTimeColumn())
            .StartAsync(async context =>
            {
                var bar = new StepBar(context.AddTask("Starting"));
                var result = await work(bar);
                bar.Finish();
                return result;
            });
    }

    /// <summary>Says a sentence on standard error.</summary>
    public static void Say(string sentence) => Console.Error.WriteLine(sentence);

    private sealed class StepLines : IProgress<StackStep>
    {
        public void Report(StackStep value) => Console.Error.WriteLine($"[{value.Number}/{value.Of}] {value.Text}");
    }

    private sealed class StepBar(ProgressTask bar) : IProgress<StackStep>
    {
        public void Report(StackStep value)
        {
            bar.MaxValue = value.Of;
            // The step that is told of is only beginning.
            bar.Value = value.Number - 1;
            bar.Description = Markup.Escape(value.Text);
        }

        public void Finish()
        {
            bar.Value = bar.MaxValue;
            bar.Description = "Done";
            bar.StopTask();
        }
    }
}
