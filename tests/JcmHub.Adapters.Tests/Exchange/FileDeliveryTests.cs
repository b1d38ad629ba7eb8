using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using JcmHub.Adapters.Registries;
using JcmHub.Domain.Ledger;
using JcmHub.Domain.Parties;
using JcmHub.Flows.Exchange;

namespace JcmHub.Adapters.Tests.Exchange;

/// <summary>Records as files of a container, which stay there.</summary>
public sealed class FileDeliveryTests(StorageFixture storage) : FetchedDeliveryCompliance(storage), IClassFixture<StorageFixture>, IAsyncLifetime
{
    private static readonly string[] Parties = ["AE", "AZ", "BD", "CL", "CR", "ET", "KE", "GE"];
    private readonly BlobServiceClient _blobs = storage.Blobs();
    private readonly FileRegistries _files = new(storage.Blobs(), ExchangeLab.RulesWith(PartyId.Parse("GE")));

    protected override DeliveryMode Mode => DeliveryMode.File;

    private protected override IRegistries Registries => _files;

    public Task InitializeAsync() => Task.WhenAll(Parties.Select(party => ContainerOf(party).CreateIfNotExistsAsync()));

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Deliver_AnotherRecordIsThere_FailsAndLeavesIt()
    {
        var lab = new ExchangeLab(Storage, fetched: _files);
        var host = PartyId.Parse("GE");
        var id = (await lab.AnnounceAsync(host, host, 1))[0];
        var record = (await lab.Ledger.View(host).FirstOutboxAsync(host, default))!;
        await ContainerOf("GE").GetBlobClient(RecordDrop.FileOf(id)).UploadAsync(BinaryData.FromString("{}"));

        var delivery = await _files.DeliverAsync(host, record, default);

        Assert.False(delivery.IsAccepted);
        Assert.Contains("is another record", delivery.Failure, StringComparison.Ordinal);
        Assert.Equal("{}", (await ContainerOf("GE").GetBlobClient("GE/000000000000001.json").DownloadContentAsync()).Value.Content.ToString());
    }

    [Fact]
    public async Task Deliver_NoContainer_FailsAndThrowsNothing()
    {
        var lab = new ExchangeLab(Storage);
        var host = PartyId.Parse("IN");
        await lab.AnnounceAsync(host, host, 1);

        var delivery = await _files.DeliverAsync(host, (await lab.Ledger.View(host).FirstOutboxAsync(host, default))!, default);

        Assert.False(delivery.IsAccepted);
        Assert.NotNull(delivery.Failure);
    }

    private protected override async Task<IReadOnlyList<FetchedRecord>> FetchAsync(PartyId party)
    {
        var fetched = new List<FetchedRecord>();
        await foreach (var blob in ContainerOf(party.Code).GetBlobsAsync(BlobTraits.None, BlobStates.None, $"{party}/", default))
        {
            var content = (await ContainerOf(party.Code).GetBlobClient(blob.Name).DownloadContentAsync()).Value;
            fetched.Add(new FetchedRecord(content.Content.ToArray(), content.Details.ContentType, content.Details.Metadata[RecordDrop.SignatureMetadata]));
        }

        return fetched;
    }

    private BlobContainerClient ContainerOf(string party) => _blobs.GetBlobContainerClient(RecordDrop.NameOf(PartyId.Parse(party)));
}
