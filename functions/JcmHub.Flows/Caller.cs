using JcmHub.Domain.Credits;
using JcmHub.Domain.Ledger;
using JcmHub.Domain.Parties;
using JcmHub.Domain.Projects;

namespace JcmHub.Flows;

/// <summary>Who calls: the subject of its access token, its role, and the Party for which it acts, if any.</summary>
public sealed record Caller(string Subject, string Role, PartyId? Party)
{
    /// <summary>The projects in which a participant takes part; nothing to the other roles.</summary>
    public IReadOnlySet<ProjectId> Projects { get; init; } = new HashSet<ProjectId>();

    /// <summary>The third-party entities for which the caller speaks, such as <c>TPE-TH-002</c>: an organisation has one in each country.</summary>
    public IReadOnlySet<string> Entities { get; init; } = new HashSet<string>();

    /// <summary>The caller as the journal names it.</summary>
    public Author Author => new(Subject, Role, Party);

    /// <summary>The side on which the caller stands toward a host Party; null where it stands on neither.</summary>
    public Side? SideOf(PartyId host) =>
        Party == PartyId.Japan ? Side.Japan : Party == host ? Side.Partner : null;

    /// <summary>Whether a host's matters are the caller's: Japan is on a side of each; another Party has its own; without a Party all are.</summary>
    public bool ReachesHost(PartyId host) => Party is null || SideOf(host) is not null;
}
