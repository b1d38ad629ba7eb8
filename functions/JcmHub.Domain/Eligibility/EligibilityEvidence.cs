using JcmHub.Domain.Adjustments;
using JcmHub.Domain.Credits;
using JcmHub.Domain.Ledger;

namespace JcmHub.Domain.Eligibility;

/// <summary>Why units are eligible, for whoever checks it.</summary>
/// <param name="Issuance">The record whose receipt made them live in Japan's registry.</param>
/// <param name="IssuanceDigest">Its digest, which that receipt names.</param>
/// <param name="IssuedOn">The day on which Japan's registry issued them.</param>
/// <param name="Authorization">The host's authorisation.</param>
/// <param name="FirstTransferredOn">The day of their first transfer.</param>
/// <param name="Adjustments">What it obliges the host to add to its balance.</param>
public sealed record EligibilityEvidence(
    RecordId Issuance, string IssuanceDigest, DateOnly IssuedOn, Authorization Authorization, DateOnly FirstTransferredOn,
    IReadOnlyList<CorrespondingAdjustment> Adjustments);
