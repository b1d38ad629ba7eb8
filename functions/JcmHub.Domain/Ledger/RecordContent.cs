using JcmHub.Domain.Adjustments;
using JcmHub.Domain.Calendar;
using JcmHub.Domain.Credits;
using JcmHub.Domain.Eligibility;
using JcmHub.Domain.Parties;
using JcmHub.Domain.Projects;

namespace JcmHub.Domain.Ledger;

/// <summary>What a record says to a registry. Its wire form is a CloudEvent with data valid against <c>schemas/messages</c>.</summary>
/// <param name="Cause">What caused it.</param>
/// <param name="Project">The project that reduced the emissions.</param>
/// <param name="Blocks">The blocks that it concerns, in its destination's registry, as they are while it is on its way: reserved until its receipt.</param>
public abstract record RecordContent(RecordCause Cause, ProjectId Project, IReadOnlyList<UnitBlock> Blocks)
{
    /// <summary>How many tonnes it concerns.</summary>
    public abstract long Tonnes { get; }

    /// <summary>Of a notice to a market: the first record that said it and was refused, where this one says it again.</summary>
    public RecordId? Repeats { get; init; }
}

/// <summary>A registry is asked to issue notified units.</summary>
public sealed record IssuanceContent(
    string Decision, ProjectId Project, MonitoringPeriod Period, IReadOnlyList<UnitBlock> Blocks, PartyId? LinkedRegistry, Authorization? Authorization)
    : RecordContent(RecordCause.Issuance(Decision), Project, Blocks)
{
    /// <inheritdoc />
    public override long Tonnes => Blocks.Sum(block => block.Units.Count);
}

/// <summary>The host's registry is asked to move approved units out.</summary>
public sealed record InternationalTransferContent(
    RecordCause Cause, string Decision, ProjectId Project, DateOnly ApprovedOn, PartyId AcquiringParty, string ToAccount, IReadOnlyList<UnitBlock> Blocks, Authorization? Authorization)
    : RecordContent(Cause, Project, Blocks)
{
    /// <inheritdoc />
    public override long Tonnes => Blocks.Sum(block => block.Units.Count);
}

/// <summary>The host's registry is told of a corresponding adjustment that a first transfer obliges.</summary>
public sealed record CorrespondingAdjustmentContent(
    string Decision, ProjectId Project, CorrespondingAdjustment Adjustment, Authorization Authorization)
    : RecordContent(RecordCause.Issuance(Decision), Project, [])
{
    /// <inheritdoc />
    public override long Tonnes => Adjustment.Tonnes.Value;
}

/// <summary>A market is told of units that have become eligible, with the evidence. They are not reserved: their holder disposes of them.</summary>
public sealed record EligibleCreditsContent(
    RecordCause Cause, string Decision, ProjectId Project, IReadOnlyList<UnitBlock> Units, EligibilityEvidence Evidence)
    : RecordContent(Cause, Project, [])
{
    /// <inheritdoc />
    public override long Tonnes => Units.Sum(block => block.Units.Count);
}

/// <summary>A market is told of units that it was told of before and can no longer take.</summary>
/// <param name="Cause">What caused it.</param>
/// <param name="Decision">The decision that allocated them.</param>
/// <param name="Project">The project.</param>
/// <param name="Units">The units as they were listed: <see cref="UnitBlock.ListedIn"/> is the account in which the market knows them.</param>
/// <param name="Reason">The first rule that they do not meet any more, by its code; <c>account-changed</c> where another company holds them now.</param>
public sealed record EligibilityWithdrawalContent(
    RecordCause Cause, string Decision, ProjectId Project, IReadOnlyList<UnitBlock> Units, string Reason)
    : RecordContent(Cause, Project, [])
{
    /// <inheritdoc />
    public override long Tonnes => Units.Sum(block => block.Units.Count);
}
