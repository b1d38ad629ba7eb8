using System.Globalization;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using JcmHub.Domain.Parties;
using JcmHub.Flows.Issuance;

namespace JcmHub.Adapters.Blobs;

/// <summary>Checkpoints as blobs in the container <c>checkpoints</c>, named by host and padded entry; created once, never replaced.</summary>
public sealed class BlobCheckpoints(BlobServiceClient blobs) : ICheckpoints
{
    /// <summary>The container's name.</summary>
    public const string Container = "checkpoints";

    private readonly BlobContainerClient _container = blobs.GetBlobContainerClient(Container);

    /// <inheritdoc />
    public async Task<(long Entry, byte[] Content)?> FindAsync(PartyId host, long atMost, CancellationToken cancellationToken)
    {
        var last = Name(host, atMost);
        string? newest = null;
        // Names are listed in order, so the last one that is not beyond is the newest.
        await foreach (var blob in _container.GetBlobsAsync(BlobTraits.None, BlobStates.None, $"{host}/", cancellationToken))
        {
            if (string.CompareOrdinal(blob.Name, last) > 0)
                break;
            newest = blob.Name;
        }

        if (newest is null)
            return null;
        var content = await _container.GetBlobClient(newest).DownloadContentAsync(cancellationToken);
        return (long.Parse(newest.AsSpan(newest.IndexOf('/', StringComparison.Ordinal) + 1, 15), NumberStyles.None, CultureInfo.InvariantCulture), content.Value.Content.ToArray());
    }

    /// <inheritdoc />
    public async Task<bool> AddAsync(PartyId host, long entry, Stream content, CancellationToken cancellationToken)
    {
        try
        {
            await _container.GetBlobClient(Name(host, entry)).UploadAsync(
                content, new BlobUploadOptions { Conditions = new BlobRequestConditions { IfNoneMatch = ETag.All } }, cancellationToken);
            return true;
        }
        catch (RequestFailedException exists) when (exists.Status is 409 or 412)
        {
            return false;
        }
    }

    private static string Name(PartyId host, long entry) => string.Create(CultureInfo.InvariantCulture, $"{host}/{entry:D15}.ndjson.gz");
}
