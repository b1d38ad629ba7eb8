using System.Diagnostics;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using JcmHub.Local.Storage;
using JcmHub.Local.Tests.Support;

namespace JcmHub.Local.Tests.Storage;

public sealed class AzuriteServerTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>, IDisposable
{
    private readonly TemporaryDirectory directory = new();

    private string Data => directory.File("azurite");

    [Fact]
    public async Task DisposeAsync_RightAfterAWrite_SavesIt()
    {
        await using (var first = await StartAsync())
            await WriteAsync(first.ConnectionString);

        await using var second = await StartAsync();
        await AssertWrittenAsync(second.ConnectionString);
    }

    [Fact]
    public async Task StartAsync_WhileTheOneBeforeIsStillSaving_WaitsUntilItIsGone()
    {
        var first = await StartAsync();
        await WriteAsync(first.ConnectionString);

        var ending = first.DisposeAsync();
        await using var second = await StartAsync();

        await AssertWrittenAsync(second.ConnectionString);
        await ending;
    }

    [SkippableFact]
    public async Task StartAsync_AfterTheStackBeforeWasKilled_FindsWhatItWrote()
    {
        Skip.If(OperatingSystem.IsWindows());
        // A stand-in for a stack: starts the wrapper as the stack does, and is killed without a chance to say goodbye.
        const string stack = "mkfifo \"$3/lifeline\"; node \"$1\" \"$2\" \"$3\" 0 0 < \"$3/lifeline\" & exec 3> \"$3/lifeline\"; echo open >&3; exec sleep 600";
        Directory.CreateDirectory(Data);
        using var doomed = Process.Start(new ProcessStartInfo(
            "sh", ["-c", stack, "sh", Path.Combine(AzuriteInstallation.Sources, "storage.js"), azurite.Installation, Data])
        {
            RedirectStandardOutput = true,
        })!;
        try
        {
            string? line;
            while ((line = await doomed.StandardOutput.ReadLineAsync()) is not null && !line.StartsWith("listening", StringComparison.Ordinal))
            {
            }

            var ports = line!.Split(' ');
            await WriteAsync($"DefaultEndpointsProtocol=http;AccountName={AzuriteAccount.Name};AccountKey={AzuriteAccount.Key};BlobEndpoint=http://127.0.0.1:{ports[1]}/{AzuriteAccount.Name};TableEndpoint=http://127.0.0.1:{ports[2]}/{AzuriteAccount.Name};");
        }
        finally
        {
            doomed.Kill();
        }

        await using var next = await StartAsync();

        await AssertWrittenAsync(next.ConnectionString);
    }

    [SkippableFact]
    public async Task EndedByItself_AskedToEndByAnOperator_SavesAndSaysSo()
    {
        Skip.If(OperatingSystem.IsWindows());
        await using (var first = await StartAsync())
        {
            await WriteAsync(first.ConnectionString);
            var holder = await File.ReadAllTextAsync(Directory.GetFiles(Path.Combine(Data, "holders")).Single());
            var process = System.Text.Json.Nodes.JsonNode.Parse(holder)!["process"]!.ToJsonString();
            using var kill = Process.Start("kill", ["-TERM", process]);

            Assert.Contains("ended by itself", (await first.EndedByItself).Message, StringComparison.Ordinal);
        }

        await using var second = await StartAsync();
        await AssertWrittenAsync(second.ConnectionString);
    }

    [Fact]
    public async Task StartAsync_HolderLeftBehindByAMachineThatWentDown_StartsAtOnce()
    {
        var holders = Directory.CreateDirectory(Path.Combine(Data, "holders")).FullName;
        await File.WriteAllTextAsync(Path.Combine(holders, "old.json"), """{"process":1,"port":1,"token":"old"}""");

        await using var server = await StartAsync();

        Assert.False(File.Exists(Path.Combine(holders, "old.json")));
    }

    [Fact]
    public async Task Requests_AfterBlobAndTableCalls_CountsEachOnce()
    {
        await using var server = await StartAsync();
        await WriteAsync(server.ConnectionString);

        // The access log comes through a pipe, so the count follows the answers at a short distance.
        await Eventually.TrueAsync(() => server.Requests == new StorageRequests(Blobs: 2, Tables: 2));
    }

    [Fact]
    public async Task StartAsync_PortTakenInTheMeantime_SaysWhatAzuriteSaid()
    {
        await using var first = await StartAsync();

        var fault = await Assert.ThrowsAsync<JcmHub.Local.Stack.StackException>(() => AzuriteServer.StartAsync(
            new NodeTools(), azurite.Installation, directory.File("other"), first.BlobPort, 0, directory.File("log"),
            TimeProvider.System, CancellationToken.None));

        Assert.Contains("EADDRINUSE", fault.Message, StringComparison.Ordinal);
    }

    public void Dispose() => directory.Dispose();

    private Task<AzuriteServer> StartAsync() => AzuriteServer.StartAsync(
        new NodeTools(), azurite.Installation, Data, 0, 0, directory.File($"{Guid.NewGuid()}.log"), TimeProvider.System, CancellationToken.None);

    private static async Task WriteAsync(string connection)
    {
        var container = new BlobContainerClient(connection, "reports");
        await container.CreateAsync();
        await container.UploadBlobAsync("one", BinaryData.FromString("kept"));
        var table = new TableClient(connection, "ledger");
        await table.CreateAsync();
        await table.AddEntityAsync(new TableEntity("TH", "head") { ["Number"] = 1L });
    }

    private static async Task AssertWrittenAsync(string connection)
    {
        var blob = await new BlobClient(connection, "reports", "one").DownloadContentAsync();
        Assert.Equal("kept", blob.Value.Content.ToString());
        var entity = await new TableClient(connection, "ledger").GetEntityAsync<TableEntity>("TH", "head");
        Assert.Equal(1L, entity.Value["Number"]);
    }
}
