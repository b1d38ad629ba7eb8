using JcmHub.Domain.Ledger;

namespace JcmHub.Domain.Comparison;

/// <summary>
/// Compares what the hub and a registry say is held there, in one pass over both sides in order of the registry's own numbers.
/// Memory grows with the cells and with what differs, not with the units or blocks: a full outer comparison that names every range
/// which only one side has, or which lies elsewhere, and tells apart what a record in flight explains (domain reference 7.6).
/// </summary>
public sealed class HoldingsComparison
{
    private readonly SortedDictionary<HoldingCell, (long Hub, long Registry, long InFlight)> _cells = new(HoldingCell.Order);
    private readonly IReadOnlyList<PendingEffect> _inFlight;
    private readonly Dictionary<HoldingCell, long> _issuing = [];
    private readonly List<HoldingDifference> _differences = [];
    private readonly DifferenceKind _unknownToHub;
    private readonly IReadOnlyList<HeldRange> _notWithdrawn;

    private HoldingsComparison(IReadOnlyList<PendingEffect> inFlight, DifferenceKind unknownToHub, IReadOnlyList<HeldRange> notWithdrawn)
    {
        _unknownToHub = unknownToHub;
        _notWithdrawn = notWithdrawn;
        _inFlight = inFlight;
        foreach (var effect in inFlight.Where(effect => effect.Serials is null))
            _issuing[effect.To] = _issuing.GetValueOrDefault(effect.To) + effect.Tonnes;
    }

    /// <summary>Totals of each cell, in order of project, vintage and account.</summary>
    public IEnumerable<CellTotal> Cells => _cells.Select(cell => new CellTotal(cell.Key, cell.Value.Hub, cell.Value.Registry, cell.Value.InFlight));

    /// <summary>Every difference; what is in flight is none.</summary>
    public IReadOnlyList<HoldingDifference> Differences => _differences;

    /// <summary>Compares both sides.</summary>
    /// <param name="hub">The hub's side, in order of first number.</param>
    /// <param name="registry">The registry's side, in order of first number.</param>
    /// <param name="inFlight">Effects of records that the registry passed and whose outcome is not, or not wholly, in the hub's ledger.</param>
    /// <param name="unknownToHub">What units are that only the other side has.</param>
    /// <param name="notWithdrawn">Of a market: units whose withdrawal it refused, which it has although the hub has them no more.</param>
    /// <exception cref="ArgumentException">A side is not in order.</exception>
    public static HoldingsComparison Compare(
        IEnumerable<HeldRange> hub, IEnumerable<HeldRange> registry, IReadOnlyList<PendingEffect> inFlight,
        DifferenceKind unknownToHub = DifferenceKind.MissingLocal, IReadOnlyList<HeldRange>? notWithdrawn = null)
    {
        var comparison = new HoldingsComparison(inFlight, unknownToHub, notWithdrawn ?? []);
        // A number that the hub's ledgers have twice is found by itself, with both blocks: NumbersGivenTwice.
        using var ours = new Side(hub, range => comparison.Count(range, isHub: true), static (_, _) => { });
        using var theirs = new Side(registry, range => comparison.Count(range, isHub: false), comparison.Overlaps);
        while (ours.Has || theirs.Has)
            comparison.Step(ours, theirs);
        return comparison;
    }

    /// <summary>Takes the units up to where either side changes next.</summary>
    private void Step(Side ours, Side theirs)
    {
        var first = Math.Min(ours.First, theirs.First);
        var last = Math.Min(ours.Has ? (ours.First > first ? ours.First - 1 : ours.Last) : long.MaxValue,
            theirs.Has ? (theirs.First > first ? theirs.First - 1 : theirs.Last) : long.MaxValue);
        var serials = new SerialRange(first, last);
        HoldingCell? hub = ours.Has && ours.First == first ? ours.Cell : null;
        HoldingCell? registry = theirs.Has && theirs.First == first ? theirs.Cell : null;
        if (hub != registry)
            Differ(serials, hub, registry);
        if (hub is not null)
            ours.Take(last);
        if (registry is not null)
            theirs.Take(last);
    }

    private void Differ(SerialRange serials, HoldingCell? hub, HoldingCell? registry)
    {
        if (hub is { } from && registry is { } to)
        {
            // A record does not say of which kind the account is that its units leave.
            if (_inFlight.Any(move => move.From == (@from with { Type = null }) && move.To == to && move.Serials!.Value.Contains(serials)))
            {
                Explain(from, -serials.Count);
                Explain(to, serials.Count);
            }
            else
                Add(new HoldingDifference(DifferenceKind.StatusMismatch, to, serials.Count, serials, from));
        }
        else if (hub is { } only)
            Add(new HoldingDifference(DifferenceKind.MissingRemote, only, serials.Count, serials));
        else
            NotInHub(serials, registry!.Value);
    }

