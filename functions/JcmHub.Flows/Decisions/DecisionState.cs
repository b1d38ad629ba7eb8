using JcmHub.Domain.Credits;
using JcmHub.Domain.Ledger.Journal;
using JcmHub.Domain.Methodologies;

namespace JcmHub.Flows.Decisions;

/// <summary>
/// A Joint Committee decision with both sides' approvals: one row, so that approvals, the hash and what voids them change together (D9).
/// Once it is in force, each of its projects has an issuance.
/// </summary>
public sealed record DecisionState
{
    /// <summary>The content last approved.</summary>
    public required JointDecision Decision { get; init; }

    /// <summary>The verified report of each project, in the decision's order.</summary>
    public required IReadOnlyList<DecidedReport> Reports { get; init; }

    /// <summary>When each side approved this content. Other content voids both.</summary>
    public IReadOnlyDictionary<Side, DateTimeOffset> Approvals { get; init; } = new Dictionary<Side, DateTimeOffset>();

    /// <summary>
    /// Who last approved for each side, by the subject of the token; kept when other content voids the approvals, because nobody
    /// decides for both governments.
    /// </summary>
    public IReadOnlyDictionary<Side, string> Approvers { get; init; } = new Dictionary<Side, string>();

    /// <summary>What was unknown or unsure when the rules were applied.</summary>
    public IReadOnlyList<Finding> Warnings { get; init; } = [];

    /// <summary>What the host charges.</summary>
    public IReadOnlyList<FeeStatement> Fees { get; init; } = [];

    /// <summary>That the fees were paid, in the host's word; it stays while the fees are the same.</summary>
    public FeePayment? FeesPaid { get; init; }

    /// <summary>When the amounts were notified to each side: the decision came into force.</summary>
    public DateTimeOffset? NotifiedAt { get; init; }

    /// <summary>How far its parts are written, while they are not all (D4); null before and after, and where one transaction holds everything.</summary>
    public NotificationParts? Parts { get; init; }

    /// <summary>Whether it came into force.</summary>
    public bool IsInForce => NotifiedAt is not null;

    /// <summary>Whether what was approved is this decision on these reports as they are now: both governments approve the same content (D9).</summary>
    internal bool IsOn(ReviewedDecision reviewed) => Decision.ContentHash == reviewed.Decision.ContentHash
        && Reports.Select(report => (report.Id, report.Basis)).SequenceEqual(reviewed.Reports.Select(report => (report.Id, report.Basis)));

    /// <summary>The approvals of this content, as the journal has them.</summary>
    internal IEnumerable<DecisionApproval> Journalled => Approvals.Keys.Select(side => new DecisionApproval(Decision.Id, Decision.ContentHash, side));

    /// <summary>Whether both governments approved the same content.</summary>
    public bool IsApprovedByBoth => Approvals.Count == 2;

    /// <summary>Whether a step waits for the host's confirmation that its fees were paid.</summary>
    public bool AwaitsPaymentBefore(Domain.Parties.FeeStep step) => FeesPaid is null && Fees.Any(fee => fee.Fee.PaidBefore == step);
}
