using JcmHub.Domain.Credits;
using JcmHub.Domain.Parties;

namespace JcmHub.Domain.Ledger;

/// <summary>
/// Issuance flow B (D9; MV002, env.go.jp press_02265): Japan's registry issues on the decision, on the same day. A partner
/// without a registry keeps its amount notified. First transfer is Japan's receipted issuance of the authorised units: our reading.
/// </summary>
public static class JapanIssuesFirst
{
    /// <summary>The block that a line's units come to: in the registry of the recipient's side.</summary>
    internal static UnitBlock Block(IssuanceLine line, Decision decision, Party host)
    {
        var recipient = line.Allocation.Recipient;
        var registry = recipient.Side == Side.Japan ? PartyId.Japan : host.Id;
        return new UnitBlock
        {
            Registry = registry,
            Units = line.Units,
            Project = decision.Project,
            Vintage = line.Allocation.Vintage,
            Account = recipient.Account,
            AccountType = IssuedBlocks.HoldingOf(recipient),
            Holder = recipient.Holder,
            Decision = decision.Id,
            State = UnitState.Awaiting,
        }.Under(registry == PartyId.Japan ? decision.Authorization : null);
    }

    /// <summary>Japan's registry issued; of authorised units this is the first transfer, but of those whose only one is their use.</summary>
    public static Issuance JapanIssued(Issuance issuance, IReadOnlyList<UnitBlock> blocks, Party host, Receipt receipt, LedgerEntry entry)
    {
        var live = IssuedBlocks.MakeLive(blocks, receipt, entry, block => block.Authorization is null || block.Oimp is { OnlyByUse: true } ? null : receipt.AppliedOn);
        entry.Note($"Japan issued {live.Sum(block => block.Units.Count)} t of {issuance.Decision.Project}");
        return FirstTransfer.Oblige(issuance, [.. live.Where(block => block.FirstTransferredOn is not null)], host, receipt.Record, entry, isInternational: true);
    }

    /// <summary>The partner's registry issued its own side's amount.</summary>
    public static Issuance PartnerIssued(Issuance issuance, IReadOnlyList<UnitBlock> blocks, Receipt receipt, LedgerEntry entry)
    {
        var live = IssuedBlocks.MakeLive(blocks, receipt, entry);
        entry.Note($"{receipt.Record.Destination} issued {live.Sum(block => block.Units.Count)} t of {issuance.Decision.Project}");
        return issuance;
    }
}
