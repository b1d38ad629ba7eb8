using JcmHub.Domain.Credits;

namespace JcmHub.Flows.Intake;

/// <summary>The participants' request that a verified report's credits be issued.</summary>
/// <param name="On">The day of the request.</param>
public sealed record IssuanceRequest(DateOnly On)
{
    /// <summary>The day of each side's completeness check.</summary>
    public IReadOnlyDictionary<Side, DateOnly> CompletenessCheckedOn { get; init; } = new Dictionary<Side, DateOnly>();

    /// <summary>When and why it was withdrawn.</summary>
    public WithdrawalNotice? Withdrawn { get; init; }
}
