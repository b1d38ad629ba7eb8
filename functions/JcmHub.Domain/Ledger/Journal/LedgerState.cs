using System.Globalization;
using JcmHub.Domain.Adjustments;
using JcmHub.Domain.Methodologies;
using JcmHub.Domain.Parties;

namespace JcmHub.Domain.Ledger.Journal;

/// <summary>
/// The state of one host Party's ledger after a journal entry, made of the entries alone. Each entry is checked as it is applied:
/// the chain, that every unit lies in exactly one block that has not left its registry (so none is lost, doubled, or live in two
/// registries), that units keep project and vintage, that registry numbers serve once, and that first transfers are adjusted (D10).
/// </summary>
public sealed partial class LedgerState(PartyId host)
{
    private readonly Dictionary<(PartyId Registry, long Last), UnitBlock> _blocks = [];
    private readonly Dictionary<string, CorrespondingAdjustment> _adjustments = new(StringComparer.Ordinal);
    private readonly Dictionary<Destination, long> _tails = [];
    private readonly HashSet<RecordId> _voided = [];
    private readonly UnitRules _units = new();
    private ApprovedContents? _approved = new();
    private long _lastEntry;
    private string _lastHash = string.Empty;
    private DateTimeOffset _lastTime;
    private long _lastUnit;
    private long _lastAdjustment;

    /// <summary>The host Party.</summary>
    public PartyId Host { get; } = host;

    /// <summary>The counters after the last entry.</summary>
    public LedgerHead Head => new()
    {
        LastEntry = _lastEntry,
        LastHash = _lastHash,
        LastTime = _lastTime,
        LastUnit = _lastUnit,
        LastAdjustment = _lastAdjustment,
        StreamTails = new Dictionary<Destination, long>(_tails),
    };

    /// <summary>Every block, in no order.</summary>
    public IReadOnlyCollection<UnitBlock> Blocks => _blocks.Values;

    /// <summary>Every adjustment, in no order.</summary>
    public IReadOnlyCollection<CorrespondingAdjustment> Adjustments => _adjustments.Values;

    /// <summary>The approvals that stand, in a fixed order; null where it was restored without them.</summary>
    public IEnumerable<DecisionApproval>? Approvals => _approved?.All;

    /// <summary>A state as a checkpoint kept it.</summary>
    /// <param name="host">The host Party.</param>
    /// <param name="head">The counters.</param>
    /// <param name="blocks">Every block.</param>
    /// <param name="adjustments">Every adjustment.</param>
    /// <param name="approvals">The approvals that stand; null where they are not known, as of checkpoints before December 2026: then units may be drawn without.</param>
    public static LedgerState Restore(
        PartyId host, LedgerHead head, IEnumerable<UnitBlock> blocks, IEnumerable<CorrespondingAdjustment> adjustments, IEnumerable<DecisionApproval>? approvals)
    {
        var state = new LedgerState(host)
        {
            _lastEntry = head.LastEntry,
            _lastHash = head.LastHash,
            _lastTime = head.LastTime,
            _lastUnit = head.LastUnit,
            _lastAdjustment = head.LastAdjustment,
            _approved = approvals is null ? null : new ApprovedContents(),
        };
        foreach (var approval in approvals ?? [])
            state._approved!.Add(approval);
        foreach (var (destination, tail) in head.StreamTails)
            state._tails[destination] = tail;
        foreach (var block in blocks)
        {
            state._blocks.Add((block.Registry, block.Units.Last), block);
            state._units.Restore(block);
        }

        foreach (var adjustment in adjustments)
            state._adjustments.Add(adjustment.Id, adjustment);
        return state;
    }

    /// <summary>Applies the next entry. After a failure the state is of no use, unless the entry <see cref="IsOpen"/>: then a later entry may repair it.</summary>
    /// <returns>
    /// Null where all is in order; else <c>journal-number</c>, <c>journal-time</c>, <c>journal-chain</c>, <c>journal-block</c>, <c>journal-drawn</c>,
    /// <c>journal-units</c>, <c>journal-live-twice</c>, <c>journal-identity</c>, <c>journal-serials</c>, <c>journal-state</c>,
    /// <c>journal-approval</c>, <c>journal-adjustment</c>, <c>journal-record</c> or <c>journal-repair</c>.
    /// </returns>
    public Finding? Apply(JournalLink link, LedgerChange change)
    {
        if (Chain(link) is { } broken)
            return broken;
        if (change.Drawn is { } drawn)
        {
            if (drawn.First != _lastUnit + 1)
                return Failure.Of("journal-drawn", string.Create(CultureInfo.InvariantCulture, $"it draws units {drawn} although the next is {_lastUnit + 1}"), "発行番号が連続していません");
            _lastUnit = drawn.Last;
        }

        var before = change.Adjustments.Count == 0 ? null : new Dictionary<string, CorrespondingAdjustment?>(StringComparer.Ordinal);
        return ApprovalsOf(change) ?? BlocksOf(link, change) ?? AdjustmentsOf(change, before, out var repairable) ?? RecordsOf(change) ?? RepairOf(link, change)
            ?? Open(link, change, repairable, before);
    }

    /// <summary>Units come into being only where both governments approved the same content, in this entry or before it (D9).</summary>
    private Finding? ApprovalsOf(LedgerChange change)
    {
        if (_approved is null)
            return null;
        foreach (var approval in change.Approvals ?? [])
            _approved.Add(approval);
        return change.Drawn is { } drawn && change.Blocks.FirstOrDefault(block => drawn.Contains(block.Units) && !_approved.Cover(block)) is { } block
            ? Failure.Of("journal-approval", $"it draws units of {block.Decision}, of which both governments have not approved the same content", $"{block.Decision}について両国政府による同一内容の承認が記録されていません")
            : null;
    }

