using System.Globalization;
using JcmHub.Domain.Credits;
using JcmHub.Domain.Ledger.Corrections;
using JcmHub.Domain.Methodologies;
using JcmHub.Domain.Parties;

namespace JcmHub.Domain.Ledger;

/// <summary>
/// What a registry was asked to issue and has not: its receipt was of less, or it refused. Both governments decided these tonnes, so the registry is
/// asked for them again by a later record; or both let them lapse. Of a rest that lapses in the host's registry, Japan's is never asked (D9).
/// </summary>
public static class UnissuedRest
{
    /// <summary>The blocks of a registry that wait although it has answered the last record that asked for them, in order.</summary>
    /// <param name="issuance">The issuance.</param>
    /// <param name="blocks">Its blocks.</param>
    /// <param name="registry">The registry.</param>
    public static IReadOnlyList<UnitBlock> Of(Issuance issuance, IEnumerable<UnitBlock> blocks, PartyId registry) =>
        [.. blocks.Where(block => block.Registry == registry && block.State == UnitState.Awaiting && AskedBy(issuance, block) is { State: not RecordState.Recorded })
            .OrderBy(block => block.Units.First)];

    /// <summary>Asks a registry for the rest of an issuance; of very many blocks for the first of them.</summary>
    /// <param name="issuance">In force.</param>
    /// <param name="blocks">Its blocks.</param>
    /// <param name="registry">The registry.</param>
    /// <param name="host">The host.</param>
    /// <param name="entry">The entry to write.</param>
    /// <returns>The issuance and the records that ask; none, and nothing written, where nothing waits.</returns>
    public static (Issuance Issuance, IReadOnlyList<AnnouncedRecord> Asked) Ask(
        Issuance issuance, IReadOnlyList<UnitBlock> blocks, PartyId registry, Party host, LedgerEntry entry)
    {
        var rest = Of(issuance, blocks, registry).Take(2 * Issuance.MostBlocksOfARecord).ToArray();
        if (rest.Length == 0)
            return (issuance, []);
        // Each block names this entry from here on, so that a refused record of before is not replayed beside the new one.
        foreach (var block in rest)
            entry.Replace(block, block);
        // A record speaks of one authorisation, or of none, and asks for one operation or for what the decision itself notified.
        var asked = rest.GroupBy(block => (block.Authorization, IsLinked: block.LinkedSerials is not null, AskedBy(issuance, block)!.Operation))
            .SelectMany(same => same.Chunk(Issuance.MostBlocksOfARecord).Select(part =>
                entry.Announce(registry, RecordKind.Issuance, IssuanceRecords.Ask(issuance, part, host), [.. part.Select(block => block.Units)]) with
                {
                    IsRest = true, Operation = same.Key.Operation,
                }))
            .ToArray();
        entry.Note($"{registry} is asked for {asked.Sum(record => record.Tonnes)} t of {issuance.Decision.Id} that it has not issued");
        var closed = Close(issuance, rest);
        return (closed with { Records = [.. closed.Records, .. asked] }, asked);
    }

    /// <summary>Lets units lapse that a registry has not issued, lowest numbers first.</summary>
    /// <param name="correction">The decision of both governments.</param>
    /// <param name="issuance">The issuance that it is about.</param>
    /// <param name="blocks">Its blocks.</param>
    /// <param name="entry">The entry to write.</param>
    /// <returns>The issuance and the units; or <c>correction-units</c>, <c>correction-too-fragmented</c>, and nothing may be written.</returns>
    public static (Issuance Issuance, IReadOnlyList<SerialRange> Units, Finding? Error) Lapse(
        Correction correction, Issuance issuance, IReadOnlyList<UnitBlock> blocks, LedgerEntry entry)
    {
        var (missing, lapsed) = (correction.Tonnes, new List<UnitBlock>());
        foreach (var block in Of(issuance, blocks, correction.Registry))
        {
            if (missing == 0)
                break;
            if (block.Units.Count <= missing)
            {
                lapsed.Add(block with { State = UnitState.Lapsed });
                entry.Replace(block, lapsed[^1]);
            }
            else
            {
                var (kept, tail) = block.Split(missing);
                lapsed.Add(tail with { State = UnitState.Lapsed });
                entry.Replace(block, kept, lapsed[^1]);
            }

            missing -= lapsed[^1].Units.Count;
        }

        if (missing > 0)
            return (issuance, [], new Finding("correction-units", "/tonnes",
                string.Create(CultureInfo.InvariantCulture, $"Only {correction.Tonnes - missing} t of {correction.Decision} wait in {correction.Registry}'s registry after its answer: what it has issued, or is being asked for, does not lapse."),
                string.Create(CultureInfo.InvariantCulture, $"{correction.Registry}の登録簿で、回答後も未発行のまま残る{correction.Decision}の量は{correction.Tonnes - missing}トンのみです。")));
        if (entry.BlockRows > LedgerEntry.MostRows)
            return (issuance, [], new Finding("correction-too-fragmented", "/tonnes",
                "These units lie in too many blocks for one correction; decide on fewer tonnes at a time.", "単位が多数のブロックに分かれています。トン数を分けて決定してください。"));
        entry.Note($"{correction.Tonnes} t of {correction.Decision} that {correction.Registry} has not issued lapse: {correction.Explanation}");
        var side = correction.Registry == PartyId.Japan ? Side.Japan : Side.Partner;
        return (Close(issuance, lapsed) with { LapsedOn = new Dictionary<Side, DateOnly>(issuance.LapsedOn) { [side] = correction.DecidedOn } }, [.. lapsed.Select(block => block.Units)], null);
    }

    /// <summary>The last record that asked a registry for a block; null where none did, for want of a registry.</summary>
    private static AnnouncedRecord? AskedBy(Issuance issuance, UnitBlock block) => issuance.Records.LastOrDefault(record =>
        record.Kind == RecordKind.Issuance && record.Id.Destination == block.Registry && record.Units.Any(units => units.Contains(block.Units)));

    /// <summary>What was refused is not waited for where its units have gone another way.</summary>
    private static Issuance Close(Issuance issuance, IReadOnlyList<UnitBlock> blocks) => issuance with
    {
        Records = [.. issuance.Records.Select(record => record is { Kind: RecordKind.Issuance, State: RecordState.Refused } && record.Id.Destination == blocks[0].Registry
            && record.Units.Any(units => blocks.Any(block => units.Contains(block.Units))) ? record with { IsClosed = true } : record)],
    };
}
