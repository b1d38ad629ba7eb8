using System.Globalization;
using JcmHub.Cli.Demo;
using Spectre.Console;

namespace JcmHub.Cli.Terminal;

/// <summary>The demo's result for a person.</summary>
internal static class DemoReport
{
    /// <summary>Writes tables and sentences.</summary>
    public static void Write(IAnsiConsole console, DemoOutcome outcome)
    {
        if (outcome.Projects.Count > 0)
        {
            console.Write(Reductions(outcome));
            console.Write(Units(outcome));
        }

        foreach (var project in outcome.Projects)
        {
            foreach (var adjustment in project.Adjustments)
                Say(console, $"{project.Project}: {adjustment.Party} adds {Tonnes(adjustment.Tonnes)} t of {adjustment.Vintage} back to its emissions balance (corresponding adjustment).");
            Say(console, project.Eligible == 0
                ? $"{project.Project}: nothing is eligible for GX-ETS; governments hold all of it."
                : $"{project.Project}: {Tonnes(project.Eligible)} t are eligible for GX-ETS.");
            Say(console, $"{project.Project}: {project.Receipts.Verified} of {project.Receipts.Verified + project.Receipts.Missing} records are proved with their receipts, by both signatures.");
        }

        SayAssumed(console, outcome.Projects);
        Say(console, outcome.Reconciliation.Differences == 0
            ? "Reconciliation: hub, registries and GX-ETS agree."
            : $"Reconciliation: hub, registries and GX-ETS differ {outcome.Reconciliation.Differences} times.");
        Say(console, $"From upload to last receipt: {outcome.Operations.Storage} storage requests, {outcome.Operations.Queue} queue operations ({outcome.Operations.Looks} looks by the demo among them).");
        if (outcome.AlreadyDone)
            Say(console, "All of this was done before on the same data: nothing was issued twice.");
        foreach (var problem in outcome.Problems ?? [])
            console.MarkupLineInterpolated($"[red]{problem}[/]");
        if (outcome.Ok)
            console.MarkupLine("[green]Everything ended as the decisions say.[/]");
        else
            console.MarkupLine("[red]The demo did not end as it should.[/]");
    }

    // What is said of every project is said once.
    private static void SayAssumed(IAnsiConsole console, IReadOnlyList<DemoOutcome.ProjectOutcome> projects)
    {
        if (projects.Count == 0)
            return;
        Say(console, "");
        Say(console, "What of this is assumed or illustrative:");
        string[] ofAll = [.. projects[0].Assumed.Where(assumed => projects.All(project => project.Assumed.Contains(assumed)))];
        foreach (var assumed in ofAll)
            Say(console, $"  - {assumed}");
        foreach (var project in projects)
        {
            foreach (var assumed in project.Assumed.Except(ofAll))
                Say(console, $"  - {project.Project}: {assumed}");
        }

        Say(console, "");
    }

    private static Table Reductions(DemoOutcome outcome)
    {
        var table = new Table().Title("Emission reductions, t CO2eq").Border(TableBorder.Rounded)
            .AddColumn("Project").AddColumn("Vintage").AddColumn(Right("Tonnes")).AddColumn(Right("Japan")).AddColumn(Right("Partner"));
        foreach (var project in outcome.Projects)
        {
            foreach (var vintage in project.Vintages)
                table.AddRow(project.Project, Plain(vintage.Year), Tonnes(vintage.Tonnes), Tonnes(vintage.Japan), Tonnes(vintage.Partner));
        }

        return table;
    }

    private static Table Units(DemoOutcome outcome)
    {
        var table = new Table().Title("Units in the registries, under their own serials").Border(TableBorder.Rounded)
            .AddColumn("Project").AddColumn("Side").AddColumn("Account").AddColumn("Vintage")
            .AddColumn(Right("First")).AddColumn(Right("Last")).AddColumn(Right("Tonnes"));
        foreach (var project in outcome.Projects)
        {
            var sides = (IEnumerable<(string, IReadOnlyList<DemoOutcome.BlockOutcome>)>)
                [("Japan", project.Blocks.Japan), ("partner", project.Blocks.Partner), ("moved out", project.Blocks.TransferredOut)];
            foreach (var (side, blocks) in sides)
            {
                foreach (var block in blocks)
                    table.AddRow(project.Project, side, block.Account, Plain(block.Vintage), Plain(block.First), Plain(block.Last), Tonnes(block.Tonnes));
            }
        }

        return table;
    }

    private static TableColumn Right(string title) => new TableColumn(title).RightAligned();

    private static string Plain(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Tonnes(long tonnes) => tonnes.ToString("N0", CultureInfo.InvariantCulture);

    private static void Say(IAnsiConsole console, string sentence) => console.WriteLine(sentence);
}
