namespace JcmHub.Domain.Parties;

/// <summary>A Party with its dated rules, as in <c>schemas/parties</c>. A rule is applied as of the decision's day.</summary>
public sealed record Party(PartyId Id, string Name)
{
    /// <summary>What it has for a registry.</summary>
    public required RegistryKind Registry { get; init; }

    /// <summary>Who issues first.</summary>
    public IReadOnlyList<DatedRule<IssuanceFlow>> IssuanceFlows { get; init; } = [];

    /// <summary>Whether rules for ITMOs are agreed with Japan; without a yes there is none.</summary>
    public IReadOnlyList<DatedRule<Agreement>> Article6RulesAgreed { get; init; } = [];

    /// <summary>Whether the Party has authorised the JCM as a whole, so that a decision need not carry its authorisation.</summary>
    public IReadOnlyList<DatedRule<Agreement>> StandingAuthorizations { get; init; } = [];

    /// <summary>Flow A: the account of its registry that holds Japan's part until it moves out.</summary>
    public string? PendingAccount { get; init; }

    /// <summary>Flow A: the account of its registry for units that have left it.</summary>
    public string? TransferOutAccount { get; init; }
}
