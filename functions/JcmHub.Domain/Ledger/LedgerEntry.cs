using JcmHub.Domain.Adjustments;
using JcmHub.Domain.Ledger.Journal;
using JcmHub.Domain.Parties;

namespace JcmHub.Domain.Ledger;

/// <summary>
/// One journal entry while it is being written: draws numbers from the head and collects what changes.
/// All of it is committed together or not at all (D4).
/// </summary>
public sealed class LedgerEntry
{
    /// <summary>
    /// Rows of its transaction (at most 90, D4) that blocks, and what they bring along, may take; the others are few: head, command, journal, the
    /// flow's own row, outbox, cursor, receipt.
    /// </summary>
    internal const int MostRows = 75;

    private readonly Dictionary<(PartyId Registry, long Last), UnitBlock> _blocks = [];
    private readonly Dictionary<(PartyId Registry, long Last), UnitBlock> _replaced = [];
    private readonly List<(RecordId Id, RecordContent Content)> _records = [];
    private readonly List<CorrespondingAdjustment> _adjustments = [];
    private readonly List<CorrespondingAdjustment> _adjustmentsBefore = [];
    private readonly List<string> _facts = [];
    private readonly List<UnitBlock> _numbered = [];
    private readonly List<DecisionApproval> _approvals = [];
    private readonly List<DecisionApproval> _approvalsBefore = [];
    private readonly LedgerHead _before;
    private EntryRepair? _repair;
    private IReadOnlyList<BrokenEntry> _broken = [];
    private readonly long _firstUnit;

    /// <summary>An entry after <paramref name="head"/>; its time is the later of the clock and the head's time.</summary>
    public LedgerEntry(PartyId host, LedgerHead head, DateTimeOffset clock)
    {
        Host = host;
        Time = clock > head.LastTime ? clock : head.LastTime;
        _before = head;
        Head = head with { LastEntry = head.LastEntry + 1, LastTime = Time };
        _firstUnit = head.LastUnit + 1;
    }

    /// <summary>The host Party in whose ledger the entry stands.</summary>
    public PartyId Host { get; }

    /// <summary>The entry's time.</summary>
    public DateTimeOffset Time { get; }

    /// <summary>The head after this entry, but for the entry's hash.</summary>
    public LedgerHead Head { get; private set; }

    /// <summary>Blocks written.</summary>
    public IReadOnlyCollection<UnitBlock> Blocks => _blocks.Values;

    /// <summary>The blocks that are no more as they were.</summary>
    public IReadOnlyCollection<BlockKey> Replaced => [.. _replaced.Values.Select(BlockKey.Of)];

    /// <summary>Keys of blocks that are no more: of those replaced, the ones at whose last unit no other block ends.</summary>
    public IEnumerable<(PartyId Registry, long Last)> RemovedBlocks => _replaced.Keys.Where(key => !_blocks.ContainsKey(key));

    /// <summary>How many rows of a transaction its blocks take.</summary>
    public int BlockRows => _blocks.Count + RemovedBlocks.Count();

    /// <summary>The unit numbers drawn.</summary>
    public SerialRange? Drawn => Head.LastUnit < _firstUnit ? null : new SerialRange(_firstUnit, Head.LastUnit);

    /// <summary>Records for the registries, numbered in their streams, with their blocks as the entry leaves them: what is booked on them later replaces those.</summary>
    public IReadOnlyList<(RecordId Id, RecordContent Content)> Records =>
        [.. _records.Select(record => (record.Id, record.Content with { Blocks = [.. record.Content.Blocks.Select(AsWritten)] }))];

    /// <summary>Adjustments obliged or changed.</summary>
    public IReadOnlyList<CorrespondingAdjustment> Adjustments => _adjustments;

    /// <summary>What happened, in words for the journal.</summary>
    public IReadOnlyList<string> Facts => _facts;

    /// <summary>Blocks to which a registry gave its numbers in this entry. What becomes of them later, number and unit stay together.</summary>
    public IReadOnlyList<UnitBlock> Numbered => _numbered;

    /// <summary>Draws the next unit numbers.</summary>
    public SerialRange DrawUnits(long count)
    {
        var units = SerialRange.From(Head.LastUnit + 1, count);
        Head = Head with { LastUnit = units.Last };
        return units;
    }

    /// <summary>Draws the next adjustment's number.</summary>
    public long DrawAdjustment()
    {
        Head = Head with { LastAdjustment = Head.LastAdjustment + 1 };
        return Head.LastAdjustment;
    }

    /// <summary>The number that the next record to a destination gets.</summary>
    public RecordId NextRecord(Destination destination) =>
        new(Host, destination, Head.StreamTails.GetValueOrDefault(destination) + 1);

    /// <summary>Puts a record at the end of its stream, after the blocks that it concerns were written.</summary>
    public AnnouncedRecord Announce(Destination destination, RecordKind kind, RecordContent content, IReadOnlyList<SerialRange> units)
    {
        var id = NextRecord(destination);
        Head = Head with { StreamTails = new Dictionary<Destination, long>(Head.StreamTails) { [destination] = id.Number } };
        _records.Add((id, content));
        return new AnnouncedRecord(id, kind, content.Tonnes, units);
    }

