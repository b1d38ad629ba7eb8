using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Azure.Core;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using JcmHub.Adapters.Tables;
using JcmHub.Domain.Calendar;
using JcmHub.Domain.Ledger;
using JcmHub.Domain.Parties;
using JcmHub.Domain.Projects;
using JcmHub.Flows;
using JcmHub.Flows.Exchange;
using JcmHub.Flows.Issuance;
using JcmHub.Flows.Signing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace JcmHub.Adapters.Tests.Exchange;

/// <summary>
/// Exchange on a real storage, with registries that the test rules and hints that the test delivers, loses, doubles or reorders.
/// Several instances may share one storage, as functions scaled out do.
/// </summary>
internal sealed class ExchangeLab
{
    /// <summary>Whose key of the registry of Tanzania is no longer valid.</summary>
    public const string Expired = "TZ of old";

    private readonly BlobContainerClient _sealed;
    private static readonly RuleBook Rules = RuleFiles.Rules;

    public ExchangeLab(
        StorageFixture storage, ShiftedTime? time = null, FencedRegistries? registries = null, HttpPipelineCount? count = null,
        IRegistries? fetched = null, int window = DeliveryRules.LargestWindow, RuleBook? rules = null, Func<ILedgerRows, ILedgerRows>? between = null, string? hubKey = null,
        ICauseBooking? cause = null)
    {
        rules ??= Rules;
        var hub = new TestKeys(hubKey ?? VerificationKey.Hub);
        Time = time ?? new ShiftedTime();
        Registries = registries ?? new FencedRegistries();
        Rows = new TableLedgerRows(storage.Tables(count, HttpPipelinePosition.PerRetry));
        Rows = between?.Invoke(Rows) ?? Rows;
        var steps = new ExchangeSteps();
        Relay = new Relay(Rows, Hints, steps);
        Ledger = new Ledger(Rows, Relay, rules, hub, Time, NullLogger<Ledger>.Instance);
        Gate = new DestinationGate(new TableDestinationPauses(storage.Tables(count, HttpPipelinePosition.PerRetry)), Time);
        var known = new KeyBook([hub.Key, TestKeys.Of(Expired) with { Owner = "TZ", NotAfter = new DateTimeOffset(2020, 2, 1, 0, 0, 0, TimeSpan.Zero) }, .. Rules.Hosts.Select(host => TestKeys.Of(host.Id.Code)), TestKeys.Of("JP"), TestKeys.Of("GX-ETS")]);
        Keys = new KeyRing(Ledger, known);
        Distrust = new DistrustKey(Rules, known, Keys);
        Publish = new PublishKeys(Rules, known, Keys, Ledger, Time);
        Check = new ReceiptCheck(rules, Keys, Time);
        Proof = new RecordProof(Ledger, Keys);
        Read = new ReadRecord(Ledger);
        _sealed = storage.Blobs().GetBlobContainerClient(BlobRecordArchive.Container);
        Seal = new SealRecords(rules, Ledger, Rows, Proof, new BlobRecordArchive(storage.Blobs()), TestKeys.Hub, Time);
        var deliveries = new DeliveryRules(rules, window);
        var leases = new StreamLeases(Rows, deliveries, Time);
        var wake = new WakeStreams(rules, Ledger, Hints, Gate);
        ICauseBooking[] causes = [cause ?? new BooksNothing(this)];
        var book = new BookReceipt(Ledger, leases, deliveries, causes, Hints, steps);
        Acknowledge = new Acknowledge(rules, Ledger, Check, book, Read);
        IRegistries[] modes = fetched is null ? [Registries] : [Registries, fetched];
        Dispatch = new DispatchStream(leases, Gate, deliveries, new VoidRecords(rules, Ledger, NullLogger<VoidRecords>.Instance), new DeliverRecord(deliveries, modes, Check, steps, Time),
            book, wake, Hints, steps, Time, new Lines(Log));
        Letters = new DeadLetters(rules, Ledger, causes, new OverdueReceipts(rules, Ledger, Time), leases, Hints, new NoDeadLetters());
        Wake = wake;
    }

