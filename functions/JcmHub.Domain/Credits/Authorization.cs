using JcmHub.Domain.Quantities;

namespace JcmHub.Domain.Credits;

/// <summary>The host's authorisation of ITMOs (2/CMA.3 annex; AEF table 2), as a decision carries it.</summary>
/// <param name="AuthorizationId">The host's own identifier.</param>
/// <param name="CooperativeApproach">Such as <c>CA0004</c>.</param>
/// <param name="Purposes">A value of the common nomenclature, such as <c>NDC</c>.</param>
/// <param name="Quantity">The authorised tonnes.</param>
/// <param name="AuthorizedOn">The day of authorisation.</param>
public sealed record Authorization(
    string AuthorizationId, string CooperativeApproach, string Purposes, WholeTonnes Quantity, DateOnly AuthorizedOn)
{
    /// <summary>
    /// For other international mitigation purposes: what the host counts as first transfer. Absent of an authorisation toward NDCs only, and of those
    /// that the hub took before it asked; then the first international transfer is it.
    /// </summary>
    public OimpFirstTransfer? FirstTransferDefOimp { get; init; }

    /// <summary>Whether it is for use toward an NDC: a value of the nomenclature that names it names it first.</summary>
    public bool IsForNdc => Purposes.StartsWith("NDC", StringComparison.Ordinal);

    /// <summary>Whether it is for other international mitigation purposes; IMP and OP are the kinds of OIMP.</summary>
    public bool IsForOimp => Purposes != "NDC";

    /// <summary>What its blocks carry of it; null where the first international transfer alone is their first transfer.</summary>
    public OimpTerms? Oimp => FirstTransferDefOimp is { } definition ? new OimpTerms(definition, IsForNdc) : null;

    /// <summary>What its terms say of changes after first transfer; where they say nothing, these are excluded.</summary>
    public ChangeTerms? ChangeAfterFirstTransfer { get; init; }

    /// <summary>Whether a change may touch units that were first transferred.</summary>
    public bool AllowsChangeAfterFirstTransfer => ChangeAfterFirstTransfer?.Rule == ChangeRule.Allowed;
}
