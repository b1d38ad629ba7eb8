using JcmHub.Domain.Adjustments;
using JcmHub.Domain.Calendar;
using JcmHub.Domain.Credits;
using JcmHub.Domain.Methodologies;
using JcmHub.Domain.Parties;
using JcmHub.Domain.Projects;

namespace JcmHub.Domain.Ledger.Journal;

/// <summary>
/// What must hold of the units of one entry. Each block put is a part of exactly one origin: a block that it replaces, the units that
/// the entry drew, or units that leave another registry in it; and the parts fill their origins without gap or overlap. Since that holds
/// for every entry, every unit drawn lies in exactly one block that is not out, for ever.
/// </summary>
internal sealed class UnitRules
{
    private readonly List<UnitBlock> _replaced = [];
    private readonly List<UnitBlock> _put = [];
    private readonly List<UnitBlock> _left = [];
    private readonly List<UnitBlock> _arrived = [];
    private readonly Dictionary<PartyId, SerialSet> _serials = [];
    private readonly List<(ProjectId Project, Vintage Vintage, string Decision, DateOnly Day, long Tonnes)> _unadjusted = [];
    private SerialRange? _drawn;
    private long _unfilled;

    /// <summary>Whether the adjustments seen are exactly the authorised tonnes first transferred, per decision, project, vintage and day.</summary>
    public bool FirstTransfersAreAdjusted
    {
        get
        {
            foreach (var (_, _, _, _, tonnes) in _unadjusted)
            {
                if (tonnes != 0)
                    return false;
            }

            return true;
        }
    }

    /// <summary>What of the authorised first transfers of the entry its adjustments do not make good.</summary>
    public IReadOnlyList<UnadjustedTonnes> Unadjusted =>
        [.. _unadjusted.Where(each => each.Tonnes != 0).Select(each => new UnadjustedTonnes(each.Project, each.Vintage, each.Decision, each.Day, each.Tonnes))];

    /// <summary>Takes up a block of a checkpoint.</summary>
    public void Restore(UnitBlock block)
    {
        if (block.RegistrySerials is { } serials)
            Given(block.Registry).TryAdd(serials);
    }

    /// <summary>A new entry.</summary>
    public void Begin(SerialRange? drawn)
    {
        _replaced.Clear();
        _put.Clear();
        _left.Clear();
        _arrived.Clear();
        _unadjusted.Clear();
        _drawn = drawn;
        _unfilled = drawn?.Count ?? 0;
    }

    /// <summary>A block that the entry replaces.</summary>
    public void Replace(UnitBlock block)
    {
        _replaced.Add(block);
        _unfilled += block.Units.Count;
    }

    /// <summary>A block that the entry puts.</summary>
    public Finding? Put(UnitBlock block)
    {
        _put.Add(block);
        if (HasBadNumbers(block))
            return Broken("journal-serials", block, "has not as many registry numbers as units", "の登録簿番号の数が一致しません");
        foreach (var origin in _replaced)
        {
            if (origin.Registry == block.Registry && origin.Units.Contains(block.Units))
            {
                _unfilled -= block.Units.Count;
                return Part(origin, block);
            }
        }

        if (_drawn is { } drawn && drawn.Contains(block.Units))
        {
            _unfilled -= block.Units.Count;
            return block is { State: UnitState.Awaiting, RegistrySerials: null, LinkedSerials: null, FirstTransferredOn: null, Use: null }
                ? null
                : Broken("journal-state", block, "is more than notified in the entry that draws its units", "は通知以前の状態ではありません");
        }

        _arrived.Add(block);
        return null;
    }

    /// <summary>The entry is whole: nothing is missing, nothing is there twice.</summary>
    public Finding? End()
    {
        if (_unfilled != 0)
            return Failure.Of("journal-units", "it loses or doubles units of the blocks that it replaces or draws", "ブロックの単位数が保存されていません");
        if (Overlap(_put) is { } twice)
            return Broken("journal-units", twice, "shares units with another of the entry", "が同じ記録の他のブロックと重複しています");
        return Arrivals();
    }

