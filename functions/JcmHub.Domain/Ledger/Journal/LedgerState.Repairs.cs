using System.Globalization;
using JcmHub.Domain.Adjustments;
using JcmHub.Domain.Credits;
using JcmHub.Domain.Methodologies;

namespace JcmHub.Domain.Ledger.Journal;

/// <content>
/// How an entry that breaks a rule is repaired by a later one. Only what the ledger says about units can be repaired, their adjustments: never
/// the chain, the units, their number, place, identity or registry numbers, nor the streams of records. So no repair makes, moves or renames a tonne.
/// </content>
public sealed partial class LedgerState
{
    private readonly List<BrokenEntry> _broken = [];
    private readonly List<RepairedEntry> _repaired = [];

    /// <summary>Entries that break a rule and can be repaired, and are not yet. The journal holds only where there is none.</summary>
    public IReadOnlyList<BrokenEntry> Broken => _broken;

    /// <summary>Entries that broke a rule and were repaired, as far as this state was made of the journal itself.</summary>
    public IReadOnlyList<RepairedEntry> Repaired => _repaired;

    /// <summary>Whether an entry fails, and a later one can repair it: then the next entry may be applied all the same.</summary>
    public bool IsOpen(long entry) => _broken.Exists(broken => broken.Number == entry);

    /// <summary>Why an approval of a repair cannot be; null where it can.</summary>
    /// <returns>Code <c>journal-repair</c>.</returns>
    public Finding? WhyNot(EntryRepair repair) => Reason(repair) is { } reason
        ? Failure.Of("journal-repair", $"the repair of entry {repair.Entry.ToString(CultureInfo.InvariantCulture)} {reason}", $"記録{repair.Entry.ToString(CultureInfo.InvariantCulture)}の修復内容が認められません")
        : null;

    /// <summary>Takes up what is not repaired yet, where the state is the part that one entry touches.</summary>
    internal LedgerState With(IEnumerable<BrokenEntry> broken)
    {
        _broken.AddRange(broken);
        return this;
    }

    private Finding? Open(JournalLink link, LedgerChange change, Finding? failure, Dictionary<string, CorrespondingAdjustment?>? before)
    {
        if (failure is not null)
            _broken.Add(new BrokenEntry(link.Number, link.Hash, failure) { Before = before ?? [], Written = [.. change.Adjustments], Unadjusted = _units.Unadjusted });
        return failure;
    }

    /// <summary>Notes an approval; with the second side's of the same content the repair is in force.</summary>
    private Finding? RepairOf(JournalLink link, LedgerChange change)
    {
        if (change.Repair is not { } repair)
            return null;
        if (change.Drawn is not null || change.Replaced.Count + change.Blocks.Count + change.Adjustments.Count + change.Records.Count > 0 || change.Approvals is not null || change.Voided is not null)
            return Failure.Of("journal-repair", "it approves a repair and changes something else", "修復の承認以外の変更を含んでいます");
        if (WhyNot(repair) is { } unfit)
            return unfit;
        var at = _broken.FindIndex(broken => broken.Number == repair.Entry);
        var entry = _broken[at];
        if (entry.Counterpart(repair) is not { } other)
        {
            _broken[at] = entry with { Approvals = [.. entry.Approvals.Where(each => each.Side != repair.Side), repair] };
            return null;
        }

        foreach (var adjustment in repair.Adjustments)
        {
            if (!entry.Before.ContainsKey(adjustment.Id))
                _lastAdjustment++;
            _adjustments[adjustment.Id] = adjustment;
        }

        _broken.RemoveAt(at);
        _repaired.Add(new RepairedEntry(entry, link.Number, [other, repair]));
        return null;
    }

    private string? Reason(EntryRepair repair)
    {
        if (_broken.Find(broken => broken.Number == repair.Entry) is not { } broken)
            return "is of an entry that does not fail, that is repaired, or that cannot be";
        if (repair.Hash != broken.Hash || repair.Code != broken.Failure.Code)
            return "names another hash or another rule than that of the entry";
        if (broken.Counterpart(repair) is { } other && other.ApprovedBy == repair.ApprovedBy)
            return "is approved for both sides by one person";
        return Restated(broken, repair);
    }

