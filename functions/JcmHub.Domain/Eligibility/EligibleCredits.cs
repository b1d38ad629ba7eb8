using JcmHub.Domain.Ledger;
using JcmHub.Domain.Methodologies;
using JcmHub.Domain.Parties;

namespace JcmHub.Domain.Eligibility;

/// <summary>
/// Keeps a market's list of eligible units in step with the ledger: what an entry makes eligible is announced in that entry, with the
/// evidence, and what it makes ineligible is withdrawn in it. A block says in which account the market knows it
/// (<see cref="UnitBlock.ListedIn"/>), so each unit is announced exactly once, and again only after it was withdrawn.
/// </summary>
public static class EligibleCredits
{
    /// <summary>Japan stands nine hours before UTC all year.</summary>
    private static readonly TimeSpan Japan = TimeSpan.FromHours(9);

    /// <summary>The decisions of whose units the entry so far makes some eligible, or ineligible although the market has been told of them.</summary>
    public static IReadOnlyList<string> Decisions(Market market, LedgerEntry entry) =>
        [.. InJapan(entry).Where(block => Came(block, market, entry) || Went(block, market, entry)).Select(block => block.Decision).Distinct()];

    /// <summary>Tells the market what the entry so far means for one decision's units; nothing where it has been told already.</summary>
    /// <param name="issuance">The decision's issuance, with the records that made its units live and the adjustments they oblige.</param>
    /// <param name="cause">What caused the change.</param>
    /// <param name="market">The market.</param>
    /// <param name="entry">The entry, with every block already as it leaves it.</param>
    /// <returns>The records announced.</returns>
    public static IReadOnlyList<AnnouncedRecord> Tell(Issuance issuance, RecordCause cause, Market market, LedgerEntry entry)
    {
        var touched = InJapan(entry).Where(block => block.Decision == issuance.Decision.Id).OrderBy(block => block.Units.First).ToArray();
        var records = new List<AnnouncedRecord>();
        // First what goes: units that pass from one company to another are withdrawn from the one and announced for the other.
        foreach (var went in touched.Where(block => Went(block, market, entry)).GroupBy(block => Reason(block, market, entry)))
            records.Add(Withdraw([.. went], went.Key));
        foreach (var came in touched.Where(block => Came(block, market, entry)).GroupBy(block => (Issued: issuance.IssuedBy(block).Id, block.FirstTransferredOn, block.Authorization)))
            records.Add(Announce([.. came]));
        return records;

        AnnouncedRecord Withdraw(UnitBlock[] blocks, string reason)
        {
            var content = new EligibilityWithdrawalContent(cause, issuance.Decision.Id, issuance.Decision.Project, blocks, reason);
            entry.Note($"{content.Tonnes} t of {content.Project} are no longer eligible for {market.Id}: {reason}");
            foreach (var block in blocks)
                entry.Put(block with { ListedIn = null });
            return entry.Announce(Destination.GxEts, RecordKind.EligibilityWithdrawal, content, []);
        }

        AnnouncedRecord Announce(UnitBlock[] blocks)
        {
            var content = Announcement(issuance, cause, blocks);
            entry.Note($"{content.Tonnes} t of {content.Project} are eligible for {market.Id}");
            foreach (var block in blocks)
                entry.Put(block with { ListedIn = block.Account });
            return entry.Announce(Destination.GxEts, RecordKind.EligibleCredits, content, []);
        }
    }

    /// <summary>What the market is told of eligible units that were issued by one record and first transferred on one day under one authorisation.</summary>
    public static EligibleCreditsContent Announcement(Issuance issuance, RecordCause cause, UnitBlock[] blocks) =>
        new(cause, issuance.Decision.Id, issuance.Decision.Project, blocks, Evidence(issuance, blocks));

    /// <summary>How many records an entry may need at most to tell the market that a block comes to an account: rows of its transaction.</summary>
    internal static int MostRecords(UnitBlock block, AccountType to) =>
        (block.ListedIn is null ? 0 : 1) + (block is { Authorization: not null, FirstTransferredOn: not null } && to == AccountType.EntityHolding ? 1 : 0);

    /// <summary>The day in Japan.</summary>
    public static DateOnly DayInJapan(DateTimeOffset time) => DateOnly.FromDateTime(time.ToOffset(Japan).DateTime);

    private static IEnumerable<UnitBlock> InJapan(LedgerEntry entry) => entry.Blocks.Where(block => block.Registry == PartyId.Japan);

    private static bool Came(UnitBlock block, Market market, LedgerEntry entry) =>
        block.ListedIn != block.Account && WhyNot(block, market, entry).Count == 0;

    /// <summary>Units on the move are still where the market knows them, until their registry has moved them.</summary>
    private static bool Went(UnitBlock block, Market market, LedgerEntry entry) =>
        block.ListedIn is { } account && block.State is UnitState.Live or UnitState.Blocked
        && (account != block.Account || WhyNot(block, market, entry).Count > 0);

    private static string Reason(UnitBlock block, Market market, LedgerEntry entry) =>
        WhyNot(block, market, entry) is [var first, ..] ? first.Code : "account-changed";

    private static IReadOnlyList<Finding> WhyNot(UnitBlock block, Market market, LedgerEntry entry) =>
        EligibilityGate.WhyNot(block, market, DayInJapan(entry.Time), isDisputed: false);

    private static EligibilityEvidence Evidence(Issuance issuance, UnitBlock[] blocks)
    {
        var issued = issuance.IssuedBy(blocks[0]);
        var transferred = blocks[0].FirstTransferredOn!.Value;
        return new EligibilityEvidence(
            issued.Id, issued.Digest!, issued.AppliedOn!.Value, issuance.AuthorizationOf(blocks[0])!, transferred,
            [.. issuance.Adjustments.Where(adjustment => adjustment.ObligedOn == transferred && blocks.Any(block => block.Vintage == adjustment.Vintage))]);
    }
}
