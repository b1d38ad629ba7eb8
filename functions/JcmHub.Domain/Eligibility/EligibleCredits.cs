using JcmHub.Domain.Ledger;

namespace JcmHub.Domain.Eligibility;

/// <summary>Notices units that have just become eligible for a market, and announces them to it once, with the evidence.</summary>
public static class EligibleCredits
{
    /// <summary>Japan stands nine hours before UTC all year.</summary>
    private static readonly TimeSpan Japan = TimeSpan.FromHours(9);

    /// <summary>
    /// Announces what of the units that Japan's registry has just issued is eligible. It is in the same entry as their receipt, so each
    /// unit is announced exactly once.
    /// </summary>
    public static Issuance Announce(Issuance issuance, Receipt issued, Market market, LedgerEntry entry)
    {
        var eligible = entry.Blocks
            .Where(block => issued.Blocks.Any(part => part.Units.Contains(block.Units)) && WhyNot(block, market, entry).Count == 0)
            .OrderBy(block => block.Units.First)
            .ToArray();
        if (eligible.Length == 0)
            return issuance;
        var evidence = new EligibilityEvidence(
            issued.Record, issued.Digest, issued.AppliedOn, issuance.Decision.Authorization!, eligible[0].FirstTransferredOn!.Value,
            [.. issuance.Adjustments.Where(adjustment => eligible.Any(block => block.Vintage == adjustment.Vintage))]);
        var content = new EligibleCreditsContent(issuance.Decision.Id, issuance.Decision.Project, eligible, evidence);
        entry.Note($"{content.Tonnes} t of {content.Project} are eligible for {market.Id}");
        return issuance with { Records = [.. issuance.Records, entry.Announce(Destination.GxEts, RecordKind.EligibleCredits, content, [])] };
    }

    private static IReadOnlyList<Methodologies.Finding> WhyNot(UnitBlock block, Market market, LedgerEntry entry) =>
        EligibilityGate.WhyNot(block, market, DayInJapan(entry.Time), isDisputed: false);

    /// <summary>The day in Japan.</summary>
    public static DateOnly DayInJapan(DateTimeOffset time) => DateOnly.FromDateTime(time.ToOffset(Japan).DateTime);
}
