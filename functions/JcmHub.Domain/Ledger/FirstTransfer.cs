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
    /// <summary>One adjustment per vintage and authorisation; its record is announced where the host has a registry.</summary>
    /// <param name="issuance">The issuance of the units.</param>
    /// <param name="transferred">The units; those that are not authorised oblige nothing.</param>
    /// <param name="host">The host.</param>
    /// <param name="day">The day of the first transfer.</param>
    /// <param name="by">The record whose receipt was the first transfer.</param>
    /// <param name="entry">The entry to write.</param>
    public static Issuance Oblige(Issuance issuance, IReadOnlyList<UnitBlock> transferred, Party host, DateOnly day, RecordId by, LedgerEntry entry)
    {
        if (transferred.Count == 0)
            return issuance;
        var decision = issuance.Decision;
        var adjustments = new List<CorrespondingAdjustment>(issuance.Adjustments);
        var records = new List<AnnouncedRecord>(issuance.Records);
        foreach (var same in transferred.Where(block => block.Authorization is not null)
            .GroupBy(block => (block.Vintage.Year, block.Authorization)).OrderBy(group => group.Key))
        {
            var (block, hasRegistry) = (same.First(), host.HasRegistryOn(decision.DecidedOn));
            var adjustment = new CorrespondingAdjustment(
                $"{host.Id}.{same.Key.Year}.{entry.DrawAdjustment()}", host.Id, decision.Id, decision.Project, block.Vintage,
                new WholeTonnes(same.Sum(each => each.Units.Count)), day, by.ToString(), hasRegistry ? entry.NextRecord(host.Id).ToString() : null);
            entry.Put(adjustment);
            entry.Note($"{host.Id} is obliged to add {adjustment.Tonnes} t of {same.Key.Year} to its balance");
            adjustments.Add(adjustment);
            if (hasRegistry)
                records.Add(entry.Announce(host.Id, RecordKind.CorrespondingAdjustment,
                    new CorrespondingAdjustmentContent(decision.Id, decision.Project, adjustment, issuance.AuthorizationOf(block)!), []) with { Authorization = block.Authorization });
        }

        return issuance with { FirstTransferredOn = issuance.FirstTransferredOn ?? day, Adjustments = adjustments, Records = records };
    }
}
