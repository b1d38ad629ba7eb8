using JcmHub.Domain.Calendar;
using JcmHub.Domain.Credits;
using JcmHub.Domain.Ledger;
using JcmHub.Domain.Ledger.Journal;
using JcmHub.Domain.Methodologies;
using JcmHub.Domain.Parties;
using JcmHub.Domain.Projects;
using JcmHub.Domain.Quantities;

namespace JcmHub.Domain.Tests.Ledger;

/// <summary>A ledger in memory, and the decision on TH014 or one like it.</summary>
internal sealed class Ledgers
{
    private readonly Dictionary<(PartyId, long), UnitBlock> _blocks = [];
    private readonly LedgerState _replay = new(Thailand);
    private long _registryNumber;
    private Party _host = Host;

    public static readonly PartyId Thailand = PartyId.Parse("TH");

    public static Party Host { get; } = new(Thailand, "Thailand")
    {
        Registries = [Rule(RegistryKind.Transactional)],
        PendingAccount = "TH-PENDING",
        TransferOutAccount = "TH-ITO",
    };

    /// <summary>A rule that holds whenever these decisions are made.</summary>
    public static DatedRule<T> Rule<T>(T value) => new(new DateOnly(2013, 1, 1), null, value, "a test", Certainty.Sourced);

    public LedgerHead Head { get; private set; } = LedgerHead.Empty;

    public Issuance Issuance { get; private set; } = null!;

    public List<(RecordId Id, RecordContent Content)> Records { get; } = [];

    public IReadOnlyList<UnitBlock> Blocks => [.. _blocks.Values.OrderBy(block => block.Registry.Code).ThenBy(block => block.Units.First)];

    public static Ledgers Notified(bool authorised, params (int Year, long Japan, long Partner)[] vintages) =>
        Notified(IssuanceFlow.A, Host, authorised, vintages);

    public static Ledgers Notified(IssuanceFlow flow, Party host, bool authorised, params (int Year, long Japan, long Partner)[] vintages) =>
        Notified(flow, host, authorised ? "NDC" : null, null, vintages);

    public static Ledgers Notified(
        IssuanceFlow flow, Party host, string? purposes, OimpFirstTransfer? definition, params (int Year, long Japan, long Partner)[] vintages)
    {
        var ledger = new Ledgers { _host = host };
        var japan = new Recipient("Government of Japan", Side.Japan, HolderKind.Government, "JP-GOV");
        var partner = new Recipient("Thai side", Side.Partner, HolderKind.Government, "TH-GOV");
        var decision = new Decision("TH-TH014-2021", Thailand, ProjectId.Parse("TH014"),
            new MonitoringPeriod(new DateOnly(2021, 1, 1), new DateOnly(2021, 12, 31)), new DateOnly(2025, 10, 30), new Allocation([japan, partner]))
        {
            Authorization = purposes is null
                ? null
                : new Authorization("THA-0001", "CA0004", purposes, new WholeTonnes(vintages.Sum(vintage => vintage.Japan)), new DateOnly(2025, 10, 30)) { FirstTransferDefOimp = definition },
            ContentHash = "sha-256:0",
        };
        AllocationLine[] lines =
        [
            .. vintages.SelectMany(vintage => new[]
            {
                new AllocationLine(japan, new Vintage(vintage.Year), new WholeTonnes(vintage.Japan)),
                new AllocationLine(partner, new Vintage(vintage.Year), new WholeTonnes(vintage.Partner)),
            }),
        ];
        ledger.Write(entry =>
        {
            foreach (var side in new[] { Side.Japan, Side.Partner })
                entry.Approve(new DecisionApproval(decision.Id, decision.ContentHash, side));
            return Notification.Ask(
                Notification.Notify(new Issuance { Decision = decision, ReportId = "TH014-0000000000000000" }, lines, flow, host, entry), [.. entry.Blocks], host, entry.Time, entry);
        });
        return ledger;
    }

