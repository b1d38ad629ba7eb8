using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using JcmHub.Flows.Exchange;

namespace JcmHub.Adapters.Tables;

/// <summary>Sealed records in the container <c>sealed-records</c>, which has an immutability policy in Azure; created once either way.</summary>
public sealed class BlobRecordArchive(BlobServiceClient blobs) : IRecordArchive
{
    /// <summary>The container.</summary>
    public const string Container = "sealed-records";

    private readonly BlobContainerClient _container = blobs.GetBlobContainerClient(Container);

    /// <inheritdoc />
    public async Task AddAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        var options = new BlobUploadOptions
        {
            HttpHeaders = new BlobHttpHeaders { ContentType = "application/x-ndjson" },
            Conditions = new BlobRequestConditions { IfNoneMatch = ETag.All },
        };
        try
        {
            await _container.GetBlobClient(name).UploadAsync(BinaryData.FromBytes(content), options, cancellationToken);
        }
        catch (RequestFailedException failure) when (failure.Status is 409 or 412)
        {
            // It was sealed before, by one who died after.
        }
    }
}