    /// <summary>A new adjustment.</summary>
    public void Adjust(CorrespondingAdjustment adjustment) => Count(adjustment.Project, adjustment.Vintage, adjustment.Decision, adjustment.ObligedOn, -adjustment.Tonnes.Value);

    /// <summary>A part of a block that was there keeps what a unit never loses, and moves only where its state allows.</summary>
    private Finding? Part(UnitBlock origin, UnitBlock part)
    {
        if (part.Project != origin.Project || part.Vintage != origin.Vintage || part.Decision != origin.Decision
            || part.LinkedSerials != NumbersOf(origin.LinkedSerials, origin, part))
            return Broken("journal-identity", part, "has another project, vintage, decision or link than before", "の属性が変更されています");
        if (origin.FirstTransferredOn is { } day && (part.FirstTransferredOn != day || part.Authorization != origin.Authorization))
            return Broken("journal-identity", part, "was first transferred, and its day or authorisation is changed", "は初回移転済みですが、移転日または承認が変更されています");
        if (part.Authorization == origin.Authorization && part.Oimp != origin.Oimp)
            return Broken("journal-identity", part, "has another definition of first transfer under the same authorisation", "の初回移転の定義が変更されています");
        if (part.Use != origin.Use && (origin.Use is not null || origin.AccountType == AccountType.Retirement || part is not { AccountType: AccountType.Retirement, State: UnitState.Live }))
            return Broken("journal-identity", part, "has another use than that of its retirement", "の使用の記録が変更されています");
        if (part.Authorization != origin.Authorization && !UnitMoves.MayBeAuthorisedAnew(origin, part))
            return Broken("journal-identity", part, "is authorised otherwise in an entry in which it is issued, moves or leaves", "の承認が、発行または移転と同じ記録で変更されています");
        if (!UnitMoves.Allow(origin, part))
            return Broken("journal-state", part, $"cannot become {part.State} in {part.Account} from {origin.State} in {origin.Account}", "の状態の変化は認められません");
        if (origin.RegistrySerials is null && part.RegistrySerials is { } given)
        {
            if (!Given(part.Registry).TryAdd(given))
                return Broken("journal-serials", part, $"bears the registry's numbers {given}, which were given before", "の登録簿番号は既に使われています");
        }
        else if (part.RegistrySerials != NumbersOf(origin.RegistrySerials, origin, part))
            return Broken("journal-serials", part, "has other registry numbers than before", "の登録簿番号が変更されています");

        if (FirstTransferAgainstItsDefinition(origin, part) is { } wrong)
            return wrong;
        if (origin.FirstTransferredOn is null && part.FirstTransferredOn is { } transferred && part.Authorization is not null)
        {
            if (part.Vintage.Year < AuthorizationRules.FirstVintage)
                return Broken("journal-identity", part, "is of a year before 2021, and no ITMO", "は2021年より前の排出削減量であり、ITMOではありません");
            Count(part.Project, part.Vintage, part.Decision, transferred, part.Units.Count);
        }

        if (origin.State != UnitState.Out && part.State == UnitState.Out)
            _left.Add(part);
        return null;
    }

    /// <summary>For other purposes than NDCs the host defines the first transfer: it is neither left out nor brought forward.</summary>
    private static Finding? FirstTransferAgainstItsDefinition(UnitBlock origin, UnitBlock part)
    {
        if (part is { Oimp.ByIssuedAndAuthorised: true, FirstTransferredOn: null, State: not (UnitState.Awaiting or UnitState.Lapsed) })
            return Broken("journal-adjustment", part, "is issued and authorised, which is its first transfer, and was not first transferred", "は発行・承認済みですが、初回移転が記録されていません");
        if (part is { Oimp.OnlyByUse: true, FirstTransferredOn: not null } && origin.FirstTransferredOn is null && part.AccountType is not (AccountType.Retirement or AccountType.Cancellation))
            return Broken("journal-adjustment", part, "is first transferred before its use or cancellation, which is its first transfer", "は使用または取消しの前に初回移転とされています");
        return null;
    }

