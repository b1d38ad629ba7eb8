using JcmHub.Domain.Parties;

namespace JcmHub.Domain.Ledger;

/// <summary>Who wrote a journal entry: the subject of its access token, its role, and the Party for which it acted, if any.</summary>
public sealed record Author(string Subject, string Role, PartyId? Party);
