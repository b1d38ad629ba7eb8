using JcmHub.Domain.Entities;
using JcmHub.Domain.Parties;
using JcmHub.Domain.Projects;

namespace JcmHub.Domain.Credits;

/// <summary>Everything that a decision on one project is held against.</summary>
public sealed record DecisionCase
{
    /// <summary>What is decided.</summary>
    public required Decision Decision { get; init; }

    /// <summary>The project.</summary>
    public required Project Project { get; init; }

    /// <summary>The host with the rules that govern this project.</summary>
    public required Party Host { get; init; }

    /// <summary>Japan.</summary>
    public required Party Japan { get; init; }

    /// <summary>The verified tonnes.</summary>
    public required IReadOnlyList<VintageTonnes> Verified { get; init; }

    /// <summary>The allocation, split without an error.</summary>
    public required AllocationSplit Split { get; init; }

    /// <summary>The id of the third-party entity that verified, and the day of its statement.</summary>
    public required (string Entity, DateOnly On) VerifiedBy { get; init; }

    /// <summary>The sectoral scopes of the methodologies applied; empty where they are not known.</summary>
    public required IReadOnlyList<int> SectoralScopes { get; init; }

    /// <summary>Finds a third-party entity's file; null where there is none.</summary>
    public required Func<string, ThirdPartyEntity?> Entity { get; init; }

    /// <summary>All verified tonnes.</summary>
    public long Total => Verified.Sum(vintage => vintage.Tonnes.Value);

    /// <summary>What goes to one side.</summary>
    public long TonnesOf(Side side) => Split.Lines.Where(line => line.Recipient.Side == side).Sum(line => line.Tonnes.Value);
}
