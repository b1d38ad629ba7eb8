using System.Diagnostics;
using System.Security.Cryptography;
using JcmHub.Cli.Demo;
using JcmHub.Domain.Ledger;
using JcmHub.Domain.Ledger.Journal;
using JcmHub.Domain.Parties;
using JcmHub.Flows;
using JcmHub.Flows.Issuance;
using JcmHub.Flows.Signing;

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
    [InlineData("verify-journal journal.ndjson --key hub-1")]
    [InlineData("verify-journal journal.ndjson --unsigned --key R0KVleMbE87fZIr-_oC8-R6oDPDgDIV8AQIb5kJdbDQ")]
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
    public async Task VerifyJournal_EndOfTheFile_IsSignedAsAskedForOrMeantToBeUnsigned()
    {
        using var pair = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var key = VerificationKey.Of(pair, VerificationKey.Hub, DateTimeOffset.UnixEpoch);
        var other = VerificationKey.Of(ECDsa.Create(ECCurve.NamedCurves.nistP256), VerificationKey.Hub, default).KeyId;
        var (signed, unsigned) = (await JournalAsync(key, new FileSigner(pair, key)), await JournalAsync(key, null));

        Assert.Equal(0, (await RunAsync($"verify-journal {signed}")).Code);
        Assert.Equal(0, (await RunAsync($"verify-journal {signed} --key {key.KeyId}")).Code);
        Assert.Equal(0, (await RunAsync($"verify-journal {unsigned} --unsigned")).Code);
        await FailsAsync($"verify-journal {signed} --key {other}", "journal-other-key");
        await FailsAsync($"verify-journal {unsigned}", "journal-unsigned");
        await FailsAsync($"verify-journal {unsigned} --key {key.KeyId}", "journal-unsigned");
        File.Delete(signed);
        File.Delete(unsigned);

        static async Task FailsAsync(string call, string failure)
        {
            var (code, output, _) = await RunAsync(call);
            Assert.Equal(1, code);
            Assert.Contains(failure, output, StringComparison.Ordinal);
        }
    }

    /// <summary>A journal of one entry, which enters the hub's key.</summary>
    private static async Task<string> JournalAsync(VerificationKey key, IRecordSigner? signer)
    {
        var host = PartyId.Parse("TH");
        var line = JournalLine.Write(new JournalEntry
        {
            Host = host, Number = 1, Time = DateTimeOffset.UnixEpoch, Author = new Author("hub", "hub", null), Command = $"key-{key.KeyId}", InputHash = ContentHash.Of(key.Write()),
            Facts = [], Change = new LedgerChange(), PreviousHash = "",
        });
        var closing = new JournalClosing(host, new JournalHead(1, line.Hash), DateTimeOffset.UnixEpoch, signer?.Key);
        var file = Path.GetTempFileName();
        var end = await closing.WriteAsync(signer, default);
        await File.WriteAllBytesAsync(file, [.. line.Utf8.Span, (byte)'\n', .. end]);
        return file;
    }

    private sealed class FileSigner(ECDsa pair, VerificationKey key) : IRecordSigner
    {
        public VerificationKey Key => key;

        public Task<string> SignAsync(ReadOnlyMemory<byte> canonical, CancellationToken cancellationToken) =>
            Task.FromResult(DetachedSignature.Sign(pair, key.KeyId, canonical.Span));
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