    public ShiftedTime Time { get; }

    public FencedRegistries Registries { get; }

    public HintList Hints { get; } = new();

    /// <summary>What the dispatcher logged.</summary>
    public ConcurrentQueue<string> Log { get; } = new();

    /// <summary>Whether no receipt fits its record: its day is before any on which the record rests.</summary>
    public bool Mismatch { get; set; }

    public ILedgerRows Rows { get; }

    public Relay Relay { get; }

    public Ledger Ledger { get; }

    public KeyRing Keys { get; }

    public DistrustKey Distrust { get; }

    public PublishKeys Publish { get; }

    public ReceiptCheck Check { get; }

    public RecordProof Proof { get; }

    public ReadRecord Read { get; }

    public Acknowledge Acknowledge { get; }

    public SealRecords Seal { get; }

    public DeadLetters Letters { get; }

    public DestinationGate Gate { get; }

    public DispatchStream Dispatch { get; }

    public WakeStreams Wake { get; }

    /// <summary>The rules as they are, but that a Party has these rules of delivery.</summary>
    public static RuleBook RulesWith(PartyId changed, params DatedRule<DeliveryMode>[] deliveries) => new(
        Rules.Projects, Rules.Hosts.Append(Rules.Japan).Select(party => party.Id == changed ? party with { Deliveries = deliveries } : party),
        [], [], Rules.GxEts, Rules.Schemas);

    /// <summary>Commits an entry that announces records to a destination.</summary>
    public async Task<RecordId[]> AnnounceAsync(PartyId host, Destination destination, int count, RecordCause? cause = null)
    {
        var ids = new List<RecordId>();
        var command = Guid.NewGuid().ToString("N");
        var answer = await Ledger.CommitAsync<string>(host, new Author("lab", "operator", null), (_, entry) =>
        {
            ids.Clear();
            for (var i = 0; i < count; i++)
                ids.Add(entry.Announce(destination, RecordKind.Issuance, cause is { } given ? Content(host) with { Cause = given } : Content(host), []).Id);
            return Task.FromResult(new LedgerStep<string> { Answer = "announced", CommandId = command, InputHash = command });
        }, default);
        Assert.False(answer.IsRefused, answer.Refusal?.Detail);
        return [.. ids];
    }

    /// <summary>Gives a record on its way the form of one that an earlier hub wrote and signed, and that breaks today's schema.</summary>
    public async Task SpoilAsync(RecordId id)
    {
        var (row, record) = (await Ledger.View(id.Host).FindAsync<OutboxRecord>(LedgerKeys.Outbox(id), default))!.Value;
        using var document = JsonDocument.Parse(record.Document.Replace("\"1.0\"", "\"0.3\"", StringComparison.Ordinal));
        var canonical = CanonicalJson.Canonicalize(document.RootElement);
        var spoilt = record with
        {
            Document = Encoding.UTF8.GetString(canonical), Digest = CanonicalJson.Digest(canonical), Signature = TestKeys.Sign(VerificationKey.Hub, canonical),
        };
        Assert.NotEqual(record.Document, spoilt.Document);
        await Rows.CommitAsync(id.Host, [RowWrite.Replace(row, LedgerKeys.Outbox(id), LedgerJson.Write(spoilt))], default);
    }

    /// <summary>The net, once: as the timer does every minute.</summary>
    public async Task SweepAsync(params PartyId[] hosts)
    {
        await Gate.RefreshAsync(default);
        foreach (var host in hosts)
        {
            await Relay.RelayAsync(host, default);
            await Wake.OfAsync(host, default);
        }
    }

    /// <summary>Delivers every hint that there is, those that come meanwhile too.</summary>
    public async Task DrainAsync()
    {
        while (Hints.Take() is { } hint)
            await Dispatch.DispatchAsync(hint, default);
    }

