using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using JcmHub.Adapters.Tables;
using JcmHub.Flows;
using JcmHub.Flows.Exchange;
using JcmHub.Flows.Intake;
using JcmHub.Flows.Intake.Uploads;
using JcmHub.Flows.Issuance;
using JcmHub.Flows.Reconciliation;
using JcmHub.Flows.Signing;
using JcmHub.Functions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace JcmHub.Soak.AtRandom;

/// <summary>
/// The hub as its own composition root puts it together, on a real storage; registries, queues, keys and clock are the soak's. A process may
/// die: then another one begins, with nothing but the storage.
/// </summary>
internal sealed class SoakHub : IDisposable
{
    private readonly ServiceCollection _services = [];
    private readonly RequestCount _requests = new();
    private ServiceProvider _process;

    private SoakHub(string connection, string schemas, SoakClock clock, SoakKeys keys, IEnumerable<IRegistries> registries, ISnapshots snapshots)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Storage"] = connection,
            ["Schemas"] = schemas,
            ["ServiceBus"] = "Endpoint=sb://localhost;SharedAccessKeyName=none;SharedAccessKey=bm9uZQ==;UseDevelopmentEmulator=true;",
            ["Exchange:PublicKeys"] = schemas,
            ["Access:Audience"] = "nobody",
            ["Access:Authority"] = "https://nobody.invalid",
        }).Build();
        _services.AddLogging();
        _services.AddHub(configuration);
        _services.AddSingleton<TimeProvider>(clock);
        _services.AddSingleton(Tables(connection));
        _services.AddSingleton(Blobs(connection));
        _services.AddSingleton(_ => keys.Book());
        _services.AddSingleton<IRecordSigner>(keys);
        _services.AddSingleton<IRecordQueue, NoQueue>();
        _services.AddSingleton<IReportQueue, NoQueue>();
        _services.AddSingleton<IUploadQueue, NoQueue>();
        _services.AddSingleton<IDeadLetterQueues, NoQueue>();
        _services.AddSingleton<ILedgerRows>(services => new SoakRows(ActivatorUtilities.CreateInstance<TableLedgerRows>(services), Trouble));
        _services.RemoveAll<IRegistries>();
        foreach (var registry in registries)
            _services.AddSingleton(registry);
        _services.AddSingleton(snapshots);
        _process = _services.BuildServiceProvider();
    }

    /// <summary>What is to go wrong with the ledger's storage.</summary>
    public SoakRows.Trouble Trouble { get; } = new();

    /// <summary>Requests to the storage so far.</summary>
    public long Requests => _requests.Count;

    /// <summary>How many processes died.</summary>
    public int Deaths { get; private set; }

    /// <summary>Begins the first process, on a storage made ready.</summary>
    public static async Task<SoakHub> BeginAsync(
        string connection, string schemas, SoakClock clock, SoakKeys keys, IEnumerable<IRegistries> registries, ISnapshots snapshots)
    {
        var hub = new SoakHub(connection, schemas, clock, keys, registries, snapshots);
        await hub._process.PrepareStorageAsync();
        return hub;
    }

    /// <summary>A flow of the process that runs now.</summary>
    public T Get<T>()
        where T : notnull => _process.GetRequiredService<T>();

    /// <summary>The process is no more; another one begins.</summary>
    public void Restart()
    {
        Deaths++;
        _process.Dispose();
        Trouble.Clear();
        _process = _services.BuildServiceProvider();
    }

    public void Dispose() => _process.Dispose();

    private TableServiceClient Tables(string connection)
    {
        var options = new TableClientOptions();
        options.AddPolicy(_requests, HttpPipelinePosition.PerRetry);
        return new TableServiceClient(connection, options);
    }

    private BlobServiceClient Blobs(string connection)
    {
        var options = new BlobClientOptions();
        options.AddPolicy(_requests, HttpPipelinePosition.PerRetry);
        return new BlobServiceClient(connection, options);
    }

    private sealed class RequestCount : HttpPipelinePolicy
    {
        private long _count;

        public long Count => Interlocked.Read(ref _count);

        public override ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
        {
            Interlocked.Increment(ref _count);
            return ProcessNextAsync(message, pipeline);
        }

        public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
        {
            Interlocked.Increment(ref _count);
            ProcessNext(message, pipeline);
        }
    }

    /// <summary>Messages are only hints (D5): here every one is lost, and the steps wake the streams.</summary>
    private sealed class NoQueue : IRecordQueue, IReportQueue, IUploadQueue, IDeadLetterQueues
    {
        public Task SendAsync(IReadOnlyList<OutboxRecord> records, CancellationToken cancellationToken) => Task.CompletedTask;

        public Task WakeAsync(StreamId stream, DateTimeOffset? at, CancellationToken cancellationToken) => Task.CompletedTask;

        public Task AnnounceAsync(string reportId, CancellationToken cancellationToken) => Task.CompletedTask;

        public Task AnnounceUploadAsync(string name, CancellationToken cancellationToken) => Task.CompletedTask;

        public Task<IReadOnlyList<QueueDeadLetter>> ListAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<QueueDeadLetter>>([]);

        public Task<LetterReplay> ReplayAsync(string id, CancellationToken cancellationToken) => Task.FromResult(LetterReplay.Unknown);
    }
}
