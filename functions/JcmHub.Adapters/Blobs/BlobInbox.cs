using System.Runtime.CompilerServices;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Sas;
using JcmHub.Flows.Intake.Uploads;

namespace JcmHub.Adapters.Blobs;

/// <summary>The inbox as a blob container. An outcome says in its metadata of which version (ETag) of the upload it is.</summary>
public sealed class BlobInbox(BlobServiceClient blobs) : IInbox
{
    private const string JudgedVersion = "judged";

    private readonly BlobContainerClient _container = blobs.GetBlobContainerClient(IInbox.Container);

    /// <inheritdoc />
    public async Task<Uri> WriteOnlyAddressAsync(string name, DateTimeOffset expiresAt, CancellationToken cancellationToken)
    {
        var blob = _container.GetBlobClient(name);
        var permission = new BlobSasBuilder(BlobSasPermissions.Create | BlobSasPermissions.Write, expiresAt) { BlobContainerName = IInbox.Container, BlobName = name };
        // Only a client with the account's key can sign by itself: Azurite's. In Azure the account has no shared keys.
        if (blob.CanGenerateSasUri)
            return blob.GenerateSasUri(permission);
        var key = await blobs.GetUserDelegationKeyAsync(new BlobGetUserDelegationKeyOptions(expiresAt), cancellationToken);
        return blob.GenerateUserDelegationSasUri(permission, key.Value);
    }

    /// <inheritdoc />
    public async Task<InboxBlob?> OpenAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            var opened = (await _container.GetBlobClient(name).DownloadStreamingAsync(cancellationToken: cancellationToken)).Value;
            return new InboxBlob(opened.Content, Text(opened.Details.ETag));
        }
        catch (RequestFailedException failure) when (failure.Status == 404)
        {
            return null;
        }
    }

    /// <inheritdoc />
    public async Task<InboxOutcome?> OutcomeAsync(string name, CancellationToken cancellationToken) =>
        await OutcomeAsync(name, isAccepted: true, cancellationToken) ?? await OutcomeAsync(name, isAccepted: false, cancellationToken);

    /// <inheritdoc />
    public async Task WriteOutcomeAsync(string name, InboxOutcome outcome, CancellationToken cancellationToken)
    {
        // First the other one goes: if the process dies in between there is no outcome, and the sweep finds the blob.
        await _container.GetBlobClient(InboxOutcome.NameFor(name, !outcome.IsAccepted)).DeleteIfExistsAsync(cancellationToken: cancellationToken);
        await _container.GetBlobClient(InboxOutcome.NameFor(name, outcome.IsAccepted)).UploadAsync(
            BinaryData.FromBytes(outcome.Document),
            new BlobUploadOptions
            {
                HttpHeaders = new BlobHttpHeaders { ContentType = "application/json" },
                Metadata = new Dictionary<string, string> { [JudgedVersion] = outcome.Version },
            },
            cancellationToken);
    }

    /// <inheritdoc />
    public async IAsyncEnumerable<string> WaitingAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var versions = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var judged = new HashSet<(string Name, string Version)>();
        await foreach (var blob in _container.GetBlobsAsync(new GetBlobsOptions { Traits = BlobTraits.Metadata }, cancellationToken))
        {
            if (!InboxOutcome.IsNameOfOne(blob.Name))
                versions.Add(blob.Name, Text(blob.Properties.ETag!.Value));
            else if (blob.Metadata?.TryGetValue(JudgedVersion, out var version) == true)
                judged.Add((InboxOutcome.BlobOf(blob.Name), version));
        }

        foreach (var (name, version) in versions)
        {
            if (!judged.Contains((name, version)))
                yield return name;
        }
    }

    private async Task<InboxOutcome?> OutcomeAsync(string name, bool isAccepted, CancellationToken cancellationToken)
    {
        try
        {
            var found = (await _container.GetBlobClient(InboxOutcome.NameFor(name, isAccepted)).DownloadContentAsync(cancellationToken)).Value;
            return found.Details.Metadata.TryGetValue(JudgedVersion, out var version)
                ? new InboxOutcome(isAccepted, version, found.Content.ToMemory())
                : null;
        }
        catch (RequestFailedException failure) when (failure.Status == 404)
        {
            return null;
        }
    }

    /// <summary>A header has the ETag in quotation marks, a listing does not.</summary>
    private static string Text(ETag version) => version.ToString().Trim('"');
}
