using System.Buffers;
using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using JcmHub.Adapters.Files;
using JcmHub.Domain.Methodologies;
using JcmHub.Flows;
using JcmHub.Flows.Computation;

namespace JcmHub.Cli.Commands;

/// <summary><c>jcmhub compute</c>: a monitoring report to whole tonnes per vintage, offline.</summary>
internal static class ComputeCommand
{
    public static Command Create()
    {
        var report = new Argument<FileInfo>("REPORT") { Description = "A monitoring report (JSON)." };
        var methodologies = new Option<DirectoryInfo?>("--methodologies") { Description = "Methodology files to use instead of the hub's own.", HelpName = "DIR" };
        var page = new Option<FileInfo?>("--page") { Description = "Also write the calculation as a page (HTML) to follow with a pocket calculator.", HelpName = "FILE" };
        var json = new Option<bool>("--json") { Description = "One JSON document on standard output and nothing else there." };
        var command = new DescribedCommand("compute", "Compute a monitoring report: whole tonnes per calendar year, exactly as the hub does.",
            """
            The report is checked against its schema, its project and its methodologies; every error is told with its place.
            Nothing is sent anywhere.

            Exit code 0: computed. 1: the report has errors. 2: the call was wrong.

            Examples:
              jcmhub compute report.json
              jcmhub compute report.json --page calculation.html
              jcmhub compute report.json --json --methodologies my-methodologies
            """);
        command.Arguments.Add(report);
        command.Options.Add(methodologies);
        command.Options.Add(page);
        command.Options.Add(json);
        command.Validators.Add(result =>
        {
            if (result.GetValue(methodologies) is { Exists: false } missing)
                result.AddError($"--methodologies: there is no directory {missing}.");
        });
        command.SetAction((call, cancellation) => RunAsync(
            call.GetValue(report)!, call.GetValue(methodologies), call.GetValue(page), call.GetValue(json), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(FileInfo report, DirectoryInfo? methodologies, FileInfo? page, bool json, CancellationToken cancellation)
    {
        ReportComputation computed;
        try
        {
            var rules = RuleBookFiles.Load(Path.Combine(AppContext.BaseDirectory, "schemas"), methodologies?.FullName);
            await using var bytes = Open(report);
            computed = await ReportComputation.ComputeAsync(bytes, _ => Task.FromResult<Stream>(Open(report)), rules, cancellation);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            await Console.Error.WriteLineAsync(fault.Message);
            return ExitCodes.WrongCall;
        }

        if (page is not null && computed.Result is { } result)
            await WritePageAsync(page, result.Trace, cancellation);
        if (json)
            WriteJson(computed.Result, computed.Errors);
        else
            WriteText(report, computed.Result, computed.Errors);
        return computed.Errors.Count == 0 ? ExitCodes.Yes : ExitCodes.No;
    }

    private static FileStream Open(FileInfo report) =>
        new(report.FullName, new FileStreamOptions { BufferSize = 0, Options = FileOptions.SequentialScan });

    private static async Task WritePageAsync(FileInfo page, CalculationTrace trace, CancellationToken cancellation)
    {
        var buffer = new ArrayBufferWriter<byte>();
        trace.WritePage(buffer);
        await File.WriteAllBytesAsync(page.FullName, buffer.WrittenMemory, cancellation);
    }

    private static void WriteText(FileInfo report, ComputationResult? result, IReadOnlyList<Finding> errors)
    {
        foreach (var error in errors)
            Console.WriteLine($"error {error}");
        foreach (var warning in result?.Warnings ?? [])
            Console.WriteLine($"warning {warning}");
        foreach (var vintage in errors.Count == 0 ? result!.Vintages : [])
            Console.WriteLine($"{vintage.Vintage.Year}: {vintage.Tonnes} tCO2eq");
        if (errors.Count > 0)
            Console.WriteLine($"{report.Name} was not computed: {errors.Count} {(errors.Count == 1 ? "error" : "errors")}.");
    }

    private static void WriteJson(ComputationResult? result, IReadOnlyList<Finding> errors)
    {
        using var output = Console.OpenStandardOutput();
        using (var writer = new Utf8JsonWriter(output, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            if (result is not null)
                result.WriteTo(writer);
            else
                NotComputed(errors).WriteTo(writer);
        }

        output.Write("\n"u8);
    }

    /// <summary>The same document where it never came to a computation.</summary>
    private static JsonObject NotComputed(IReadOnlyList<Finding> errors) => new()
    {
        ["vintages"] = new JsonArray(),
        ["errors"] = FindingDocument.Write(errors),
        ["warnings"] = new JsonArray(),
        ["trace"] = null,
    };
}
