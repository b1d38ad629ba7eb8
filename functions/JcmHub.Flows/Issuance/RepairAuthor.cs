using JcmHub.Domain.Credits;
using JcmHub.Domain.Ledger;
using JcmHub.Domain.Ledger.Journal;
using JcmHub.Domain.Parties;

namespace JcmHub.Flows.Issuance;

/// <summary>Who approves a repair is the author of the entry that bears the approval, an operator of the side for which it is approved.</summary>
internal static class RepairAuthor
{
    /// <summary>Holds an entry's approval of a repair, where it bears one, against its author.</summary>
    /// <exception cref="FormatException">The author is somebody else.</exception>
    public static void Check(ReadOnlySpan<byte> entry, EntryRepair? repair)
    {
        if (repair is null)
            return;
        var (author, host) = LedgerJson.Read<Authored>(entry.ToArray());
        var party = repair.Side == Side.Japan ? PartyId.Japan : host;
        if (author != new Author(repair.ApprovedBy, "operator", party))
            throw new FormatException($"The repair is not approved by an operator of {party} who is the author of the entry.");
    }

    private sealed record Authored(Author Author, PartyId Host);
}