    private void NotInHub(SerialRange serials, HoldingCell cell)
    {
        if (_inFlight.Any(effect => effect.From is null && effect.To == cell && effect.Serials is { } announced && announced.Contains(serials)))
            Explain(cell, serials.Count);
        else
            IssuedByRegistry(serials, cell);
    }

    /// <summary>
    /// Newly issued units bear numbers that the hub cannot know before their receipt: as many as are in flight are explained. Fewer are
    /// too: a registry may have issued less than it was asked (D9), or refused, and its receipt will say which.
    /// </summary>
    private void IssuedByRegistry(SerialRange serials, HoldingCell cell)
    {
        var awaited = Math.Min(_issuing.GetValueOrDefault(cell), serials.Count);
        if (awaited > 0)
        {
            _issuing[cell] -= awaited;
            Explain(cell, awaited);
        }

        if (awaited < serials.Count)
            Unknown(new SerialRange(serials.First + awaited, serials.Last), cell);
    }

    /// <summary>Units that the hub does not have: some of them are known to be there because their withdrawal was refused.</summary>
    private void Unknown(SerialRange serials, HoldingCell cell)
    {
        var next = serials.First;
        foreach (var told in _notWithdrawn.Where(told => told.Cell == cell && told.Serials.Overlaps(serials)).OrderBy(told => told.Serials.First))
        {
            var (first, last) = (Math.Max(told.Serials.First, next), Math.Min(told.Serials.Last, serials.Last));
            if (next < first)
                Differ(_unknownToHub, next, first - 1);
            Differ(DifferenceKind.WithdrawalRefused, first, last);
            next = last + 1;
        }

        if (next <= serials.Last)
            Differ(_unknownToHub, next, serials.Last);

        void Differ(DifferenceKind kind, long first, long last) => Add(new HoldingDifference(kind, cell, last - first + 1, new SerialRange(first, last)));
    }

    private void Explain(HoldingCell cell, long tonnes)
    {
        var total = _cells.GetValueOrDefault(cell);
        _cells[cell] = total with { InFlight = total.InFlight + tonnes };
    }

    private void Count(HeldRange range, bool isHub)
    {
        var total = _cells.GetValueOrDefault(range.Cell);
        _cells[range.Cell] = isHub ? total with { Hub = total.Hub + range.Serials.Count } : total with { Registry = total.Registry + range.Serials.Count };
    }

    private void Overlaps(HeldRange range, SerialRange twice) =>
        Add(new HoldingDifference(DifferenceKind.OverlapSerial, range.Cell, twice.Count, twice));

    /// <summary>Neighbouring numbers that differ in the same way are one difference.</summary>
    private void Add(HoldingDifference difference)
    {
        if (_differences is [.., var before] && before.Kind == difference.Kind && before.Cell == difference.Cell && before.HubCell == difference.HubCell
            && before.Serials.Last + 1 == difference.Serials.First)
            _differences[^1] = before with { Tonnes = before.Tonnes + difference.Tonnes, Serials = new SerialRange(before.Serials.First, difference.Serials.Last) };
        else
            _differences.Add(difference);
    }

    /// <summary>One side: the rest of its present range, and what comes after.</summary>
    private sealed class Side : IDisposable
    {
        private readonly IEnumerator<HeldRange> _ranges;
        private readonly Action<HeldRange> _count;
        private readonly Action<HeldRange, SerialRange> _overlap;
        private HeldRange _range;
        private long _before;

        public Side(IEnumerable<HeldRange> ranges, Action<HeldRange> count, Action<HeldRange, SerialRange> overlap)
        {
            _ranges = ranges.GetEnumerator();
            _count = count;
            _overlap = overlap;
            Next();
        }

        public bool Has { get; private set; }

        /// <summary>The first number that is left; beyond every number where nothing is.</summary>
        public long First { get; private set; }

        public long Last => _range.Serials.Last;

        public HoldingCell Cell => _range.Cell;

        public void Take(long last)
        {
            if (last == Last)
                Next();
            else
                First = last + 1;
        }

        public void Dispose() => _ranges.Dispose();

        /// <summary>The next range; what it shares with the ones before is told, and passed over.</summary>
        private void Next()
        {
            var previousFirst = _range.Serials.First;
            while (_ranges.MoveNext())
            {
                _range = _ranges.Current;
                if (_range.Serials.First < previousFirst)
                    throw new ArgumentException($"The ranges are not in order: {_range.Serials} comes after {previousFirst}.");
                previousFirst = _range.Serials.First;
                _count(_range);
                if (_range.Serials.First <= _before)
                    _overlap(_range, new SerialRange(_range.Serials.First, Math.Min(_before, _range.Serials.Last)));
                if (_range.Serials.Last <= _before)
                    continue;
                First = Math.Max(_range.Serials.First, _before + 1);
                _before = _range.Serials.Last;
                Has = true;
                return;
            }

            Has = false;
            First = long.MaxValue;
        }
    }
}
