using System.CommandLine;
using System.Text.Json;
using JcmHub.Cli.Terminal;
using JcmHub.JsonSchema;
using JcmHub.JsonSchema.Batch;

namespace JcmHub.Cli.Commands;

/// <summary><c>jcmhub validate</c>: a document against a schema, or many by lines.</summary>
internal static class ValidateCommand
{
    public static Command Create()
    {
        var schema = new Argument<FileInfo?>("SCHEMA") { Description = "A JSON Schema (draft 2020-12).", Arity = ArgumentArity.ZeroOrOne };
        var file = new Argument<FileInfo?>("FILE") { Description = "The document.", Arity = ArgumentArity.ZeroOrOne };
        var batch = new Option<bool>("--batch") { Description = "Lines {\"schema\":…,\"instance\":…} from standard input; a line {\"valid\":…,\"errors\":[…]} for each." };
        var folder = new Option<DirectoryInfo?>("--registry") { Description = "Further schemas, each by its path under http://localhost:1234/ and by its $id.", HelpName = "DIR" };
        var formats = new Option<bool>("--assert-format") { Description = "Formats are checked; without it they are annotations, as the specification has it." };
        var json = new Option<bool>("--json") { Description = "One JSON document on standard output and nothing else there." };
        var command = new DescribedCommand("validate", "Validate a document against a JSON Schema.",
            """
            Every error is told with its place (line, column, JSON Pointer) and a stable code. Nothing is ever fetched: what a
            schema refers to comes from --registry or is one of the specification's own meta-schemas.

            Exit code 0: valid (with --batch: every line was answered). 1: not valid. 2: the call was wrong, a schema included.

            Examples:
              jcmhub validate schemas/reports/monitoring-report-1.0.json report.json
              jcmhub validate schemas/messages/receipt-1.0.json receipt.json --registry schemas/messages --assert-format
              jcmhub validate --batch --registry remotes < cases.jsonl
            """);
        command.Arguments.Add(schema);
        command.Arguments.Add(file);
        command.Options.Add(batch);
        command.Options.Add(folder);
        command.Options.Add(formats);
        command.Options.Add(json);
        command.Validators.Add(result =>
        {
            var given = new[] { result.GetValue(schema), result.GetValue(file) }.Count(argument => argument is not null);
            if (result.GetValue(batch) ? given > 0 : given < 2)
                result.AddError(result.GetValue(batch) ? "--batch takes its schemas and documents from standard input, not from files." : "validate takes a SCHEMA and a FILE, or --batch.");
            if (result.GetValue(folder) is { Exists: false } missing)
                result.AddError($"--registry: there is no directory {missing}.");
        });
        command.SetAction((call, cancellation) => RunAsync(
            call.GetValue(schema), call.GetValue(file), call.GetValue(folder), call.GetValue(formats), call.GetValue(json), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(
        FileInfo? schema, FileInfo? file, DirectoryInfo? folder, bool formats, bool json, CancellationToken cancellation)
    {
        var options = new SchemaOptions { AssertFormat = formats };
        var registry = new SchemaRegistry();
        try
        {
            if (folder is not null)
                SchemaFolder.AddTo(registry, folder.FullName);
            if (schema is null || file is null)
                return await BatchAsync(registry, options, cancellation);
            var compiled = registry.Compile(await File.ReadAllBytesAsync(schema.FullName, cancellation), options);
            await using var document = file.OpenRead();
            return Answer(await compiled.ValidateAsync(document, null, cancellation), file, json);
        }
        catch (SchemaException refused)
        {
            await Console.Error.WriteLineAsync($"The schema cannot be used: {refused.Message} [{refused.Code} at \"{refused.Location}\"]");
            return ExitCodes.WrongCall;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync(fault.Message);
            return ExitCodes.WrongCall;
        }
    }

    private static async Task<int> BatchAsync(SchemaRegistry registry, SchemaOptions options, CancellationToken cancellation)
    {
        await using var input = Console.OpenStandardInput();
        await using var output = Console.OpenStandardOutput();
        await new BatchValidation(registry, options).RunAsync(input, output, cancellation);
        return ExitCodes.Yes;
    }

    private static int Answer(ValidationResult result, FileInfo file, bool json)
    {
        if (json)
        {
            using var output = Console.OpenStandardOutput();
            using (var writer = new Utf8JsonWriter(output, ResultJson.WriterOptions))
                ResultJson.Write(writer, result);
            output.Write("\n"u8);
        }
        else
        {
            foreach (var error in result.Errors)
                Console.WriteLine($"{file.Name}:{error.Line}:{error.Column}: {error.InstanceLocation} {error.Message} [{error.Code}]");
            Console.WriteLine(result.IsValid ? $"{file.Name} is valid." : $"{file.Name} is not valid: {Count(result)}.");
        }

        return result.IsValid ? ExitCodes.Yes : ExitCodes.No;
    }

    private static string Count(ValidationResult result) =>
        (result.ErrorsOmitted ? "more than " : "") + result.Errors.Count.ToString(System.Globalization.CultureInfo.InvariantCulture) + (result.Errors.Count == 1 ? " error" : " errors");
}
