using JcmHub.Domain.Credits;
using JcmHub.Domain.Parties;

namespace JcmHub.Domain.Ledger;

/// <summary>
/// Issuance flow B (D9; MV002, env.go.jp press_02265): Japan's registry issues on the decision, on the same day. A partner
/// without a registry keeps its amount notified. First transfer is Japan's receipted issuance of the authorised units: our reading.
/// </summary>
public static class JapanIssuesFirst
{
    /// <summary>Both sides approved: the amounts are notified, and each registry is asked to issue its side's amount.</summary>
    public static Issuance Notify(Issuance issuance, IReadOnlyList<AllocationLine> allocation, Party host, LedgerEntry entry)
    {
        var decision = issuance.Decision;
        var lines = allocation.Select(line => new IssuanceLine(line, entry.DrawUnits(line.Tonnes.Value))).ToArray();
        entry.Note($"notified {lines.Sum(line => line.Units.Count)} t of {decision.Project} to Japan and {host.Id}");
        var records = new List<AnnouncedRecord>();
        foreach (var side in lines.GroupBy(line => line.Allocation.Recipient.Side))
        {
            var registry = side.Key == Side.Japan ? PartyId.Japan : host.Id;
            var blocks = side.Select(line => Block(line, decision, registry)).ToArray();
            foreach (var block in blocks)
                entry.Put(block);
            if (side.Key == Side.Partner && !host.HasRegistryOn(decision.DecidedOn))
                continue;
            var authorization = side.Key == Side.Japan ? decision.Authorization : null;
            records.Add(entry.Announce(registry, RecordKind.Issuance,
                new IssuanceContent(decision.Id, decision.Project, decision.Period, blocks, null, authorization),
                [.. blocks.Select(block => block.Units)]));
        }

        return issuance with { Flow = IssuanceFlow.B, NotifiedAt = entry.Time, Lines = lines, Records = records };
    }

    /// <summary>Japan's registry issued; of authorised units this is the first transfer.</summary>
    public static Issuance JapanIssued(Issuance issuance, IReadOnlyList<UnitBlock> blocks, Party host, Receipt receipt, LedgerEntry entry)
    {
        var isTransfer = issuance.Decision.Authorization is not null;
        var live = IssuedBlocks.MakeLive(blocks, receipt, entry, isTransfer ? receipt.AppliedOn : null);
        entry.Note($"Japan issued {live.Sum(block => block.Units.Count)} t of {issuance.Decision.Project}");
        var issued = issuance.With(Side.Japan, receipt.AppliedOn);
        return isTransfer ? FirstTransfer.Oblige(issued, live, host, receipt, entry) : issued;
    }

    /// <summary>The partner's registry issued its own side's amount.</summary>
    public static Issuance PartnerIssued(Issuance issuance, IReadOnlyList<UnitBlock> blocks, Receipt receipt, LedgerEntry entry)
    {
        var live = IssuedBlocks.MakeLive(blocks, receipt, entry);
        entry.Note($"{receipt.Record.Destination} issued {live.Sum(block => block.Units.Count)} t of {issuance.Decision.Project}");
        return issuance.With(Side.Partner, receipt.AppliedOn);
    }

    private static UnitBlock Block(IssuanceLine line, Decision decision, PartyId registry) => new()
    {
        Registry = registry,
        Units = line.Units,
        Project = decision.Project,
        Vintage = line.Allocation.Vintage,
        Account = line.Allocation.Recipient.Account,
        AccountType = IssuedBlocks.HoldingOf(line.Allocation.Recipient),
        Holder = line.Allocation.Recipient.Holder,
        Decision = decision.Id,
        State = UnitState.Awaiting,
        Authorization = registry == PartyId.Japan ? decision.Authorization?.AuthorizationId : null,
    };
}
