using JcmHub.Domain.Credits;

namespace JcmHub.Domain.Projects;

/// <summary>A share of the credits that was fixed at registration, on the form "Percentage of Credit Allocation".</summary>
/// <param name="Holder">Who gets it, in the form's words.</param>
/// <param name="Side">On which side.</param>
/// <param name="Share">The exact share.</param>
public sealed record FixedShare(string Holder, Side Side, Fraction Share);