    /// <summary>
    /// Each adjustment that the entry touched is restated: one from before it obliges what it did; those that it made, and further ones with the next
    /// numbers, are together exactly the tonnes that the entry first transferred. A day is as before the entry, or as it is now.
    /// </summary>
    private string? Restated(BrokenEntry broken, EntryRepair repair)
    {
        var owed = new Dictionary<(string, int, string, DateOnly), long>();
        foreach (var tonnes in broken.Unadjusted)
            Add(owed, (tonnes.Project.ToString(), tonnes.Vintage.Year, tonnes.Decision, tonnes.Day), tonnes.Tonnes);
        foreach (var written in broken.Written.Where(written => broken.Before[written.Id] is null))
            Add(owed, Obligation(written), written.Tonnes.Value);
        var (seen, next) = (new HashSet<string>(StringComparer.Ordinal), _lastAdjustment);
        foreach (var adjustment in repair.Adjustments)
        {
            var before = broken.Before.GetValueOrDefault(adjustment.Id);
            if (!seen.Add(adjustment.Id))
                return $"states the adjustment {adjustment.Id} twice";
            if (adjustment.Party != Host || !IsKnown(adjustment.FirstTransfer) || !IsOwnRecord(adjustment) || adjustment.ReceiptedOn < adjustment.ObligedOn.AddDays(-1))
                return $"states the adjustment {adjustment.Id} with another Party, a record that is not there, or a day before it was obliged";
            if (!DaysAreKnown(adjustment, before, _adjustments.GetValueOrDefault(adjustment.Id)))
                return $"gives the adjustment {adjustment.Id} a day that the journal does not have";
            if (before is not null)
            {
                if (!(adjustment with { Record = before.Record }).Follows(before) || (adjustment.Record is null) != (before.Record is null))
                    return $"changes what the adjustment {adjustment.Id} obliges";
                continue;
            }

            var number = broken.Before.ContainsKey(adjustment.Id) ? adjustment.Id.Split('.')[^1] : (++next).ToString(CultureInfo.InvariantCulture);
            if (adjustment.Id != string.Create(CultureInfo.InvariantCulture, $"{Host}.{adjustment.Vintage.Year}.{number}"))
                return $"gives an adjustment the number {adjustment.Id}, which is not its own or not the next";
            Add(owed, Obligation(adjustment), -adjustment.Tonnes.Value);
        }

        return broken.Before.Keys.FirstOrDefault(id => !seen.Contains(id)) is { } left ? $"does not state the adjustment {left}, which the entry touched"
            : owed.Values.Any(tonnes => tonnes != 0) ? "states other tonnes than the entry first transferred"
            : null;
    }

    private static (string Project, int Vintage, string Decision, DateOnly Day) Obligation(CorrespondingAdjustment adjustment) =>
        (adjustment.Project.ToString(), adjustment.Vintage.Year, adjustment.Decision, adjustment.ObligedOn);

    private static void Add(Dictionary<(string, int, string, DateOnly), long> owed, (string, int, string, DateOnly) what, long tonnes) =>
        owed[what] = owed.GetValueOrDefault(what) + tonnes;

    /// <summary>The host's registry is told by a record of its own stream.</summary>
    private bool IsOwnRecord(CorrespondingAdjustment adjustment) =>
        adjustment.Record is null || (IsKnown(adjustment.Record) && RecordId.Parse(adjustment.Record).Destination == Host);

    private static bool DaysAreKnown(CorrespondingAdjustment now, params ReadOnlySpan<CorrespondingAdjustment?> known)
    {
        var (receipted, reported, applied, reviewed) = (now.ReceiptedOn is null, now.ReportedOn is null, now.AppliedOn is null, now.ReviewedOn is null);
        foreach (var each in known)
        {
            receipted |= each?.ReceiptedOn == now.ReceiptedOn;
            reported |= each?.ReportedOn == now.ReportedOn;
            applied |= each?.AppliedOn == now.AppliedOn;
            reviewed |= each?.ReviewedOn == now.ReviewedOn;
        }

        return receipted && reported && applied && reviewed;
    }
}