    /// <summary>Lets a step write an entry, and applies it unless the step gives nothing; the replay of the journal must agree at every entry.</summary>
    public void Write(Func<LedgerEntry, Issuance?> step)
    {
        var entry = new LedgerEntry(Thailand, Head, new DateTimeOffset(2025, 11, 1, 0, 0, 0, TimeSpan.Zero));
        if (step(entry) is not { } next)
            return;
        Issuance = next;
        foreach (var (registry, last) in entry.RemovedBlocks)
            _blocks.Remove((registry, last));
        foreach (var block in entry.Blocks)
            _blocks[(block.Registry, block.Units.Last)] = block;
        Records.AddRange(entry.Records);
        var hash = $"hash-{entry.Head.LastEntry}";
        var link = new JournalLink(entry.Head.LastEntry, entry.Time, Head.LastHash, hash);
        var change = entry.Change(entry.Records.Select(record => new RecordDigest(record.Id, "sha-256:1")));
        // The part of the state that an entry touches judges it as the whole journal does.
        Assert.Null(entry.Before().Apply(link, change));
        Head = entry.Head with { LastHash = hash };
        Assert.Null(_replay.Apply(link, change));
        Assert.Equal(Blocks, _replay.Blocks.OrderBy(block => block.Registry.Code).ThenBy(block => block.Units.First));
        Assert.Equal((Head.LastEntry, Head.LastUnit, Head.LastAdjustment), (_replay.Head.LastEntry, _replay.Head.LastUnit, _replay.Head.LastAdjustment));
    }

    /// <summary>Approves the transfer; the error, if any, changes nothing.</summary>
    public string? ApproveTransfer()
    {
        string? code = null;
        Write(entry =>
        {
            var (approved, error) = HostIssuesFirst.ApproveTransfer(Issuance, Blocks, _host, new DateOnly(2025, 11, 5), entry);
            code = error?.Code;
            return error is null ? approved : null;
        });
        return code;
    }

    /// <summary>Authorises what waits for its transfer; the error, if any, changes nothing.</summary>
    public string? Authorize(Authorization authorization, Party japan, string? account = null)
    {
        string? code = null;
        Write(entry =>
        {
            var (granted, error) = LateAuthorization.Grant(Issuance, authorization, account, Blocks, _host, japan, new DateOnly(2025, 11, 6), entry);
            code = error?.Code;
            return error is null ? granted : null;
        });
        return code;
    }

    /// <summary>Books a receipt; the error, if any, changes nothing.</summary>
    public string? Book(Receipt receipt)
    {
        if (WhyNot(receipt) is { } mismatch)
            return mismatch.Code;
        Write(entry => Booked(receipt, entry));
        return null;
    }

    /// <summary>Why the receipt does not fit its record.</summary>
    public Finding? WhyNot(Receipt receipt) =>
        ReceiptRules.CheckContent(receipt, ReceiptBooking.Demand(Issuance, receipt.Record, BlocksOf(receipt.Record), _host, new DateOnly(2025, 11, 1)));

    /// <summary>The issuance when a receipt is booked in an entry.</summary>
    public Issuance Booked(Receipt receipt, LedgerEntry entry) => ReceiptBooking.Book(Issuance, BlocksOf(receipt.Record), _host, receipt, entry);

    /// <summary>The receipt of a registry that did what the record says; of issuances at most <paramref name="most"/> tonnes a block.</summary>
    public Receipt Applied(RecordId id, long most = long.MaxValue)
    {
        var content = Records.Single(record => record.Id == id).Content;
        var blocks = content switch
        {
            IssuanceContent issuance => issuance.Blocks.Select(block =>
                Part(block, block.Account, SerialRange.From(block.Units.First, Math.Min(most, block.Units.Count)))),
            InternationalTransferContent transfer => transfer.Blocks.Select(block => Part(block, transfer.ToAccount, block.Units)),
            _ => [],
        };
        return new Receipt(id, "sha-256:1", IsApplied: true, new DateOnly(2025, 11, 11)) { Blocks = [.. blocks] };
    }

    private IReadOnlyList<UnitBlock> BlocksOf(RecordId id) => Records.Single(record => record.Id == id).Content.Blocks;

    private ReceiptBlock Part(UnitBlock block, string account, SerialRange units)
    {
        var serials = block.RegistrySerials ?? SerialRange.From(_registryNumber + 1, units.Count);
        _registryNumber += units.Count;
        return new ReceiptBlock(units, block.Vintage, account, serials);
    }
}
