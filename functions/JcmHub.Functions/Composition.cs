using Azure.Core;
using Azure.Data.Tables;
using Azure.Identity;
using Azure.Messaging.ServiceBus;
using Azure.Storage.Blobs;
using JcmHub.Adapters.Blobs;
using JcmHub.Adapters.Files;
using JcmHub.Adapters.Messaging;
using JcmHub.Adapters.Registries;
using JcmHub.Adapters.Signing;
using JcmHub.Adapters.Tables;
using JcmHub.Domain.Ledger;
using JcmHub.Domain.Projects;
using JcmHub.Flows;
using JcmHub.Flows.Article6;
using JcmHub.Flows.Computation;
using JcmHub.Flows.Corrections;
using JcmHub.Flows.Decisions;
using JcmHub.Flows.Exchange;
using JcmHub.Flows.GxEts;
using JcmHub.Flows.Intake;
using JcmHub.Flows.Intake.Uploads;
using JcmHub.Flows.Issuance;
using JcmHub.Flows.Operations;
using JcmHub.Flows.Reconciliation;
using JcmHub.Flows.Repairs;
using JcmHub.Flows.Signing;
using JcmHub.Flows.UnitOperations;
using JcmHub.Functions.Access;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace JcmHub.Functions;

/// <summary>The composition root: which adapter stands behind which port, by configuration.</summary>
internal static class Composition
{
    /// <summary>A large registry's snapshot takes its time.</summary>
    private static readonly TimeSpan SnapshotTimeout = TimeSpan.FromMinutes(2);

    /// <summary>Longer than a slow registry, shorter than a message's lock of one minute.</summary>
    internal static readonly TimeSpan RegistryTimeout = TimeSpan.FromSeconds(20);

    public static void AddHub(this IServiceCollection services, IConfiguration configuration)
    {
        services.Configure<KestrelServerOptions>(options => options.Limits.MaxRequestBodySize = SubmitReport.MaximumBytes + 1);
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(RuleBookFiles.Load(configuration["Schemas"] ?? Path.Combine(AppContext.BaseDirectory, "schemas")));
        services.AddSingleton(provider => new DeliveryRules(
            provider.GetRequiredService<RuleBook>(), configuration.GetValue("Exchange:UnreceiptedRecords", DeliveryRules.LargestWindow)));
        services.AddSingleton(AccessTokens.From(configuration.GetSection("Access")));
        services.AddSingleton(configuration["Issuance:AdmittedMethodologies"] is { Length: > 0 } admitted
            ? new IssuancePolicy(admitted.Split(','))
            : IssuancePolicy.Default);
        services.AddSingleton(provider => InboxPolicy(configuration.GetSection("Inbox"), provider.GetRequiredService<RuleBook>()));
        AddAdapters(services, configuration);
        AddFlows(services);
    }

    /// <summary>Creates tables and containers that are not there yet.</summary>
    public static async Task PrepareStorageAsync(this IServiceProvider services)
    {
        var tables = services.GetRequiredService<TableServiceClient>();
        var blobs = services.GetRequiredService<BlobServiceClient>();
        await Task.WhenAll(
            tables.CreateTableIfNotExistsAsync(TableLedgerRows.TableName),
            tables.CreateTableIfNotExistsAsync(TableAccounts.TableName),
            tables.CreateTableIfNotExistsAsync(TableReports.TableName),
            blobs.GetBlobContainerClient(BlobCheckpoints.Container).CreateIfNotExistsAsync(),
            blobs.GetBlobContainerClient(TableReports.RawContainer).CreateIfNotExistsAsync(),
            blobs.GetBlobContainerClient(BlobRecordArchive.Container).CreateIfNotExistsAsync(),
            blobs.GetBlobContainerClient(TableReports.TraceContainer).CreateIfNotExistsAsync(),
            blobs.GetBlobContainerClient(IInbox.Container).CreateIfNotExistsAsync(),
            blobs.GetBlobContainerClient(TableReports.DocumentContainer).CreateIfNotExistsAsync(),
            blobs.GetBlobContainerClient(BlobReconciliations.ContainerName).CreateIfNotExistsAsync(),
            services.GetRequiredService<FileRegistries>().PrepareAsync());
    }