    /// <summary>What left one registry arrives in another in the same entry, one to one (flow A of D9).</summary>
    private Finding? Arrivals()
    {
        var awaited = 0L;
        foreach (var left in _left)
            awaited += left.Units.Count;
        foreach (var block in _arrived)
        {
            if (Leaving(block) is not { } origin)
                return Broken("journal-live-twice", block, "holds units that have not left another registry", "の単位は他の登録簿から移転されていません");
            if (block.Project != origin.Project || block.Vintage != origin.Vintage || block.Decision != origin.Decision
                || block.Authorization != origin.Authorization || block.Oimp != origin.Oimp || block.FirstTransferredOn != origin.FirstTransferredOn
                || block.LinkedSerials is null || block.LinkedSerials != NumbersOf(origin.RegistrySerials, origin, block))
                return Broken("journal-identity", block, "is not linked one to one to the units that left", "と移転元の単位が一対一で対応していません");
            if (block is not { State: UnitState.Awaiting, RegistrySerials: null })
                return Broken("journal-state", block, "is more than notified when its units leave the other registry", "は通知以前の状態ではありません");
            awaited -= block.Units.Count;
        }

        return awaited == 0
            ? null
            : Failure.Of("journal-units", "it loses units between two registries", "登録簿間の移転で単位数が保存されていません");
    }

    private UnitBlock? Leaving(UnitBlock arrived)
    {
        foreach (var left in _left)
        {
            if (left.Registry != arrived.Registry && left.Units.Contains(arrived.Units))
                return left;
        }

        return null;
    }

    private static UnitBlock? Overlap(List<UnitBlock> blocks)
    {
        if (blocks.Count < 2)
            return null;
        blocks.Sort(static (one, other) => string.CompareOrdinal(one.Registry.Code, other.Registry.Code) is var order and not 0
            ? order : one.Units.First.CompareTo(other.Units.First));
        for (var i = 1; i < blocks.Count; i++)
        {
            if (blocks[i].Registry == blocks[i - 1].Registry && blocks[i].Units.First <= blocks[i - 1].Units.Last)
                return blocks[i];
        }

        return null;
    }

    private static bool HasBadNumbers(UnitBlock block) =>
        (block.RegistrySerials is { } serials && serials.Count != block.Units.Count)
        || (block.LinkedSerials is { } linked && linked.Count != block.Units.Count);

    /// <summary>The numbers of a part, where its origin bears <paramref name="numbers"/>.</summary>
    private static SerialRange? NumbersOf(SerialRange? numbers, UnitBlock origin, UnitBlock part) =>
        numbers is { } range ? SerialRange.From(range.First + (part.Units.First - origin.Units.First), part.Units.Count) : null;

    private SerialSet Given(PartyId registry)
    {
        if (!_serials.TryGetValue(registry, out var given))
            _serials[registry] = given = new SerialSet();
        return given;
    }

    private void Count(ProjectId project, Vintage vintage, string decision, DateOnly day, long tonnes)
    {
        for (var i = 0; i < _unadjusted.Count; i++)
        {
            var (otherProject, otherVintage, otherDecision, otherDay, before) = _unadjusted[i];
            if (otherProject == project && otherVintage == vintage && otherDecision == decision && otherDay == day)
            {
                _unadjusted[i] = (project, vintage, decision, day, before + tonnes);
                return;
            }
        }

        _unadjusted.Add((project, vintage, decision, day, tonnes));
    }

    private static Finding Broken(string code, UnitBlock block, string reason, string reasonJa) =>
        Failure.Of(code, $"block {BlockKey.Of(block)} {reason}", $"ブロック{BlockKey.Of(block)}{reasonJa}");
}
