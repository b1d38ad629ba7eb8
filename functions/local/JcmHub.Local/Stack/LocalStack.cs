using System.Runtime.ExceptionServices;
using Azure.Storage.Blobs;
using JcmHub.Adapters.Files;
using JcmHub.Domain.Parties;
using JcmHub.Flows;
using JcmHub.Flows.Exchange;
using JcmHub.Flows.Intake.Uploads;
using JcmHub.Local.Access;
using JcmHub.Local.Broker;
using JcmHub.Local.Functions;
using JcmHub.Local.Registries;
using JcmHub.Local.Storage;

namespace JcmHub.Local.Stack;

/// <summary>
/// The whole hub on one machine: storage, broker, simulated registries, functions, started in that order and stopped in
/// the other (D2, D15). Broker and registries run in this process, storage and functions as children on life lines: if we
/// are killed, they end by themselves, and a new stack on the same data directory waits for that and goes on.
/// </summary>
public sealed class LocalStack : IAsyncDisposable
{
    private const string BrokerKeyName = "RootManageSharedAccessKey";
    private const int Steps = 4;

    private readonly LocalStackOptions _options;
    private readonly DataDirectory _data;
    private readonly StackPorts _ports;
    private DataDirectoryLock? _held;
    private StackKeys? _keys;
    private ExchangeKeys? _exchangeKeys;
    private AzuriteServer? _storage;
    private Broker.Broker? _broker;
    private SimulatedRegistries? _registries;
    private FunctionsProcess? _functions;
    private Task<StackException>? _endedByItself;
    private readonly Stack<IAsyncDisposable> _started = new();

    private LocalStack(LocalStackOptions options)
    {
        _options = options;
        _data = new DataDirectory(options.DataDirectory);
        _ports = new StackPorts(options.PortBase);
        Hub = new Uri($"http://127.0.0.1:{_ports.Functions}/api/");
    }

    /// <summary>The hub's HTTP interface, with its route prefix and a slash at the end.</summary>
    public Uri Hub { get; }

    /// <summary>The simulated registries, with a slash at the end.</summary>
    public Uri Registries => _registries!.Address;

    public StackPorts Ports => _ports;

    public DataDirectory Data => _data;

    /// <summary>Issues tokens that the hub accepts.</summary>
    public TokenIssuer Tokens { get; private set; } = null!;

    /// <summary>The storage, for the Azure SDKs.</summary>
    public string StorageConnectionString => _storage!.ConnectionString;

    /// <summary>The broker, for the Azure SDKs.</summary>
    public string ServiceBusConnectionString => _broker!.ConnectionString;

    /// <summary>What stands in for Event Grid between the inbox and its queue.</summary>
    public BlobEvents BlobEvents { get; private set; } = null!;

    /// <summary>What the storage answered since this stack started.</summary>
    public StorageRequests StorageRequests => _storage!.Requests;

    /// <summary>What the broker did since this stack started.</summary>
    public BrokerStatistics QueueOperations => _broker!.Statistics;

    /// <summary>Completes with the sentence to show if a part ends although nobody stopped it; else never.</summary>
    public Task<StackException> EndedByItself => _endedByItself ??= FirstToEndAsync();

    /// <summary>Starts everything, or nothing.</summary>
    /// <exception cref="StackException">Something is missing, taken or broken; the message says what to do.</exception>
    public static async Task<LocalStack> StartAsync(LocalStackOptions options, CancellationToken cancellation)
    {
        var stack = new LocalStack(options);
        try
        {
            await stack.StartAsync(cancellation);
            return stack;
        }
        catch
        {
            await stack.DisposeAsync();
            throw;
        }
    }

