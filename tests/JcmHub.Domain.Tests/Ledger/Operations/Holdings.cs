using JcmHub.Domain.Credits;
using JcmHub.Domain.Calendar;
using JcmHub.Domain.Ledger;
using JcmHub.Domain.Ledger.Accounts;
using JcmHub.Domain.Ledger.Journal;
using JcmHub.Domain.Ledger.Operations;
using JcmHub.Domain.Parties;
using JcmHub.Domain.Projects;

namespace JcmHub.Domain.Tests.Ledger.Operations;

/// <summary>A ledger in memory with units in accounts of Japan's registry, and a registry that does what it is told. Every entry is replayed.</summary>
internal sealed class Holdings
{
    public static readonly PartyId Thailand = PartyId.Parse("TH");
    public static readonly ProjectId Project = ProjectId.Parse("TH014");
    private static readonly DateOnly Day = new(2026, 2, 2);

    private readonly Dictionary<long, UnitBlock> _blocks = [];
    private readonly LedgerState _replay = new(Thailand);
    private readonly Dictionary<string, Operation> _operations = [];
    private LedgerHead _head = LedgerHead.Empty;

    public static RegistryAccount Government { get; } = new("JP-GOV", AccountType.GovernmentHolding, "Government of Japan", "JP", AccountStatus.Open);

    public static RegistryAccount Company { get; } = new("JP-ENT", AccountType.EntityHolding, "A company", "JP", AccountStatus.Open);

    public static RegistryAccount Retired { get; } = new("JP-RET", AccountType.Retirement, "Government of Japan", "JP", AccountStatus.Open);

    public static RegistryAccount Cancelled { get; } = new("JP-CAN", AccountType.Cancellation, "Government of Japan", "JP", AccountStatus.Open);

    public IReadOnlyList<UnitBlock> Blocks => [.. _blocks.Values.OrderBy(block => block.Units.First)];

    public LedgerState Replay => _replay;

    public IReadOnlyDictionary<string, Operation> Operations => _operations;

    /// <summary>Units issued to the Government of Japan: one block for each count, of the vintages 2021, 2022, 2021, …</summary>
    public static Holdings Of(params ReadOnlySpan<long> counts)
    {
        var holdings = new Holdings();
        var index = 0;
        foreach (var count in counts)
            holdings.Issue(count, 2021 + (index++ % 2));
        return holdings;
    }

    public static OperationRequest Request(string id, long tonnes, RegistryAccount from, RegistryAccount to, OperationKind kind = OperationKind.Transfer) =>
        new(id, kind, Thailand, PartyId.Japan, Project, from.Number, to.Number, tonnes);

    public long Held(string account) => _blocks.Values.Where(block => block.Account == account).Sum(block => block.Units.Count);

    public void Issue(long count, int vintage)
    {
        UnitBlock notified = null!;
        Write(entry =>
        {
            foreach (var side in new[] { Side.Japan, Side.Partner })
                entry.Approve(new DecisionApproval("TH-TH014-2021", "sha-256:0", side));
            notified = new UnitBlock
            {
                Registry = PartyId.Japan,
                Units = entry.DrawUnits(count),
                Project = Project,
                Vintage = new Vintage(vintage),
                Account = Government.Number,
                AccountType = Government.Type,
                Holder = Government.Holder,
                Decision = "TH-TH014-2021",
                State = UnitState.Awaiting,
                Authorization = "THA-0001",
            };
            entry.Put(notified);
        });
        Write(entry => entry.Replace(_blocks[notified.Units.Last], notified with { State = UnitState.Live, RegistrySerials = new SerialRange(notified.Units.First + 5000, notified.Units.Last + 5000) }));
    }

    /// <summary>Asks; the error changes nothing. Writes parts until the record is out, or as many as <paramref name="parts"/>.</summary>
    public string? Ask(OperationRequest request, RegistryAccount to, int parts = int.MaxValue)
    {
        var planned = _operations.Values.SelectMany(operation => operation.Planned).ToArray();
        var (units, error) = UnitSelection.Choose(request, Blocks, planned);
        if (error is not null)
            return error.Code;
        _operations.Add(request.Key, new Operation
        {
            Request = request, InputHash = request.Id, RequestedBy = new Author("registry", "registry", PartyId.Japan),
            RequestedAt = default, To = to, Units = units, State = OperationState.Reserving,
        });
        for (; parts > 0 && _operations[request.Key].State == OperationState.Reserving; parts--)
            Continue(request.Key);
        return null;
    }

    /// <summary>The next part of an operation that is unfinished.</summary>
    public void Continue(string key)
    {
        var operation = _operations[key];
        var mine = Blocks.Where(block => block.Operation == key).ToArray();
        Write(entry => _operations[key] = operation.State == OperationState.Reserving
            ? OperationSteps.Reserve(operation, [.. Blocks.Where(block => block.Operation is null)], entry, mine)
            : OperationSteps.Settle(operation, mine, entry));
    }

    /// <summary>The registry's receipt, and all parts that it takes.</summary>
    public string? Answer(string key, bool isApplied)
    {
        var operation = _operations[key];
        var mine = Blocks.Where(block => block.Operation == key).ToArray();
        var receipt = new Receipt(operation.Record!.Value, "sha-256:1", isApplied, Day)
        {
            Blocks = isApplied ? [.. mine.Select(block => new ReceiptBlock(block.Units, block.Vintage, operation.To.Number, block.RegistrySerials!.Value))] : [],
            Codes = isApplied ? [] : ["account-unknown"],
        };
        return Book(key, receipt);
    }

    public string? Book(string key, Receipt receipt)
    {
        var mine = Blocks.Where(block => block.Operation == key).ToArray();
        if (ReceiptRules.CheckContent(receipt, OperationSteps.Demand(_operations[key], mine)) is { } mismatch)
            return mismatch.Code;
        _operations[key] = OperationSteps.Receipted(_operations[key], receipt, default);
        while (_operations[key].IsUnfinished)
            Continue(key);
        return null;
    }

    private void Write(Action<LedgerEntry> step)
    {
        var entry = new LedgerEntry(Thailand, _head, new DateTimeOffset(2026, 2, 2, 0, 0, 0, TimeSpan.Zero));
        step(entry);
        foreach (var (_, last) in entry.RemovedBlocks)
            _blocks.Remove(last);
        foreach (var block in entry.Blocks)
            _blocks[block.Units.Last] = block;
        Assert.True(entry.BlockRows <= 80, $"A part writes {entry.BlockRows} rows of blocks.");
        var hash = $"hash-{entry.Head.LastEntry}";
        var failure = _replay.Apply(new JournalLink(entry.Head.LastEntry, entry.Time, _head.LastHash, hash),
            entry.Change(entry.Records.Select(record => new RecordDigest(record.Id, "sha-256:1"))));
        Assert.Null(failure);
        Assert.Equal(Blocks, _replay.Blocks.OrderBy(block => block.Units.First));
        _head = entry.Head with { LastHash = hash };
    }
}
