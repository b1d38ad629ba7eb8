using JcmHub.Domain.Credits;

namespace JcmHub.Flows.Decisions;

/// <summary>A decision with its approvals.</summary>
public sealed record DecisionAnswer(string Decision, string ContentHash, IReadOnlyDictionary<Side, DateTimeOffset> Approvals, bool InForce)
{
    internal static DecisionAnswer Of(Domain.Ledger.Issuance issuance) =>
        new(issuance.Decision.Id, issuance.Decision.ContentHash, issuance.Approvals, issuance.IsInForce);
}
