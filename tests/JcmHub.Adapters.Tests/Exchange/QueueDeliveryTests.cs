using Azure.Messaging.ServiceBus;
using JcmHub.Adapters.Registries;
using JcmHub.Domain.Ledger;
using JcmHub.Domain.Parties;
using JcmHub.Flows.Exchange;
using JcmHub.Local.Broker;

namespace JcmHub.Adapters.Tests.Exchange;

/// <summary>Records as messages of a queue, gone when they are settled.</summary>
public sealed class QueueDeliveryTests(StorageFixture storage) : FetchedDeliveryCompliance(storage), IClassFixture<StorageFixture>, IAsyncLifetime
{
    private static readonly string[] Parties = ["AE", "AZ", "BD", "CL", "CR", "ET", "KE"];
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(20);
    private readonly string _directory = Directory.CreateTempSubdirectory("jcmhub-broker-").FullName;
    private Broker _broker = null!;
    private ServiceBusClient _client = null!;
    private QueueRegistries _queues = null!;

    protected override DeliveryMode Mode => DeliveryMode.Queue;

    private protected override IRegistries Registries => _queues;

    public async Task InitializeAsync()
    {
        _broker = await Broker.StartAsync(new BrokerOptions
        {
            DatabaseFile = Path.Combine(_directory, "broker.db"),
            Queues = [.. Parties.Select(party => QueueDeclaration.WithDefaults(RecordDrop.NameOf(PartyId.Parse(party))))],
        });
        _client = new ServiceBusClient(_broker.ConnectionString);
        _queues = new QueueRegistries(_client, Timeout);
    }

    public async Task DisposeAsync()
    {
        await _queues.DisposeAsync();
        await _client.DisposeAsync();
        await _broker.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public async Task Deliver_Record_IsTheMessageThatTheProtocolDescribes()
    {
        var lab = new ExchangeLab(Storage);
        var host = PartyId.Parse("AE");
        await lab.AnnounceAsync(host, PartyId.Parse("AZ"), 1);
        var record = (await lab.Ledger.View(host).FirstOutboxAsync(PartyId.Parse("AZ"), default))!;

        Assert.True((await _queues.DeliverAsync(PartyId.Parse("AZ"), record, default)).IsAccepted);

        await using var receiver = _client.CreateReceiver("to-az");
        var message = await receiver.ReceiveMessageAsync(Timeout);
        Assert.Equal((record.Digest, "AE.AZ.1", record.Signature), (message.MessageId, message.Subject, message.ApplicationProperties["jcm-signature"]));
        await receiver.CompleteMessageAsync(message);
    }

    [Fact]
    public async Task Deliver_NoQueue_FailsAndThrowsNothing()
    {
        var lab = new ExchangeLab(Storage);
        var host = PartyId.Parse("IN");
        await lab.AnnounceAsync(host, host, 1);

        var delivery = await _queues.DeliverAsync(host, (await lab.Ledger.View(host).FirstOutboxAsync(host, default))!, default);

        Assert.False(delivery.IsAccepted);
        Assert.NotNull(delivery.Failure);
    }

    private protected override async Task<IReadOnlyList<FetchedRecord>> FetchAsync(PartyId party)
    {
        await using var receiver = _client.CreateReceiver(RecordDrop.NameOf(party));
        var fetched = new List<FetchedRecord>();
        while (await receiver.ReceiveMessageAsync(TimeSpan.FromMilliseconds(200)) is { } message)
        {
            fetched.Add(new FetchedRecord(message.Body.ToArray(), message.ContentType, (string)message.ApplicationProperties[RecordDrop.SignatureProperty]));
            await receiver.CompleteMessageAsync(message);
        }

        return fetched;
    }
}
