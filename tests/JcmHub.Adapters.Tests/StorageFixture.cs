using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using JcmHub.Adapters.Blobs;
using JcmHub.Adapters.Tables;
using JcmHub.Local.Stack;
using JcmHub.Local.Storage;

namespace JcmHub.Adapters.Tests;

/// <summary>A storage of one test class' own: Azurite on free ports, in a directory that goes with it. So no test meets another class's ledgers.</summary>
public sealed class StorageFixture : IAsyncLifetime
{
    private readonly string _directory = Directory.CreateTempSubdirectory("jcmhub-storage-").FullName;
    private AzuriteServer _storage = null!;

    public async Task InitializeAsync()
    {
        var node = new NodeTools();
        var installed = await new AzuriteInstallation(Checkout.ToolsDirectory, node, TimeProvider.System).EnsureAsync(() => { }, default);
        _storage = await AzuriteServer.StartAsync(
            node, installed, _directory, 0, 0, Path.Combine(_directory, "access.log"), TimeProvider.System, default);
        await Tables().CreateTableIfNotExistsAsync(TableLedgerRows.TableName);
        await Tables().CreateTableIfNotExistsAsync(TableReports.TableName);
        await Tables().CreateTableIfNotExistsAsync(TableAccounts.TableName);
        await Blobs().GetBlobContainerClient(BlobCheckpoints.Container).CreateIfNotExistsAsync();
        await Blobs().GetBlobContainerClient(TableReports.RawContainer).CreateIfNotExistsAsync();
        await Blobs().GetBlobContainerClient(BlobReconciliations.ContainerName).CreateIfNotExistsAsync();
        await Blobs().GetBlobContainerClient(BlobRecordArchive.Container).CreateIfNotExistsAsync();
        await Blobs().GetBlobContainerClient(TableReports.TraceContainer).CreateIfNotExistsAsync();
        await Blobs().GetBlobContainerClient(TableReports.DocumentContainer).CreateIfNotExistsAsync();
    }

    public async Task DisposeAsync()
    {
        await _storage.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    /// <summary>A client of the tables, with a policy of the test's own on the way.</summary>
    internal TableServiceClient Tables(HttpPipelinePolicy? policy = null, HttpPipelinePosition position = HttpPipelinePosition.PerCall)
    {
        var options = new TableClientOptions();
        options.Retry.Delay = TimeSpan.FromMilliseconds(10);
        if (policy is not null)
            options.AddPolicy(policy, position);
        return new TableServiceClient(_storage.ConnectionString, options);
    }

    internal BlobServiceClient Blobs() => new(_storage.ConnectionString);
}
