using JcmHub.Domain.Ledger;
using JcmHub.Domain.Parties;

namespace JcmHub.Domain.Eligibility;

/// <summary>
/// Keeps a market's list of eligible units in step with the ledger: what an entry makes eligible is announced in that entry, with the
/// evidence, and what it makes ineligible is withdrawn in it. A block says in which account the market knows it, and by which record
/// (<see cref="UnitBlock.ListedIn"/>, <see cref="UnitBlock.ListedBy"/>), so each unit is announced exactly once, and again only after it was withdrawn.
/// </summary>
public static class EligibleCredits
{
    /// <summary>The decisions of whose units the entry so far touches some that the market knows, or may come to know.</summary>
    public static IReadOnlyList<string> Decisions(LedgerEntry entry) => [.. InJapan(entry).Where(Concerns).Select(block => block.Decision).Distinct()];

    /// <summary>Tells the market what the entry so far means for one decision's units; nothing where it has been told already.</summary>
    /// <param name="issuance">The decision's issuance, with the records that made its units live and the adjustments they oblige.</param>
    /// <param name="cause">What caused the change.</param>
    /// <param name="gate">The gate, as it stands in this entry.</param>
    /// <param name="entry">The entry, with every block already as it leaves it.</param>
    /// <returns>The records announced.</returns>
    public static IReadOnlyList<AnnouncedRecord> Tell(Issuance issuance, RecordCause cause, EligibilityGate gate, LedgerEntry entry)
    {
        var touched = InJapan(entry)
            .Where(block => block.Decision == issuance.Decision.Id && Concerns(block))
            .OrderBy(block => block.Units.First)
            .Select(block => (Block: block, Answer: gate.Ask(block, issuance.AuthorizationOf(block), entry.Time)))
            .ToArray();
        var records = new List<AnnouncedRecord>();
        // First what goes: units that pass from one company to another are withdrawn from the one and announced for the other.
        foreach (var went in touched.Where(each => Went(each.Block, each.Answer)).GroupBy(each => Reason(each.Answer), each => each.Block))
            records.Add(Withdraw([.. went], went.Key));
        foreach (var came in touched.Where(each => Came(each.Block, each.Answer)).Select(each => each.Block)
            .GroupBy(block => (Issued: issuance.IssuedBy(block).Id, block.FirstTransferredOn, block.Authorization)))
            records.Add(Announce([.. came]));
        return records;

        AnnouncedRecord Withdraw(UnitBlock[] blocks, string reason)
        {
            var content = new EligibilityWithdrawalContent(cause, issuance.Decision.Id, issuance.Decision.Project, blocks, reason);
            entry.Note($"{content.Tonnes} t of {content.Project} are no longer eligible for {gate.Market.Id}: {reason}");
            foreach (var block in blocks)
                entry.Put(block with { ListedIn = null, ListedBy = null });
            return entry.Announce(Destination.GxEts, RecordKind.EligibilityWithdrawal, content, []);
        }

        AnnouncedRecord Announce(UnitBlock[] blocks)
        {
            var content = Announcement(issuance, cause, blocks);
            entry.Note($"{content.Tonnes} t of {content.Project} are eligible for {gate.Market.Id}");
            foreach (var block in blocks)
                entry.Put(block with { ListedIn = block.Account, ListedBy = entry.NextRecord(Destination.GxEts).Number });
            return entry.Announce(Destination.GxEts, RecordKind.EligibleCredits, content, []);
        }
    }

    /// <summary>What the market is told of eligible units that were issued by one record and first transferred on one day under one authorisation.</summary>
    public static EligibleCreditsContent Announcement(Issuance issuance, RecordCause cause, UnitBlock[] blocks) =>
        new(cause, issuance.Decision.Id, issuance.Decision.Project, blocks, Evidence(issuance, blocks));

    /// <summary>Whether the market's list says of a block what the gate says.</summary>
    public static bool IsInStep(UnitBlock block, EligibilityAnswer answer) => !Went(block, answer) && !Came(block, answer);

    /// <summary>Whether the market knows a block of Japan's registry, or could come to know it.</summary>
    public static bool Concerns(UnitBlock block) =>
        block.ListedIn is not null || block is { Authorization: not null, FirstTransferredOn: not null, AccountType: AccountType.EntityHolding, State: UnitState.Live };

    /// <summary>How many records an entry may need at most to tell the market that a block comes to an account: rows of its transaction.</summary>
    internal static int MostRecords(UnitBlock block, AccountType to) =>
        (block.ListedIn is null ? 0 : 1) + (block is { Authorization: not null, FirstTransferredOn: not null } && to == AccountType.EntityHolding ? 1 : 0);

    private static IEnumerable<UnitBlock> InJapan(LedgerEntry entry) => entry.Blocks.Where(block => block.Registry == PartyId.Japan);

    private static bool Came(UnitBlock block, EligibilityAnswer answer) => block.ListedIn != block.Account && answer.IsEligible;

    /// <summary>Units on the move are still where the market knows them, until their registry has moved them.</summary>
    private static bool Went(UnitBlock block, EligibilityAnswer answer) =>
        block.ListedIn is { } account && block.State is UnitState.Live or UnitState.Blocked && (account != block.Account || !answer.IsEligible);

    private static string Reason(EligibilityAnswer answer) => answer.WhyNot is [var first, ..] ? first.Code : "account-changed";

    private static EligibilityEvidence Evidence(Issuance issuance, UnitBlock[] blocks)
    {
        var issued = issuance.IssuedBy(blocks[0]);
        var transferred = blocks[0].FirstTransferredOn!.Value;
        return new EligibilityEvidence(
            issued.Id, issued.Digest!, issued.AppliedOn!.Value, issuance.AuthorizationOf(blocks[0])!, transferred,
            [.. issuance.Adjustments.Where(adjustment => adjustment.ObligedOn == transferred && blocks.Any(block => block.Vintage == adjustment.Vintage))]);
    }
}
