using JcmHub.Domain.Ledger;
using JcmHub.Domain.Methodologies;
using JcmHub.Flows.Signing;

namespace JcmHub.Flows.Exchange;

/// <summary>What was proved by a proof, in sentences; and where it failed, why.</summary>
/// <param name="Proved">What holds, in the order in which it was looked at.</param>
/// <param name="Failure">The first thing that does not; null where all does.</param>
public sealed record ProofVerdict(IReadOnlyList<string> Proved, Finding? Failure)
{
    /// <summary>The record that is proved; null where the proof fails.</summary>
    public RecordId? Record { get; init; }

    /// <summary>The keys on whose signatures it rests, the hub's first.</summary>
    public IReadOnlyList<VerificationKey> ReliedOn { get; init; } = [];
}