    private Finding? Chain(JournalLink link)
    {
        if (link.Number != _lastEntry + 1)
            return Failure.Of("journal-number", string.Create(CultureInfo.InvariantCulture, $"entry {link.Number} follows entry {_lastEntry}"), "記録の番号が連続していません");
        if (link.PreviousHash != _lastHash)
            return Failure.Of("journal-chain", "it does not bear the hash of the entry before it", "直前の記録のハッシュ値と一致しません");
        if (link.Time < _lastTime)
            return Failure.Of("journal-time", "its time is before that of the entry before it", "時刻が直前の記録より前です");
        (_lastEntry, _lastHash, _lastTime) = (link.Number, link.Hash, link.Time);
        return null;
    }

    private Finding? BlocksOf(JournalLink link, LedgerChange change)
    {
        _units.Begin(change.Drawn);
        foreach (var key in change.Replaced)
        {
            if (!_blocks.Remove((key.Registry, key.Last), out var block) || block.Entry != key.Entry)
                return Failure.Of("journal-block", $"it replaces block {key}, which is not there", $"置き換え対象のブロック{key}が存在しません");
            _units.Replace(block);
        }

        foreach (var block in change.Blocks)
        {
            if (block.Entry != link.Number)
                return Failure.Of("journal-block", $"its block {BlockKey.Of(block)} names another entry", $"ブロック{BlockKey.Of(block)}の記録番号が異なります");
            if (_units.Put(block) is { } broken)
                return broken;
        }

        if (_units.End() is { } incomplete)
            return incomplete;
        foreach (var block in change.Blocks)
        {
            if (!_blocks.TryAdd((block.Registry, block.Units.Last), block))
                return Failure.Of("journal-units", $"it puts block {BlockKey.Of(block)} where another one is", $"ブロック{BlockKey.Of(block)}が既存のブロックと重複しています");
        }

        return null;
    }

    /// <summary>A new adjustment has the next number and is what the entry's first transfers oblige; an old one only goes on its way.</summary>
    /// <param name="change">What the entry changes.</param>
    /// <param name="touched">Takes up the adjustments that it touches, as they were before; null where it touches none.</param>
    /// <param name="repairable">A failure that a later entry can repair; then the adjustments are taken as the entry has them.</param>
    private Finding? AdjustmentsOf(LedgerChange change, Dictionary<string, CorrespondingAdjustment?>? touched, out Finding? repairable)
    {
        repairable = null;
        foreach (var adjustment in change.Adjustments)
        {
            touched!.TryAdd(adjustment.Id, _adjustments.GetValueOrDefault(adjustment.Id));
            if (_adjustments.TryGetValue(adjustment.Id, out var before))
            {
                if (!adjustment.Follows(before) || (adjustment.Record is { } renewed && !IsKnown(renewed, change)))
                    repairable ??= Failure.Of("journal-adjustment", $"it changes the adjustment {adjustment.Id}", $"調整{adjustment.Id}の内容が変更されています");
            }
            else if (adjustment.Id != string.Create(CultureInfo.InvariantCulture, $"{Host}.{adjustment.Vintage.Year}.{++_lastAdjustment}"))
                return Failure.Of("journal-adjustment", $"its adjustment {adjustment.Id} has not the next number", $"調整{adjustment.Id}の番号が連続していません");
            else
            {
                if (adjustment.Party != Host || !IsKnown(adjustment.FirstTransfer) || (adjustment.Record is { } record && !IsKnown(record, change)))
                    repairable ??= Failure.Of("journal-adjustment", $"its adjustment {adjustment.Id} is of another Party, or names a record that is not there", $"調整{adjustment.Id}の国または記録が正しくありません");
                _units.Adjust(adjustment);
            }

            // A registry's day may be behind another's by the world's time zones.
            if (adjustment.ReceiptedOn is { } receipted && receipted < adjustment.ObligedOn.AddDays(-1))
                repairable ??= Failure.Of("journal-adjustment", $"its adjustment {adjustment.Id} is booked before it was obliged", $"調整{adjustment.Id}の日付が前後しています");
            _adjustments[adjustment.Id] = adjustment;
        }

        if (!_units.FirstTransfersAreAdjusted)
            repairable ??= Failure.Of("journal-adjustment", "its adjustments are not the tonnes of its authorised first transfers", "相当調整の量が初回移転の量と一致しません");
        return null;
    }

    /// <summary>Whether a record was announced before, or is in this entry.</summary>
    private bool IsKnown(string record, LedgerChange? change = null) =>
        RecordId.TryParse(record, out var id) && id.Host == Host
        && (id.Number <= _tails.GetValueOrDefault(id.Destination) || change?.Records.Any(each => each.Id == id) == true);

    private Finding? RecordsOf(LedgerChange change)
    {
        // A number once given stays given: a void record takes the place of one that was announced before, and once.
        foreach (var record in change.Voided ?? [])
        {
            if (record.Id.Host != Host || record.Id.Number < 1 || record.Id.Number > _tails.GetValueOrDefault(record.Id.Destination) || !_voided.Add(record.Id))
                return Failure.Of("journal-record", $"it makes {record.Id} void, which was not announced before or is void already", $"記録{record.Id}は、それまでに登録されていないか、既に無効です");
        }

        foreach (var record in change.Records)
        {
            var tail = _tails.GetValueOrDefault(record.Id.Destination);
            if (record.Id.Host != Host || record.Id.Number != tail + 1)
                return Failure.Of("journal-record", $"its record {record.Id} is not the next of its stream", $"記録{record.Id}の番号が連続していません");
            _tails[record.Id.Destination] = record.Id.Number;
        }

        return null;
    }
}
