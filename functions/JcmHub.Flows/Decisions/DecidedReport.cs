using JcmHub.Domain.Calendar;
using JcmHub.Domain.Credits;
using JcmHub.Domain.Methodologies;
using JcmHub.Domain.Quantities;
using JcmHub.Flows.Intake;

namespace JcmHub.Flows.Decisions;

/// <summary>
/// A verified report as it was decided on. The parts name their recipients by place, because a decision on many projects must stay
/// within one row.
/// </summary>
/// <param name="Id">The report.</param>
/// <param name="Basis">What an approval rests on beside the decision's own words: content, computed tonnes, verification and issuance request. Another basis voids it.</param>
/// <param name="Parts">How its tonnes are allocated, and why so: vintage by vintage, the recipients in the decision's order.</param>
public sealed record DecidedReport(string Id, string Basis, IReadOnlyList<DecidedPart> Parts)
{
    /// <summary>The report as this split decides on it.</summary>
    public static DecidedReport Of(ReportState report, Decision decision, AllocationSplit split) => new(report.Id, BasisOf(report),
        [.. split.Working.Select((part, place) => new DecidedPart(
            place % decision.Allocation.Recipients.Count, part.Vintage, part.Tonnes, part.Reason, part.Floor, part.Remainder, part.Minimum))]);

    private static string BasisOf(ReportState report) => ContentHash.Of(System.Text.Encoding.UTF8.GetBytes(string.Join('\n',
    [
        report.ContentHash,
        .. report.Result!.Vintages.Select(vintage => $"{vintage.Vintage} {vintage.Tonnes}"),
        report.Verification!.DocumentHash,
        report.IssuanceRequests.Count.ToString(System.Globalization.CultureInfo.InvariantCulture),
    ])));

    /// <summary>The split with its working.</summary>
    /// <param name="decision">The decision that decided on it.</param>
    public AllocationSplit Split(Decision decision) => new(
        [.. Parts.Select(part => new AllocationWorking(decision.Allocation.Recipients[part.Recipient], part.Vintage, part.Tonnes, part.Reason)
        {
            Floor = part.Floor, Remainder = part.Remainder, Minimum = part.Minimum,
        })], []);
}

/// <summary>What one recipient gets of one vintage, as <see cref="AllocationWorking"/> says.</summary>
/// <param name="Recipient">The recipient's place in the allocation.</param>
/// <param name="Vintage">The vintage.</param>
/// <param name="Tonnes">How many tonnes.</param>
/// <param name="Reason">Why.</param>
/// <param name="Floor">The exact share rounded down.</param>
/// <param name="Remainder">What that leaves.</param>
/// <param name="Minimum">The minimum share rounded up.</param>
public sealed record DecidedPart(
    int Recipient, Vintage Vintage, WholeTonnes Tonnes, AllocationReason Reason, long? Floor, Rational? Remainder, long? Minimum);
