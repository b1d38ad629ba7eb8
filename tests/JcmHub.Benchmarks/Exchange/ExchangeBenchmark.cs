using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Azure.Data.Tables;
using Azure.Messaging.ServiceBus;
using JcmHub.Adapters.Files;
using JcmHub.Adapters.Signing;
using JcmHub.Adapters.Tables;
using JcmHub.Domain.Ledger;
using JcmHub.Domain.Parties;
using JcmHub.Flows.Exchange;
using JcmHub.Flows.Issuance;
using JcmHub.Flows.Signing;
using JcmHub.Local.Stack;
using JcmHub.Soak.Broker.Shared;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace JcmHub.Benchmarks.Exchange;

/// <summary>
/// Records per second from after the ledger transaction to the recorded receipt: relay, broker, the queue functions with the
/// dispatcher, registries on loopback that sign, and the storage. Beside it, in the same run, what storage, broker and registries
/// give bare for the same requests, one lane a stream.
/// </summary>
internal sealed class ExchangeBenchmark : IAsyncDisposable
{
    private const string Table = "bare";
    private const string BareQueue = "uploads";
    private const int Rounds = 3;

    private static readonly PartyId[] Hosts = [.. new[] { "TH", "VN", "MN", "PH" }.Select(PartyId.Parse)];

    private readonly string _directory = Directory.CreateTempSubdirectory("jcmhub-exchange-benchmark-").FullName;
    private readonly Stack<IAsyncDisposable> _parts = new();
    private readonly Dictionary<StreamId, long> _announced = [];
    private BrokerProcess _broker = null!;
    private RunningHub _hub = null!;
    private RecordStock _stock = null!;
    private BareStorage _bare = null!;

    public static async Task<int> RunAsync(int records)
    {
        await using var benchmark = new ExchangeBenchmark();
        await benchmark.StartAsync();
        StreamId[] one = [new(Hosts[0], Hosts[0])];
        StreamId[] four = [.. Hosts.Select(host => new StreamId(host, host))];
        StreamId[] oneHost = [new(Hosts[0], Hosts[0]), new(Hosts[0], PartyId.Japan), new(Hosts[0], Destination.GxEts)];
        foreach (var streams in (StreamId[][])[four, oneHost])
            await benchmark.DeliverAsync(streams, 40);
        await benchmark.LearnAsync(one[0]);
        foreach (var (what, streams) in new[] { ("one destination", one), ("four destinations of four hosts", four), ("one host's three destinations", oneHost) })
            await benchmark.CompareAsync(what, streams, records);
        return 0;
    }

    public async ValueTask DisposeAsync()
    {
        while (_parts.TryPop(out var part))
            await part.DisposeAsync();
        _broker?.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    private async Task StartAsync()
    {
        var data = new DataDirectory(Path.Combine(_directory, "data"));
        Directory.CreateDirectory(data.Azurite);
        var storage = Started(await StorageSession.OpenAsync(new LocalStackOptions { DataDirectory = data.Root }, default)).ConnectionString;
        _broker = await BrokerProcess.StartAsync(Path.Combine(_directory, "broker.db"), Path.Combine(AppContext.BaseDirectory, "queues.json"));
        Destination[] destinations = [PartyId.Japan, Destination.GxEts, .. Hosts];
        var registries = Started(await SigningRegistries.StartAsync(destinations.Select(destination => destination.Code)));
        var (privateKey, publicKeys) = WriteKeys(registries.Keys);
        var settings = new Dictionary<string, string?>
        {
            ["Storage"] = storage, ["ServiceBus"] = _broker.ConnectionString, ["Exchange:PublicKeys"] = publicKeys, ["Exchange:SigningKeyFile"] = privateKey,
            ["LOCAL_FUNCTIONS_URL"] = "http://127.0.0.1:0", ["Access:Authority"] = "https://none.example", ["Access:Audience"] = "none",
        };
        foreach (var destination in destinations)
            settings[$"Registries:{destination.Code.Replace('-', '_')}:Endpoint"] = registries.Address(destination).ToString();
        _hub = Started(await RunningHub.StartAsync(settings, storage));

        var rows = new TableLedgerRows(new TableServiceClient(storage));
        var signer = new FileRecordSigner(privateKey, KeyFiles.Load(publicKeys));
        _stock = new RecordStock(new Ledger(rows, new Relay(rows, new NoQueue(), new ExchangeSteps()), RuleBookFiles.Load(Path.Combine(Local.Stack.Checkout.Root(AppContext.BaseDirectory), "schemas")), signer, TimeProvider.System, NullLogger<Ledger>.Instance));
        var table = new TableServiceClient(storage).GetTableClient(Table);
        await table.CreateIfNotExistsAsync();
        _bare = new BareStorage(table, rows);
    }

    private T Started<T>(T part)
        where T : IAsyncDisposable
    {
        _parts.Push(part);
        return part;
    }

    private (string Private, string Public) WriteKeys(IEnumerable<VerificationKey> registries)
    {
        using var pair = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var (privateKey, publicKeys) = (Path.Combine(_directory, "hub.pem"), Directory.CreateDirectory(Path.Combine(_directory, "keys")).FullName);
        File.WriteAllText(privateKey, pair.ExportPkcs8PrivateKeyPem());
        foreach (var key in registries.Prepend(VerificationKey.Of(pair, VerificationKey.Hub, new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero))))
            File.WriteAllBytes(Path.Combine(publicKeys, key.Owner + ".json"), key.Write());
        return (privateKey, publicKeys);
    }

