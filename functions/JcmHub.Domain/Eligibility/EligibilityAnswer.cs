using JcmHub.Domain.Methodologies;

namespace JcmHub.Domain.Eligibility;

/// <summary>Whether a market can take a block of units: yes, or no with every rule that they do not meet.</summary>
/// <param name="AsOf">The instant for which it is said.</param>
/// <param name="WhyNot">Every rule that they do not meet, in both languages; none where they are eligible.</param>
public sealed record EligibilityAnswer(DateTimeOffset AsOf, IReadOnlyList<Finding> WhyNot)
{
    /// <summary>Whether the market can take them.</summary>
    public bool IsEligible => WhyNot.Count == 0;
}
