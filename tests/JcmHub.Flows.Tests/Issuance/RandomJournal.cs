using System.Globalization;
using JcmHub.Domain.Adjustments;
using JcmHub.Domain.Calendar;
using JcmHub.Domain.Credits;
using JcmHub.Domain.Ledger;
using JcmHub.Domain.Ledger.Journal;
using JcmHub.Domain.Parties;
using JcmHub.Domain.Projects;
using JcmHub.Domain.Quantities;
using JcmHub.Flows.Issuance;
using JcmHub.Flows.Signing;

namespace JcmHub.Flows.Tests.Issuance;

/// <summary>
/// A valid journal of random entries, written by the hub's own writer: the hub's key, then decisions approved by both governments, units notified, issued, first transferred, moved
/// between accounts, lapsed, retired, freed again, blocked and released, whole and split. Each kind of step comes at least once.
/// </summary>
internal sealed class RandomJournal
{
    private static readonly PartyId Host = PartyId.Parse("TH");
    private static readonly DateOnly Day = new(2025, 11, 11);
    private readonly Random _random;
    private readonly Dictionary<(PartyId, long), UnitBlock> _blocks = [];
    private readonly Dictionary<PartyId, long> _serials = [];
    private readonly List<byte[]> _lines = [];
    private LedgerHead _head = LedgerHead.Empty;
    private bool _hasRetired;

    public RandomJournal(int seed, int entries, VerificationKey key)
    {
        _random = new Random(seed);
        Write(KeyRing.EnterCommand(key.KeyId), ContentHash.Of(key.Write()), entry => entry.Note($"key {key.KeyId} of hub"));
        Action[] steps = [Notify, Lapse, Issue, Leave, MoveOut, IssueInJapan, Reserve, Settle, Stop, Release];
        foreach (var step in steps.Concat(steps))
            step();
        while (_lines.Count < entries)
            steps[_random.Next(steps.Length)]();
    }

    public IReadOnlyList<byte[]> Lines => _lines;

    public JournalHead Head => new(_head.LastEntry, _head.LastHash);

    /// <summary>Both governments approve a decision; with the second approval its units are drawn.</summary>
    private void Notify()
    {
        var decision = $"TH-D-{_lines.Count}";
        var content = $"sha-256:{_lines.Count}";
        var first = (Side)_random.Next(2);
        Approve(first, _ => { });
        Approve(1 - first, entry => Notify(entry, decision));

        void Approve(Side side, Action<LedgerEntry> then)
        {
            var approval = new DecisionApproval(decision, content, side);
            Write(approval.Command(_head.LastEntry + 1), content, entry =>
            {
                entry.Approve(approval);
                then(entry);
            });
        }
    }

    private void Notify(LedgerEntry entry, string decision)
    {
        for (var i = _random.Next(2, 4); i > 0; i--)
        {
            var pending = i == 2;
            entry.Put(new UnitBlock
            {
                Registry = Host,
                Units = entry.DrawUnits(_random.Next(2, 30)),
                Project = ProjectId.Parse("TH014"),
                Vintage = new Vintage(2021 + (_lines.Count % 2)),
                Account = pending ? "TH-PENDING" : "TH-ENT",
                AccountType = pending ? AccountType.Pending : AccountType.EntityHolding,
                Holder = pending ? "Government of Japan" : "A company 会社",
                Decision = decision,
                State = UnitState.Awaiting,
                Authorization = pending ? "THA-0001" : null,
            });
        }
    }

    /// <summary>Some of what waits is never issued.</summary>
    private void Lapse() => Change(block => block.State == UnitState.Awaiting, (entry, block) =>
    {
        if (block.Units.Count == 1)
        {
            entry.Replace(block, block with { State = UnitState.Lapsed });
            return;
        }

        var (rest, lapsed) = block.Split(_random.NextInt64(1, block.Units.Count));
        entry.Replace(block, rest, lapsed with { State = UnitState.Lapsed });
    });

    /// <summary>All that waits in the host's registry is issued.</summary>
    private void Issue() => Change(block => block.Registry == Host && block.State == UnitState.Awaiting, (entry, block) => Issue(entry, block), every: true);

    private void IssueInJapan() => Change(block => block.Registry == PartyId.Japan && block.State == UnitState.Awaiting, (entry, block) => Issue(entry, block), every: true);

    private void Leave() => Change(block => block is { AccountType: AccountType.Pending, State: UnitState.Live }, (entry, block) =>
    {
        var leaving = block with { State = UnitState.Leaving };
        entry.Replace(block, leaving);
        entry.Announce(Host, RecordKind.InternationalTransfer, new InternationalTransferContent(
            RecordCause.Issuance(block.Decision), block.Decision, block.Project, Day, PartyId.Japan, "TH-ITO", [leaving], null), [leaving.Units]);
    });