    public async Task<StreamCursor> CursorAsync(PartyId host, Destination destination) =>
        (await Ledger.View(host).FindAsync<StreamCursor>(LedgerKeys.Cursor(destination), default))?.Value ?? StreamCursor.Start;

    /// <summary>The sealed blobs of a host.</summary>
    public async IAsyncEnumerable<string> SealedAsync(PartyId host)
    {
        await foreach (var blob in _sealed.GetBlobsAsync(BlobTraits.None, BlobStates.None, $"{host}/", default))
            yield return (await _sealed.GetBlobClient(blob.Name).DownloadContentAsync()).Value.Content.ToString();
    }

    public static IssuanceContent Content(PartyId host)
    {
        var block = new UnitBlock
        {
            Registry = host,
            Units = new SerialRange(1, 10),
            Project = ProjectId.Parse("TH014"),
            Vintage = new Vintage(2021),
            Account = "TH-GOV",
            AccountType = AccountType.GovernmentHolding,
            Holder = "Thailand",
            Decision = "TH-TEST",
            State = UnitState.Awaiting,
        };
        return new IssuanceContent("TH-TEST", block.Project, new MonitoringPeriod(new DateOnly(2021, 1, 1), new DateOnly(2021, 12, 31)), [block], null, null)
        {
            Cause = RecordCause.Operation("TH-TEST"),
        };
    }

    /// <summary>Queues in which nothing was given up.</summary>
    private sealed class NoDeadLetters : IDeadLetterQueues
    {
        public Task<IReadOnlyList<QueueDeadLetter>> ListAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<QueueDeadLetter>>([]);

        public Task<LetterReplay> ReplayAsync(string id, CancellationToken cancellationToken) => Task.FromResult(LetterReplay.Unknown);
    }

    private sealed class Lines(ConcurrentQueue<string> lines) : ILogger<DispatchStream>
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Enqueue(formatter(state, exception));
    }

    /// <summary>A cause that asks for nothing, whatever its record says.</summary>
    public static LoadedCause NoDemand(Action<Receipt, LedgerEntry> book) => new(new RecordDemand(RecordKind.EligibleCredits, [], DateOnly.MinValue), (receipt, entry) =>
    {
        book(receipt, entry);
        return Task.FromResult<IReadOnlyList<RowWrite>>([]);
    });

    /// <summary>A cause without a row of its own.</summary>
    private sealed class BooksNothing(ExchangeLab lab) : ICauseBooking
    {
        public CauseKind Kind => CauseKind.Operation;

        public Task<LoadedCause> LoadAsync(LedgerView view, OutboxRecord record, CancellationToken cancellationToken) =>
            Task.FromResult(lab.Mismatch ? LoadedCause.Notice(record with { Time = DateTimeOffset.MaxValue }) : NoDemand((_, _) => { }));
    }
}

/// <summary>Hints in the hands of the test.</summary>
internal sealed class HintList : IRecordQueue
{
    private readonly ConcurrentQueue<StreamHint> _hints = new();

    /// <summary>Messages that wait for their time.</summary>
    public ConcurrentQueue<(StreamId Stream, DateTimeOffset At)> Scheduled { get; } = new();

    public int Count => _hints.Count;

    public Task SendAsync(IReadOnlyList<OutboxRecord> records, CancellationToken cancellationToken)
    {
        foreach (var record in records)
            _hints.Enqueue(new StreamHint(new StreamId(record.Id.Host, record.Id.Destination), record.Id.Number));
        return Task.CompletedTask;
    }

    public Task WakeAsync(StreamId stream, DateTimeOffset? at, CancellationToken cancellationToken)
    {
        if (at is { } moment)
            Scheduled.Enqueue((stream, moment));
        else
            _hints.Enqueue(new StreamHint(stream, null));
        return Task.CompletedTask;
    }

    public StreamHint? Take() => _hints.TryDequeue(out var hint) ? hint : null;

    public void Lose() => _hints.Clear();
}
