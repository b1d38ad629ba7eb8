using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using JcmHub.Domain.Ledger;
using JcmHub.Domain.Parties;
using JcmHub.Flows.Exchange;

namespace JcmHub.Local.Registries;

/// <summary>
/// Reads the registry's container: of each stream the file of the next number, by its name, for as long as there is one. Which files the
/// hub has the receipt of is kept in the registry's own database; the files stay.
/// </summary>
internal sealed class FileFetcher(ReceiptPost post, SimulatedRegistry registry, BlobContainerClient container, TimeProvider time)
    : RecordFetcher(post, time)
{
    protected override async Task<bool> FetchAsync(ReceiptPost post, CancellationToken cancellation)
    {
        var tookAny = false;
        await foreach (var stream in container.GetBlobsByHierarchyAsync(BlobTraits.None, BlobStates.None, "/", null, cancellation))
        {
            if (!stream.IsPrefix || !PartyId.TryParse(stream.Prefix.TrimEnd('/'), out var host))
                continue;
            // Records may have come another way since: then the next file is behind them.
            tookAny |= await TakeAsync(post, host, await registry.AcknowledgedAsync(host.Code, cancellation) + 1, cancellation)
                || await TakeAsync(post, host, await registry.NextAsync(host.Code, cancellation), cancellation);
        }

        return tookAny;
    }

    protected override bool IsPassing(Exception failure) => failure is RequestFailedException or AggregateException or IOException;

    protected override ValueTask CloseAsync() => ValueTask.CompletedTask;

    private async Task<bool> TakeAsync(ReceiptPost post, PartyId host, long number, CancellationToken cancellation)
    {
        var next = new RecordId(host, Destination.Parse(registry.Party), number);
        try
        {
            var file = (await container.GetBlobClient(RecordDrop.FileOf(next)).DownloadContentAsync(cancellation)).Value;
            file.Details.Metadata.TryGetValue(RecordDrop.SignatureMetadata, out var signature);
            if (!await post.TakeAsync(file.Content.ToMemory(), signature, cancellation))
                return false;
            await registry.NoteAcknowledgedAsync(host.Code, next.Number, cancellation);
            return true;
        }
        catch (RequestFailedException none) when (none.Status == 404)
        {
            return false;
        }
    }
}
