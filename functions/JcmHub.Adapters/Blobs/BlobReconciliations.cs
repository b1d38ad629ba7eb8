using System.Globalization;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using JcmHub.Domain.Ledger;
using JcmHub.Flows.Reconciliation;

namespace JcmHub.Adapters.Blobs;

/// <summary>
/// The container <c>reconciliations</c>: <c>results/{date}/{run}.json</c>, created once, the runs of a date in order of their names;
/// <c>snapshots/{date}/{registry}.json</c>, as a registry sent it last.
/// </summary>
public sealed class BlobReconciliations(BlobServiceClient blobs) : IReconciliations
{
    /// <summary>The container.</summary>
    public const string ContainerName = "reconciliations";

    private const string Results = "results/";
    private readonly BlobContainerClient _container = blobs.GetBlobContainerClient(ContainerName);

    /// <inheritdoc />
    public Task AddAsync(DateOnly date, string run, ReadOnlyMemory<byte> result, CancellationToken cancellationToken) =>
        _container.GetBlobClient($"{Results}{Day(date)}/{run}.json").UploadAsync(
            BinaryData.FromBytes(result), Json(new BlobRequestConditions { IfNoneMatch = ETag.All }), cancellationToken);

    /// <inheritdoc />
    public async Task<ReadOnlyMemory<byte>?> FindAsync(DateOnly date, CancellationToken cancellationToken)
    {
        string? last = null;
        await foreach (var blob in _container.GetBlobsAsync(BlobTraits.None, BlobStates.None, $"{Results}{Day(date)}/", cancellationToken))
            last = blob.Name;
        return last is null ? (ReadOnlyMemory<byte>?)null : (await _container.GetBlobClient(last).DownloadContentAsync(cancellationToken)).Value.Content.ToMemory();
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<DateOnly>> DatesAsync(CancellationToken cancellationToken)
    {
        var dates = new List<DateOnly>();
        await foreach (var folder in _container.GetBlobsByHierarchyAsync(BlobTraits.None, BlobStates.None, "/", Results, cancellationToken))
            dates.Add(DateOnly.ParseExact(folder.Prefix[Results.Length..].TrimEnd('/'), "yyyy-MM-dd", CultureInfo.InvariantCulture));
        dates.Reverse();
        return dates;
    }

    /// <inheritdoc />
    public Task PutSnapshotAsync(Destination registry, DateOnly date, ReadOnlyMemory<byte> snapshot, CancellationToken cancellationToken) =>
        Snapshot(registry, date).UploadAsync(BinaryData.FromBytes(snapshot), Json(null), cancellationToken);

    /// <inheritdoc />
    public async Task<ReadOnlyMemory<byte>?> FindSnapshotAsync(Destination registry, DateOnly date, CancellationToken cancellationToken)
    {
        try
        {
            return (await Snapshot(registry, date).DownloadContentAsync(cancellationToken)).Value.Content.ToMemory();
        }
        catch (RequestFailedException missing) when (missing.Status == 404)
        {
            return null;
        }
    }

    private BlobClient Snapshot(Destination registry, DateOnly date) => _container.GetBlobClient($"snapshots/{Day(date)}/{registry}.json");

    private static BlobUploadOptions Json(BlobRequestConditions? conditions) =>
        new() { HttpHeaders = new BlobHttpHeaders { ContentType = "application/json" }, Conditions = conditions };

    private static string Day(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
