namespace JcmHub.Flows.Intake;

/// <summary>A third-party entity's statement.</summary>
/// <param name="DocumentHash">The hash of the statement as it arrived: the same again is not another one.</param>
public sealed record Verification(
    bool IsVerified, string ThirdPartyEntity, string VerifiedBy, DateOnly On, IReadOnlyList<string> Findings, string DocumentHash)
{
    /// <summary>The participants' answer to the findings of a returned report.</summary>
    public FindingsAnswer? Answer { get; init; }
}