    /// <summary>Runs a timer function now, as an operator does who does not want to wait for its hour.</summary>
    public async Task RunTimerAsync(string function, CancellationToken cancellation)
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Hub, $"/admin/functions/{function}"));
        request.Headers.Add("x-functions-key", _keys!.FunctionsMaster);
        using var response = await client.SendAsync(request, cancellation);
        response.EnsureSuccessStatusCode();
    }

    /// <summary>Stops everything in order; what was acknowledged is saved.</summary>
    public async ValueTask DisposeAsync()
    {
        ExceptionDispatchInfo? first = null;
        while (_started.TryPop(out var part))
        {
            try
            {
                await part.DisposeAsync();
            }
            catch (Exception fault)
            {
                // The others are stopped all the same, above all the storage, which would lose what it has not saved.
                first ??= ExceptionDispatchInfo.Capture(fault);
            }
        }

        _keys?.Dispose();
        _exchangeKeys?.Dispose();
        _held?.Dispose();
        first?.Throw();
    }

    /// <summary>Kills the functions where they stand and starts others in their place; everything else runs on.</summary>
    internal async Task KillFunctionsAsync(FunctionsCommand next, CancellationToken cancellation)
    {
        var killed = (FunctionsProcess)_started.Pop();
        System.Diagnostics.Process.GetProcessById(killed.Id).Kill();
        await killed.DisposeAsync();
        _functions = await FunctionsProcess.StartAsync(
            next, new Uri(Hub, "health/live"), FunctionsEnvironment(), _data.FunctionsLog, _options.Time, cancellation);
        _started.Push(_functions);
    }

    private async Task StartAsync(CancellationToken cancellation)
    {
        var (rules, records) = ReadSchemas();
        _data.Create();
        _held = DataDirectoryLock.Take(_data, _ports);
        var patience = _held.LastRunEndedInOrder ? TimeSpan.Zero : PortCheck.PatienceAfterACrash;
        await PortCheck.EnsureFreeAsync(_ports, patience, _options.Time, cancellation);
        _keys = StackKeys.LoadOrCreate(_data);
        Tokens = new TokenIssuer(_keys.IssuerSigningKey, _options.Time, [.. rules.Projects.Select(project => project.Id.ToString()).Order(StringComparer.Ordinal)]);

        await StartStorageAsync(cancellation);
        Report("Starting the broker", 2);
        _broker = await Broker.Broker.StartAsync(new BrokerOptions
        {
            DatabaseFile = _data.BrokerDatabase,
            Queues = QueueDeclaration.Load(Path.Combine(AppContext.BaseDirectory, "queues.json"), rules.EverReachedBy(DeliveryMode.Queue).Select(party => party.Id.Code)),
            Port = _ports.Broker,
            SharedAccessKeyName = BrokerKeyName,
            SharedAccessKey = _keys.Broker,
            Time = _options.Time,
            Log = WriteBrokerLog(),
        }, cancellation);
        _started.Push(_broker);
        BlobEvents = new BlobEvents(StorageConnectionString, IInbox.Container, ServiceBusConnectionString, IUploadQueue.Name, _options.Time);
        _storage!.BlobRequested = BlobEvents.See;
        _started.Push(BlobEvents);
        Report("Starting the simulated registries", 3);
        var descriptions = RegistryDescription.Load(Path.Combine(AppContext.BaseDirectory, "registries.json"));
        _exchangeKeys = ExchangeKeys.LoadOrCreate(_data, descriptions.Select(description => description.Party), _options.Time);
        _registries = await SimulatedRegistries.StartAsync(
            descriptions, _ports.Registries, _data.Registries,
            records, _exchangeKeys.Of, _options.Time, cancellation);
        _started.Push(_registries);
        foreach (var fetcher in Fetchers(rules))
        {
            _started.Push(fetcher);
            fetcher.Start();
        }

        Report("Starting the functions", 4);
        _functions = await FunctionsProcess.StartAsync(
            _options.Functions, new Uri(Hub, "health/live"), FunctionsEnvironment(), _data.FunctionsLog, _options.Time, cancellation);
        _started.Push(_functions);
        await TellAccountsAsync(cancellation);
    }

    /// <summary>Each registry tells the hub which accounts it keeps, as a real one would every day.</summary>
    private async Task TellAccountsAsync(CancellationToken cancellation)
    {
        using var http = new HttpClient();
        // A market keeps no accounts of units.
        foreach (var party in _registries!.Parties.Where(party => PartyId.TryParse(party, out _)))
        {
            using var request = new HttpRequestMessage(HttpMethod.Put, new Uri(Hub, $"registries/{party}/accounts"))
            {
                Content = new ByteArrayContent(await http.GetByteArrayAsync(new Uri(_registries.Address, $"registries/{party}/accounts"), cancellation)),
            };
            request.Content.Headers.ContentType = new("application/json");
            request.Headers.Authorization = new("Bearer", Tokens.Issue("registry", party, TimeSpan.FromMinutes(5)));
            using var response = await http.SendAsync(request, cancellation);
            if (!response.IsSuccessStatusCode)
                throw new StackException($"The hub does not take the accounts of {party}'s registry: {await response.Content.ReadAsStringAsync(cancellation)}");
        }
    }

    private async Task StartStorageAsync(CancellationToken cancellation)
    {
        var azurite = new AzuriteInstallation(_options.ToolsDirectory, _options.Node, _options.Time);
        var installed = await azurite.EnsureAsync(() => Report("Installing the local storage (Azurite, once)", 1), cancellation);
        Report("Starting the storage", 1);
        _storage = await AzuriteServer.StartAsync(
            _options.Node, installed, _data.Azurite, _ports.Blobs, _ports.Tables, _data.StorageLog, _options.Time, cancellation);
        _started.Push(_storage);
    }

    /// <summary>The rule files of the hub and what its registries hold a record against.</summary>
    private (RuleBook Rules, RecordSchema Records) ReadSchemas()
    {
        try
        {
            return (RuleBookFiles.Load(_options.Schemas), RecordSchema.Load(Path.Combine(_options.Schemas, "messages")));
        }
        catch (Exception fault) when (fault is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            throw new StackException($"The rule files cannot be used. {fault.Message}", fault);
        }
    }

    /// <summary>What registries fetch their records with that are not called over HTTP.</summary>
    private IEnumerable<RecordFetcher> Fetchers(RuleBook rules)
    {
        foreach (var (registry, drop) in Fetching(DeliveryMode.Queue))
            yield return new QueueFetcher(Post(registry), ServiceBusConnectionString, drop, _options.Time);
        foreach (var (registry, drop) in Fetching(DeliveryMode.File))
            yield return new FileFetcher(Post(registry), registry, new BlobContainerClient(StorageConnectionString, drop), _options.Time);

        IEnumerable<(SimulatedRegistry Registry, string Drop)> Fetching(DeliveryMode mode) =>
            from party in rules.EverReachedBy(mode)
            let registry = _registries!.Of(party.Id.Code)
            where registry is not null
            select (registry, RecordDrop.NameOf(party.Id));

        ReceiptPost Post(SimulatedRegistry registry) => new(registry, Hub, Tokens, _options.Time);
    }

    private Action<string> WriteBrokerLog()
    {
        var log = TextWriter.Synchronized(LogFile.Open(_data.BrokerLog));
        _started.Push(log);
        return line => log.WriteLine($"{_options.Time.GetUtcNow():O} {line}");
    }

    private Dictionary<string, string> FunctionsEnvironment()
    {
        var environment = new Dictionary<string, string>
        {
            ["LOCAL_FUNCTIONS_URL"] = $"http://127.0.0.1:{_ports.Functions}",
            ["LOCAL_FUNCTIONS_STOP_ON_INPUT_END"] = "true",
            ["LOCAL_FUNCTIONS_STATE"] = _data.Timers,
            ["LOCAL_FUNCTIONS_HOST_KEY"] = _keys!.FunctionsHost,
            ["LOCAL_FUNCTIONS_MASTER_KEY"] = _keys.FunctionsMaster,
            ["Storage"] = _storage!.ConnectionString,
            ["ServiceBus"] = _broker!.ConnectionString,
            ["Access__Issuer"] = TokenIssuer.Issuer,
            ["Access__Audience"] = TokenIssuer.Audience,
            ["Access__KeysFile"] = _keys.KeySetFile,
            ["Schemas"] = _options.Schemas,
            ["Exchange__PublicKeys"] = _exchangeKeys!.PublicKeys,
            ["Exchange__SigningKeyFile"] = _exchangeKeys.HubPrivateKey,
            // Whoever has the storage's key of this machine may drop reports into the inbox.
            ["Inbox__Submitter"] = "local:inbox",
            // A demonstration: methodologies that were not read from the official text are admitted, and every result says so.
            ["Issuance__AdmittedMethodologies"] = "official-text-read,reconstructed,illustrative",
        };
        foreach (var party in _registries!.Parties)
            environment[$"Registries__{party.Replace('-', '_')}__Endpoint"] = new Uri(_registries.Address, $"registries/{party}/").ToString();
        return environment;
    }

    private async Task<StackException> FirstToEndAsync() =>
        await await Task.WhenAny(_functions!.EndedByItself, _storage!.EndedByItself);

    private void Report(string text, int number) =>
        _options.Progress?.Report(new StackStep(text, number, Steps));
}