    private async Task LearnAsync(StreamId stream) => await _bare.LearnAsync(stream.Host, stream.Destination, _announced[stream]);

    private async Task CompareAsync(string what, StreamId[] streams, int records)
    {
        var (ours, storage, broker, requests) = (new List<TimeSpan>(), new List<TimeSpan>(), new List<TimeSpan>(), new List<decimal>());
        var each = records / streams.Length;
        var all = each * streams.Length;
        for (var round = 0; round < Rounds; round++)
        {
            var lanes = new List<BareStorage.Lane>();
            foreach (var _ in streams)
                lanes.Add(await _bare.PrepareAsync(each));
            storage.Add(await TimeAsync(() => Task.WhenAll(lanes.Select(lane => lane.RunAsync()))));
            await using (var client = new ServiceBusClient(_broker.ConnectionString))
                broker.Add(await TimeAsync(() => BareBroker.RunAsync(client, BareQueue, all)));
            var (time, count) = await DeliverAsync(streams, each);
            ours.Add(time);
            requests.Add((decimal)count / all);
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""
            {what}, {all} records, median of {Rounds}:
              ours    {all / Median(ours).TotalSeconds,7:0} records/s, {requests.Order().ElementAt(Rounds / 2):0.00} storage requests a record
              storage {all / Median(storage).TotalSeconds,7:0} /s bare, ratio {Median(storage) / Median(ours):0.00}
              broker  {all / Median(broker).TotalSeconds,7:0} /s bare, ratio {Median(broker) / Median(ours):0.00}
            """));
    }

    /// <summary>Announces, then relays and waits for the last receipt.</summary>
    private async Task<(TimeSpan Time, long Requests)> DeliverAsync(StreamId[] streams, int each)
    {
        foreach (var stream in streams)
        {
            await _stock.AnnounceAsync(stream.Host, stream.Destination, each);
            _announced[stream] = _announced.GetValueOrDefault(stream) + each;
        }

        var relay = _hub.Services.GetRequiredService<Relay>();
        var receipts = _hub.ReceiptsAsync(each * streams.Length);
        var before = _hub.Requests;
        var time = await TimeAsync(async () =>
        {
            await Task.WhenAll(streams.Select(stream => stream.Host).Distinct().Select(host => relay.RelayAsync(host, default)));
            await receipts;
        });
        return (time, _hub.Requests - before);
    }

    private static async Task<TimeSpan> TimeAsync(Func<Task> work)
    {
        var started = Stopwatch.GetTimestamp();
        await work();
        return Stopwatch.GetElapsedTime(started);
    }

    private static TimeSpan Median(List<TimeSpan> times) => times.Order().ElementAt(times.Count / 2);

    /// <summary>Those who fill the outboxes tell nobody.</summary>
    private sealed class NoQueue : IRecordQueue
    {
        public Task SendAsync(IReadOnlyList<OutboxRecord> records, CancellationToken cancellationToken) => Task.CompletedTask;

        public Task WakeAsync(StreamId stream, DateTimeOffset? at, CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
