using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using JcmHub.Domain.Ledger;
using JcmHub.Domain.Parties;
using JcmHub.Flows;
using JcmHub.Flows.Exchange;

namespace JcmHub.Adapters.Registries;

/// <summary>
/// Registries that fetch files from a container of their own (<see cref="RecordDrop"/>): one blob a record, created once and never
/// changed, the body as over HTTP, byte for byte, the signature in its metadata. A record is accepted when its blob is there (D5).
/// </summary>
public sealed class FileRegistries(BlobServiceClient blobs, RuleBook rules) : IRegistries
{
    /// <inheritdoc />
    public DeliveryMode Mode => DeliveryMode.File;

    /// <summary>Creates the containers of the Parties that have this mode at any time.</summary>
    public Task PrepareAsync() => Task.WhenAll(rules.EverReachedBy(DeliveryMode.File)
        .Select(party => blobs.GetBlobContainerClient(RecordDrop.NameOf(party.Id)).CreateIfNotExistsAsync()));

    /// <inheritdoc />
    public async Task<Delivery> DeliverAsync(Destination destination, OutboxRecord record, CancellationToken cancellationToken)
    {
        var blob = blobs.GetBlobContainerClient(RecordDrop.NameOf(destination)).GetBlobClient(RecordDrop.FileOf(record.Id));
        var options = new BlobUploadOptions
        {
            HttpHeaders = new BlobHttpHeaders { ContentType = "application/cloudevents+json" },
            Metadata = new Dictionary<string, string> { [RecordDrop.SignatureMetadata] = record.Signature },
            Conditions = new BlobRequestConditions { IfNoneMatch = ETag.All },
        };
        try
        {
            await blob.UploadAsync(BinaryData.FromString(record.Document), options, cancellationToken);
            return Delivery.Accepted;
        }
        catch (RequestFailedException failure) when (failure.Status is 409 or 412)
        {
            return await FoundAsync(blob, record, failure, cancellationToken);
        }
        catch (Exception failure) when (IsOfTheStorage(failure, cancellationToken))
        {
            return Delivery.Failed(failure.Message);
        }
    }

    /// <summary>The answer to the first creation was lost: what is there is this record. Anything else is nothing to go on with.</summary>
    private static async Task<Delivery> FoundAsync(BlobClient blob, OutboxRecord record, RequestFailedException refused, CancellationToken cancellationToken)
    {
        if (refused.ErrorCode != BlobErrorCode.BlobAlreadyExists && refused.ErrorCode != BlobErrorCode.ConditionNotMet)
            return Delivery.Failed(refused.Message);
        try
        {
            var found = (await blob.DownloadContentAsync(cancellationToken)).Value;
            // Where a record lay there before it became void, the file stays as it is, and the receipt will be that record's.
            return Is(record) || (record.InPlaceOf is { } before && Is(before))
                ? Delivery.Accepted
                : Delivery.Failed($"{blob.BlobContainerName}/{blob.Name} is another record than {record.Digest}");

            bool Is(OutboxRecord each) => found.Content.ToString() == each.Document
                && found.Details.Metadata.TryGetValue(RecordDrop.SignatureMetadata, out var signature) && signature == each.Signature;
        }
        catch (Exception failure) when (IsOfTheStorage(failure, cancellationToken))
        {
            return Delivery.Failed(failure.Message);
        }
    }

    private static bool IsOfTheStorage(Exception failure, CancellationToken cancellationToken) =>
        !cancellationToken.IsCancellationRequested && failure is RequestFailedException or AggregateException or IOException or OperationCanceledException;
}