    private static void AddAdapters(IServiceCollection services, IConfiguration configuration)
    {
        var credential = new Lazy<TokenCredential>(() => Credential(configuration));
        services.AddSingleton(configuration["Storage"] is { Length: > 0 } storage
            ? new TableServiceClient(storage)
            : new TableServiceClient(Address(configuration, "Storage:tableServiceUri"), credential.Value));
        services.AddSingleton(configuration["Storage"] is { Length: > 0 } blobs
            ? new BlobServiceClient(blobs)
            : new BlobServiceClient(Address(configuration, "Storage:blobServiceUri"), credential.Value));
        services.AddSingleton(configuration["ServiceBus"] is { Length: > 0 } connection
            ? new ServiceBusClient(connection)
            : new ServiceBusClient(Required(configuration, "ServiceBus:fullyQualifiedNamespace"), credential.Value));
        services.AddSingleton<ServiceBusQueues>();
        services.AddSingleton<IReportQueue>(provider => provider.GetRequiredService<ServiceBusQueues>());
        services.AddSingleton<IUploadQueue>(provider => provider.GetRequiredService<ServiceBusQueues>());
        services.AddSingleton<IRecordQueue>(provider => provider.GetRequiredService<ServiceBusQueues>());
        services.AddSingleton(_ => KeyFiles.Load(Required(configuration, "Exchange:PublicKeys")));
        services.AddSingleton<IRecordSigner>(provider => Signer(configuration, provider.GetRequiredService<KeyBook>(), credential));
        services.AddSingleton<IRecordArchive, BlobRecordArchive>();
        services.AddSingleton<IDeadLetterQueues, ServiceBusDeadLetters>();
        services.AddSingleton<ILedgerRows, TableLedgerRows>();
        services.AddSingleton<IAccounts, TableAccounts>();
        services.AddSingleton<ICheckpoints, BlobCheckpoints>();
        services.AddSingleton<IDestinationPauses, TableDestinationPauses>();
        services.AddSingleton<IReports, TableReports>();
        services.AddSingleton<IInbox, BlobInbox>();
        services.AddSingleton<IUploadRequests, TableUploadRequests>();
        services.AddSingleton<IReconciliations, BlobReconciliations>();
        services.AddSingleton<ISnapshots>(new HttpSnapshots(new HttpClient { Timeout = SnapshotTimeout }, RegistryAddresses(configuration)));
        services.AddSingleton<IRegistries>(new HttpRegistries(new HttpClient { Timeout = RegistryTimeout }, RegistryAddresses(configuration)));
        services.AddSingleton<IRegistries>(provider => new QueueRegistries(provider.GetRequiredService<ServiceBusClient>(), RegistryTimeout));
        services.AddSingleton(provider => new FileRegistries(provider.GetRequiredService<BlobServiceClient>(), provider.GetRequiredService<RuleBook>()));
        services.AddSingleton<IRegistries>(provider => provider.GetRequiredService<FileRegistries>());
    }

