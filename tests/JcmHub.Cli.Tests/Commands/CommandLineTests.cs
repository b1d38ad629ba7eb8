using System.Diagnostics;
using JcmHub.Cli.Demo;

namespace JcmHub.Cli.Tests.Commands;

/// <summary>The command as a person calls it: in a process of its own, judged by its exit code and what it prints where.</summary>
public sealed class CommandLineTests
{
    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("demo --no-such-option")]
    [InlineData("demo --port-base many")]
    [InlineData("demo --port-base 60000")]
    [InlineData("demo --port-base -1")]
    [InlineData("up extra")]
    [InlineData("export-journal TH")]
    [InlineData("export-journal Thailand journal.ndjson")]
    [InlineData("verify-journal")]
    public async Task WrongCall_OfAnyKind_AnswersTwoWithASentenceAndTheWayToHelp(string call)
    {
        var (code, output, errors) = await RunAsync(call);

        Assert.Equal(2, code);
        Assert.Empty(output);
        Assert.Contains("--help", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("XX")]
    [InlineData("JP")]
    public async Task ExportJournal_OfNoKnownHost_NamesTheHostsAndWritesNothing(string party)
    {
        var file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid()}.ndjson");

        var (code, output, errors) = await RunAsync($"export-journal {party} {file}");

        Assert.Equal(2, code);
        Assert.Empty(output);
        Assert.Contains($"{party} is no host Party", errors, StringComparison.Ordinal);
        Assert.Contains("TH, ", errors, StringComparison.Ordinal);
        Assert.False(File.Exists(file));
    }

    [Theory]
    [InlineData("jcmhub.runtimeconfig.json")]
    [InlineData("no-such-keys.json")]
    public async Task VerifyRecord_TrustedKeysThatAreNoSet_IsAWrongCall(string keys)
    {
        var (code, output, errors) = await RunAsync($"verify-record {Path.Combine(AppContext.BaseDirectory, "jcmhub.runtimeconfig.json")} --keys {Path.Combine(AppContext.BaseDirectory, keys)}");

        Assert.Equal(2, code);
        Assert.Empty(output);
        Assert.Contains(keys, errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DataThatIsAFile_IsAWrongCall()
    {
        var (code, _, errors) = await RunAsync($"demo --data {Path.Combine(AppContext.BaseDirectory, "jcmhub.dll")}");

        Assert.Equal(2, code);
        Assert.Contains("is a file", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("demo --help", "jcmhub demo --once --json")]
    [InlineData("up --help", "jcmhub up --port-base 1000")]
    [InlineData("validate --help", "jcmhub validate --batch")]
    [InlineData("compute --help", "jcmhub compute report.json")]
    [InlineData("export-journal --help", "jcmhub export-journal")]
    [InlineData("verify-journal --help", "jcmhub verify-journal")]
    [InlineData("verify-record --help", "jcmhub verify-record th.jp.1.json --keys keys.json")]
    [InlineData("--help", "demo")]
    public async Task Help_OfACommand_ShowsExamples(string call, string example)
    {
        var (code, output, _) = await RunAsync(call);

        Assert.Equal(0, code);
        Assert.Contains(example, output, StringComparison.Ordinal);
    }

    [Fact]
    public void Samples_OfTheDemo_NameFilesThatAreThere()
    {
        var samples = Path.Combine(AppContext.BaseDirectory, "samples");

        Assert.All(DemoProject.Load(samples), project =>
        {
            Assert.True(File.Exists(Path.Combine(samples, project.Report)));
            Assert.Equal(project.Project[..2], SampleDecision.Load(Path.Combine(samples, project.Decision)).Party);
        });
    }

    private static async Task<(int Code, string Output, string Errors)> RunAsync(string call)
    {
        using var process = Process.Start(new ProcessStartInfo(
            "dotnet", [Path.Combine(AppContext.BaseDirectory, "jcmhub.dll"), .. call.Split(' ', StringSplitOptions.RemoveEmptyEntries)])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await errors);
    }
}