    /// <summary>Writes a block of units that this registry did not hold before: drawn by this entry, or arriving from another registry.</summary>
    public void Put(UnitBlock block) => _blocks[(block.Registry, block.Units.Last)] = block with { Entry = Head.LastEntry };

    /// <summary>Replaces a block by what became of it: itself changed, or its parts, which hold exactly its units.</summary>
    /// <exception cref="InvalidOperationException">The parts do not hold exactly the same units.</exception>
    public void Replace(UnitBlock old, params ReadOnlySpan<UnitBlock> parts)
    {
        var next = old.Units.First;
        foreach (var part in parts)
        {
            if (part.Registry != old.Registry || part.Units.First != next)
                throw new InvalidOperationException($"Block {old.Units} of {old.Registry} would be replaced by units that are not its own.");
            next = part.Units.Last + 1;
        }

        if (next != old.Units.Last + 1)
            throw new InvalidOperationException($"Block {old.Units} of {old.Registry} would lose units.");
        // A block that this very entry wrote leaves no trace: what it replaced is replaced by the parts.
        _blocks.Remove((old.Registry, old.Units.Last));
        if (old.Entry != Head.LastEntry)
            _replaced.Add((old.Registry, old.Units.Last), old);
        foreach (var part in parts)
        {
            Put(part);
            if (old.RegistrySerials is null && part.RegistrySerials is not null)
                _numbered.Add(part);
        }
    }

    /// <summary>A block as this entry leaves it: what is booked on it later replaces that one.</summary>
    public UnitBlock AsWritten(UnitBlock block) => _blocks.GetValueOrDefault((block.Registry, block.Units.Last), block);

    /// <summary>Writes a new adjustment.</summary>
    public void Put(CorrespondingAdjustment adjustment) => _adjustments.Add(adjustment);

    /// <summary>Writes what became of an adjustment.</summary>
    public void Replace(CorrespondingAdjustment before, CorrespondingAdjustment after)
    {
        _adjustmentsBefore.Add(before);
        _adjustments.Add(after);
    }

    /// <summary>
    /// The part of the ledger's state before this entry that it touches: the head, the blocks and adjustments that it replaces. An entry is applied
    /// to it before it is stored, by the rules of the offline verification; what else of the state a rule needs, the entry has to know.
    /// </summary>
    public LedgerState Before() => LedgerState.Restore(Host, _before, _replaced.Values, _adjustmentsBefore, _approvalsBefore).With(_broken);

    /// <summary>Stores a government's approval.</summary>
    public void Approve(DecisionApproval approval) => _approvals.Add(approval);

    /// <summary>Approvals of earlier entries, which units that this one draws need.</summary>
    public void RestOn(IEnumerable<DecisionApproval> approvals) => _approvalsBefore.AddRange(approvals);

    /// <summary>What the entry changes, as the journal keeps it.</summary>
    /// <param name="records">Its records with the digests of their documents.</param>
    public LedgerChange Change(IEnumerable<RecordDigest> records) => new()
    {
        Drawn = Drawn,
        Replaced = [.. Replaced],
        Blocks = [.. Blocks],
        Adjustments = [.. Adjustments],
        Records = [.. records],
        Repair = _repair,
        Approvals = _approvals.Count > 0 ? [.. _approvals] : null,
    };

    /// <summary>One side approves the repair of an entry that breaks a rule.</summary>
    /// <param name="repair">The approval.</param>
    /// <param name="state">The whole ledger before this entry: what is broken, and the adjustments that are restated.</param>
    public void Approve(EntryRepair repair, LedgerState state)
    {
        (_repair, _broken) = (repair, state.Broken);
        _adjustmentsBefore.AddRange(state.Adjustments.Where(adjustment => repair.Adjustments.Any(restated => restated.Id == adjustment.Id)));
    }

    /// <summary>After this entry a decision is notified in parts, which are not to be seen before the last is in.</summary>
    public void BeginParts(string decision) => Head = Head with { Unfinished = new UnfinishedDecision(decision, Head.LastEntry) };

    /// <summary>With this entry all amounts of the decision are notified; records are still to go out.</summary>
    public void ShowParts() => Head = Head with { Unfinished = Head.Unfinished! with { SeenUntil = null } };

    /// <summary>With this entry the decision is through.</summary>
    public void EndParts() => Head = Head with { Unfinished = null };

    /// <summary>From this entry on, some of a registry's units are held, or none are any more.</summary>
    public void Dispute(PartyId registry, bool isDisputed) => Head = Head with
    {
        Disputed = isDisputed ? [.. Head.Disputed.Where(each => each != registry), registry] : [.. Head.Disputed.Where(each => each != registry)],
    };

    /// <summary>From this entry on, the hub signs with that key.</summary>
    public void SignWith(string keyId) => Head = Head with { SigningKey = keyId };

    /// <summary>From this entry on, nothing counts that the key signs.</summary>
    public void Distrust(string keyId) => Head = Head with { DistrustedKeys = [.. Head.DistrustedKeys, keyId] };

    /// <summary>Notes what happened.</summary>
    public void Note(string fact) => _facts.Add(fact);
}