    private static void AddFlows(IServiceCollection services) => services
        .AddSingleton<Ledger>()
        .AddSingleton<LedgerCuts>()
        .AddSingleton<Relay>()
        .AddSingleton<SubmitReport>()
        .AddSingleton<AskForUpload>()
        .AddSingleton<ReadUpload>()
        .AddSingleton<TakeUpload>()
        .AddSingleton<SweepInbox>()
        .AddSingleton<ReadReport>()
        .AddSingleton<ComputeReport>()
        .AddSingleton<VerifyReport>()
        .AddSingleton<AnswerFindings>()
        .AddSingleton<RequestIssuance>()
        .AddSingleton<CheckCompleteness>()
        .AddSingleton<WithdrawReport>()
        .AddSingleton<AttachDocument>()
        .AddSingleton<RecipientAccounts>()
        .AddSingleton<ReviewDecision>()
        .AddSingleton<NotifyDecision>()
        .AddSingleton<DecideTogether>()
        .AddSingleton<ReadDecision>()
        .AddSingleton<ApproveTransfer>()
        .AddSingleton<AskForRest>()
        .AddSingleton<AuthorizeUnits>()
        .AddSingleton<ReadCredits>()
        .AddSingleton<PublicLists>()
        .AddSingleton<ReadRecord>()
        .AddSingleton<RecordProof>()
        .AddSingleton<Acknowledge>()
        .AddSingleton<DeadLetters>()
        .AddSingleton<OverdueReceipts>()
        .AddSingleton<SealRecords>()
        .AddSingleton<ReadBalance>()
        .AddSingleton<AdvanceAdjustment>()
        .AddSingleton<ReadEligibleCredits>()
        .AddSingleton<ExplainEligibility>()
        .AddSingleton<Reconcile>()
        .AddSingleton<DisputedUnits>()
        .AddSingleton<ReadJournal>()
        .AddSingleton<RepairJournal>()
        .AddSingleton<ReadReconciliations>()
        .AddSingleton<ReceiveSnapshot>()
        .AddSingleton<ICauseBooking, IssuanceBooking>()
        .AddSingleton<SynchroniseAccounts>()
        .AddSingleton<ClaimUnits>()
        .AddSingleton<RequestOperation>()
        .AddSingleton<DecideCorrection>()
        .AddSingleton<TellMarket>()
        .AddSingleton<ICauseBooking, MarketListBooking>()
        .AddSingleton<ApproveOperation>()
        .AddSingleton<ReadCorrections>()
        .AddSingleton<ICauseBooking, CorrectionBooking>()
        .AddSingleton<OperationParts>()
        .AddSingleton<ICauseBooking, OperationBooking>()
        .AddSingleton<ExchangeSteps>(_ => new ExchangeSteps())
        .AddSingleton<StreamLeases>()
        .AddSingleton<DestinationGate>()
        .AddSingleton<KeyRing>()
        .AddSingleton<DistrustKey>()
        .AddSingleton<PublishKeys>()
        .AddSingleton<ReceiptCheck>()
        .AddSingleton<VoidRecords>()
        .AddSingleton<DeliverRecord>()
        .AddSingleton<BookReceipt>()
        .AddSingleton<WakeStreams>()
        .AddSingleton<DispatchStream>()
        .AddSingleton<KeepCheckpoints>()
        .AddSingleton<Sweep>();

    /// <summary>The hub's private key: a vault's in Azure, a file's on one machine.</summary>
    private static IRecordSigner Signer(IConfiguration configuration, KeyBook keys, Lazy<TokenCredential> credential)
    {
        if (configuration["Exchange:SigningKeyFile"] is { Length: > 0 } file)
            return new FileRecordSigner(file, keys);
        var keyId = Required(configuration, "Exchange:SigningKeyId");
        return new KeyVaultRecordSigner(new HttpClient(), credential.Value, Address(configuration, "Exchange:SigningKeyVaultKey"),
            keys.Find(keyId) ?? throw new InvalidOperationException($"The key {keyId} is not among the public keys."));
    }

    /// <summary>Dropped files are taken where a submitter is configured, for the projects named, or for all where none is.</summary>
    private static InboxPolicy InboxPolicy(IConfiguration settings, RuleBook rules) => new(
        settings["Submitter"],
        (settings["Projects"] is { Length: > 0 } named ? named.Split(',').Select(ProjectId.Parse) : rules.Projects.Select(project => project.Id)).ToHashSet());

    /// <summary>In Azure the one managed identity of the app; explicit, so that no developer's login is tried there.</summary>
    private static ManagedIdentityCredential Credential(IConfiguration configuration) =>
        new(configuration["ManagedIdentity:clientId"] is { Length: > 0 } clientId
            ? ManagedIdentityId.FromUserAssignedClientId(clientId)
            : ManagedIdentityId.SystemAssigned);

    /// <summary>GX-ETS is configured as GX_ETS: names of settings know no hyphens on Linux.</summary>
    private static Dictionary<Destination, Uri> RegistryAddresses(IConfiguration configuration) =>
        configuration.GetSection("Registries").GetChildren()
            .ToDictionary(registry => Destination.Parse(registry.Key.Replace('_', '-')), registry => new Uri(registry["Endpoint"]!));

    private static Uri Address(IConfiguration configuration, string name) => new(Required(configuration, name));

    private static string Required(IConfiguration configuration, string name) =>
        configuration[name] ?? throw new InvalidOperationException($"The setting {name} is missing.");
}
