using JcmHub.Domain.Credits;
using JcmHub.Domain.Methodologies;
using JcmHub.Domain.Parties;

namespace JcmHub.Domain.Ledger;

/// <summary>
/// Issuance flow A (D9; TH014, env.go.jp press_01692): the host's registry issues, the host approves the international transfer,
/// those units move to international transfer out, Japan's registry issues units linked to them one to one.
/// At every instant a tonne is live in at most one registry.
/// </summary>
public static class HostIssuesFirst
{
    /// <summary>The block that a line's units come to: all of them in the host's registry.</summary>
    internal static UnitBlock Block(IssuanceLine line, Decision decision, Party host)
    {
        var recipient = line.Allocation.Recipient;
        var forJapan = recipient.Side == Side.Japan;
        return new UnitBlock
        {
            Registry = host.Id,
            Units = line.Units,
            Project = decision.Project,
            Vintage = line.Allocation.Vintage,
            Account = forJapan ? host.PendingAccount! : recipient.Account,
            AccountType = forJapan ? AccountType.Pending : IssuedBlocks.HoldingOf(recipient),
            Holder = recipient.Holder,
            Decision = decision.Id,
            State = UnitState.Awaiting,
        }.Under(forJapan ? decision.Authorization : null);
    }

    /// <summary>Whether a block waits in the host's registry for its international transfer.</summary>
    public static bool IsWaiting(UnitBlock block, Party host) =>
        block.Registry == host.Id && block is { AccountType: AccountType.Pending, State: UnitState.Live };

    /// <summary>The host approves the international transfer of what its registry issued for Japan's side.</summary>
    /// <returns>Error <c>transfer-not-issued</c> while the host's registry has not issued, <c>transfer-nothing</c> where nothing is to move.</returns>
    public static (Issuance Issuance, Finding? Error) ApproveTransfer(
        Issuance issuance, IReadOnlyList<UnitBlock> blocks, Party host, DateOnly approvedOn, LedgerEntry entry)
    {
        if (issuance.Flow == IssuanceFlow.A && !issuance.IsIssuedBy(host.Id))
            return (issuance, new Finding("transfer-not-issued", "",
                $"{host.Name}'s registry has not issued the units of {issuance.Decision.Id} yet.",
                $"{issuance.Decision.Id}のクレジットは、{host.Id}の登録簿でまだ発行されていません。"));
        var leaving = blocks
            .Where(block => IsWaiting(block, host))
            .Select(block => block with { State = UnitState.Leaving })
            .ToArray();
        if (leaving.Length == 0)
            return (issuance, new Finding("transfer-nothing", "",
                $"{issuance.Decision.Id} has no units waiting to be transferred.",
                $"{issuance.Decision.Id}には国際移転を待つクレジットがありません。"));
        foreach (var block in leaving)
            entry.Replace(block, block);
        // A record speaks of one authorisation, or of none.
        var records = leaving.GroupBy(block => block.Authorization).SelectMany(same => same.Chunk(Issuance.MostBlocksOfARecord))
            .Select(blocks => entry.Announce(host.Id, RecordKind.InternationalTransfer, IssuanceRecords.Move(issuance, blocks, host, approvedOn),
                [.. blocks.Select(block => block.Units)]) with { ApprovedOn = approvedOn }).ToArray();
        entry.Note($"{host.Id} approved the international transfer of {records.Sum(record => record.Tonnes)} t of {issuance.Decision.Project}");
        return (issuance with { TransferApprovedOn = issuance.TransferApprovedOn ?? approvedOn, Records = [.. issuance.Records, .. records] }, null);
    }

    /// <summary>
    /// The host's registry issued; it may have issued less than notified, then the rest stays awaiting. Of units authorised for other purposes it is
    /// the first transfer where the host's definition is the authorisation or the issuance.
    /// </summary>
    public static Issuance HostIssued(Issuance issuance, IReadOnlyList<UnitBlock> blocks, Party host, Receipt receipt, LedgerEntry entry)
    {
        var live = IssuedBlocks.MakeLive(blocks, receipt, entry, block => FirstTransfer.OnIssuance(block, issuance, receipt.AppliedOn));
        entry.Note($"{receipt.Record.Destination} issued {live.Sum(block => block.Units.Count)} t of {issuance.Decision.Project}");
        return FirstTransfer.Oblige(issuance, [.. live.Where(block => block.FirstTransferredOn is not null)], host, receipt.Record, entry, isInternational: false);
    }

    /// <summary>
    /// The units have left the host's registry: the first transfer. It obliges the adjustment of what both Parties authorised,
    /// and only now Japan's registry is asked to issue.
    /// </summary>
    public static Issuance MovedOut(Issuance issuance, IReadOnlyList<UnitBlock> blocks, Party host, Receipt receipt, LedgerEntry entry)
    {
        return LinkedUnits.Transfer(issuance, blocks, host, host.TransferOutAccount!, receipt.AppliedOn, receipt.Record, block => RecipientOf(issuance, block), entry).Issuance;
    }

    /// <summary>Japan's registry issued the linked units.</summary>
    public static Issuance JapanIssued(Issuance issuance, IReadOnlyList<UnitBlock> blocks, Receipt receipt, LedgerEntry entry)
    {
        var live = IssuedBlocks.MakeLive(blocks, receipt, entry);
        entry.Note($"Japan issued {live.Sum(block => block.Units.Count)} t of {issuance.Decision.Project}");
        return issuance;
    }

    private static UnitBlock RecipientOf(Issuance issuance, UnitBlock linked)
    {
        var recipient = issuance.Lines.Single(line => line.Units.Contains(linked.Units)).Allocation.Recipient;
        return linked with { Account = recipient.Account, AccountType = IssuedBlocks.HoldingOf(recipient), Holder = recipient.Holder };
    }
}
