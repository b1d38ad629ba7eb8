using JcmHub.Domain.Credits;
using JcmHub.Domain.Parties;

namespace JcmHub.Domain.Ledger;

/// <summary>
/// Both sides approved: the amounts are notified to each side, and the registries are asked to issue them. In the one issuance flow the
/// host's registry is asked for all of it, in the other each registry for its side's (D9).
/// </summary>
public static class Notification
{
    /// <summary>Draws the units of every line; nothing is sent yet.</summary>
    public static Issuance Notify(Issuance issuance, IReadOnlyList<AllocationLine> allocation, IssuanceFlow flow, Party host, LedgerEntry entry)
    {
        var lines = allocation.Select(line => new IssuanceLine(line, entry.DrawUnits(line.Tonnes.Value))).ToArray();
        foreach (var line in lines)
            entry.Put(flow == IssuanceFlow.A ? HostIssuesFirst.Block(line, issuance.Decision, host) : JapanIssuesFirst.Block(line, issuance.Decision, host));
        entry.Note($"notified {lines.Sum(line => line.Units.Count)} t of {issuance.Decision.Project} to Japan and {host.Id}");
        return issuance with { Flow = flow, Lines = lines };
    }

    /// <summary>Asks the registries to issue. A partner without one keeps its amount notified.</summary>
    /// <param name="issuance">Notified, and nothing asked for yet.</param>
    /// <param name="blocks">Its blocks.</param>
    /// <param name="host">The host.</param>
    /// <param name="notifiedAt">When the decision came into force.</param>
    /// <param name="entry">The entry to write.</param>
    public static Issuance Ask(Issuance issuance, IReadOnlyList<UnitBlock> blocks, Party host, DateTimeOffset notifiedAt, LedgerEntry entry)
    {
        var records = new List<AnnouncedRecord>();
        foreach (var registry in blocks.OrderBy(block => block.Units.First).GroupBy(block => block.Registry))
        {
            if (issuance.Flow == IssuanceFlow.B && registry.Key == host.Id && !host.HasRegistryOn(issuance.Decision.DecidedOn))
                continue;
            foreach (var asked in registry.Chunk(Issuance.MostBlocksOfARecord))
                records.Add(entry.Announce(registry.Key, RecordKind.Issuance, IssuanceRecords.Ask(issuance, asked, host), [.. asked.Select(block => block.Units)]));
        }

        return issuance with { NotifiedAt = notifiedAt, Records = records };
    }
}