    private void MoveOut() => Change(block => block.State == UnitState.Leaving, (entry, block) =>
    {
        var gone = block with { State = UnitState.Out, Account = "TH-ITO", AccountType = AccountType.InternationalTransferOut, FirstTransferredOn = Day };
        entry.Replace(block, gone);
        entry.Put(gone with
        {
            Registry = PartyId.Japan, Account = "JP-GOV", AccountType = AccountType.GovernmentHolding, State = UnitState.Awaiting,
            RegistrySerials = null, LinkedSerials = gone.RegistrySerials,
        });
        entry.Put(new CorrespondingAdjustment(
            string.Create(CultureInfo.InvariantCulture, $"TH.{block.Vintage.Year}.{entry.DrawAdjustment()}"), Host, block.Decision, block.Project, block.Vintage,
            new WholeTonnes(block.Units.Count), Day, "TH.TH.1", null));
    });

    private void Reserve() => Change(IsFree, (entry, block) =>
    {
        var (rest, mine) = block.Units.Count > 1 ? block.Split(_random.NextInt64(1, block.Units.Count)) : (null, block);
        mine = mine with
        {
            State = UnitState.Reserved, Operation = $"{block.Registry}.op-{_lines.Count}", MovesTo = $"{block.Registry}-{(!_hasRetired || _random.Next(2) == 0 ? "RET" : "ENT-2")}",
        };
        if (rest is null)
            entry.Replace(block, mine);
        else
            entry.Replace(block, rest, mine);
    });

    private void Settle() => Change(block => block.State == UnitState.Reserved, (entry, block) =>
    {
        if (_hasRetired && _random.Next(4) == 0)
        {
            entry.Replace(block, block with { State = UnitState.Live, Operation = null, MovesTo = null });
            return;
        }

        var retire = block.MovesTo!.EndsWith("RET", StringComparison.Ordinal);
        _hasRetired |= retire;
        entry.Replace(block, block with
        {
            State = UnitState.Live, Operation = null, MovesTo = null, Holder = retire ? block.Holder : "Another",
            Account = block.MovesTo, AccountType = retire ? AccountType.Retirement : AccountType.EntityHolding,
        });
    });

    private void Stop() => Change(IsFree, (entry, block) => entry.Replace(block, block with { State = UnitState.Blocked }));

    private void Release() => Change(block => block.State == UnitState.Blocked, (entry, block) => entry.Replace(block, block with { State = UnitState.Live }));

    private static bool IsFree(UnitBlock block) => block is { State: UnitState.Live, AccountType: AccountType.EntityHolding or AccountType.GovernmentHolding };

    private void Issue(LedgerEntry entry, UnitBlock block)
    {
        var first = _serials.GetValueOrDefault(block.Registry, 100) + 1;
        _serials[block.Registry] = first + block.Units.Count - 1;
        entry.Replace(block, block with { State = UnitState.Live, RegistrySerials = SerialRange.From(first, block.Units.Count) });
    }

    private void Change(Func<UnitBlock, bool> which, Action<LedgerEntry, UnitBlock> change, bool every = false)
    {
        var found = _blocks.Values.Where(which).OrderBy(block => block.Registry.Code).ThenBy(block => block.Units.First).ToArray();
        if (found.Length == 0)
            Write(entry => entry.Note("nothing to do"));
        else
            Write(entry =>
            {
                foreach (var block in every ? found : [found[_random.Next(found.Length)]])
                    change(entry, block);
            });
    }

    private void Write(Action<LedgerEntry> step) => Write($"command-{_lines.Count + 1}", "sha-256:0", step);

    private void Write(string command, string inputHash, Action<LedgerEntry> step)
    {
        var entry = new LedgerEntry(Host, _head, new DateTimeOffset(2025, 11, 1, 0, 0, 0, TimeSpan.Zero).AddMinutes(_lines.Count));
        step(entry);
        foreach (var removed in entry.RemovedBlocks)
            _blocks.Remove(removed);
        foreach (var block in entry.Blocks)
            _blocks[(block.Registry, block.Units.Last)] = block;
        var line = JournalLine.Write(new JournalEntry
        {
            Host = Host, Number = entry.Head.LastEntry, Time = entry.Time, Author = new Author("officer", "government", Host), Command = command, InputHash = inputHash,
            Facts = [.. entry.Facts, "a fact"], Change = entry.Change(entry.Records.Select(record => new RecordDigest(record.Id, "sha-256:1"))), PreviousHash = _head.LastHash,
        });
        _lines.Add(line.Utf8.ToArray());
        _head = entry.Head with { LastHash = line.Hash };
    }
}
