using JcmHub.Domain.Adjustments;
using JcmHub.Domain.Parties;
using JcmHub.Domain.Quantities;

namespace JcmHub.Domain.Ledger;

/// <summary>
/// What a first international transfer obliges: the host adds the tonnes to its balance for the year of the reduction
/// (2/CMA.3 annex, para 8), of what both Parties authorised and nothing else (D9).
/// </summary>
internal static class FirstTransfer
{
    /// <summary>One adjustment per vintage; its record is announced where the host has a registry.</summary>
    public static Issuance Oblige(Issuance issuance, IReadOnlyList<UnitBlock> transferred, Party host, Receipt receipt, LedgerEntry entry)
    {
        var decision = issuance.Decision;
        var adjustments = new List<CorrespondingAdjustment>(issuance.Adjustments);
        var records = new List<AnnouncedRecord>(issuance.Records);
        if (decision.Authorization is { } authorization)
        {
            foreach (var vintage in transferred.GroupBy(block => block.Vintage).OrderBy(group => group.Key.Year))
            {
                var hasRegistry = host.HasRegistryOn(decision.DecidedOn);
                var adjustment = new CorrespondingAdjustment(
                    $"{host.Id}.{vintage.Key.Year}.{entry.DrawAdjustment()}", host.Id, decision.Id, decision.Project, vintage.Key,
                    new WholeTonnes(vintage.Sum(block => block.Units.Count)), receipt.AppliedOn,
                    receipt.Record.ToString(), hasRegistry ? entry.NextRecord(host.Id).ToString() : null);
                entry.Put(adjustment);
                entry.Note($"{host.Id} is obliged to add {adjustment.Tonnes} t of {vintage.Key.Year} to its balance");
                adjustments.Add(adjustment);
                if (hasRegistry)
                    records.Add(entry.Announce(host.Id, RecordKind.CorrespondingAdjustment,
                        new CorrespondingAdjustmentContent(decision.Id, decision.Project, adjustment, authorization), []));
            }
        }

        return issuance with { FirstTransferredOn = receipt.AppliedOn, Adjustments = adjustments, Records = records };
    }
}
