using JcmHub.Domain.Credits;
using JcmHub.Domain.Ledger;
using JcmHub.Domain.Parties;

namespace JcmHub.Flows;

/// <summary>Who calls: the subject of its access token, its role, and the Party for which it acts, if any.</summary>
public sealed record Caller(string Subject, string Role, PartyId? Party)
{
    /// <summary>The caller as the journal names it.</summary>
    public Author Author => new(Subject, Role, Party);

    /// <summary>The side on which the caller stands toward a host Party; null where it stands on neither.</summary>
    public Side? SideOf(PartyId host) =>
        Party == PartyId.Japan ? Side.Japan : Party == host ? Side.Partner : null;
}
