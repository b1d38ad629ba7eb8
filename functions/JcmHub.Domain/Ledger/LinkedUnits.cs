using JcmHub.Domain.Parties;

namespace JcmHub.Domain.Ledger;

/// <summary>
/// Units that have left the host's registry live on in Japan's, linked one to one under the same unit numbers (D9): the one moment in which a
/// tonne changes registries. It is the first transfer, unless the host's definition for other purposes says otherwise; it obliges the adjustment of
/// what both Parties authorised.
/// </summary>
internal static class LinkedUnits
{
    /// <summary>Books the move out, and asks Japan's registry to issue the linked units: only now, when none of them is live in the host's.</summary>
    /// <param name="issuance">The issuance of the units.</param>
    /// <param name="moved">At most <see cref="Issuance.MostBlocksOfARecord"/> blocks, as they lay reserved in the host's registry; all under one authorisation, or none.</param>
    /// <param name="host">The host.</param>
    /// <param name="outAccount">The account of its registry for units that have left it.</param>
    /// <param name="day">The day of the move, by the registry's receipt.</param>
    /// <param name="by">The record that asked for it.</param>
    /// <param name="receive">Puts a linked block into the account that receives it.</param>
    /// <param name="entry">The entry to write.</param>
    /// <param name="operation">The operation that moves them, where it is not the decision itself.</param>
    /// <returns>The issuance, and the record that asks Japan's registry.</returns>
    public static (Issuance Issuance, AnnouncedRecord Asked) Transfer(
        Issuance issuance, IReadOnlyList<UnitBlock> moved, Party host, string outAccount, DateOnly day, RecordId by, Func<UnitBlock, UnitBlock> receive, LedgerEntry entry,
        string? operation = null)
    {
        var (linked, transferred) = (new List<UnitBlock>(), new List<UnitBlock>());
        foreach (var block in moved)
        {
            var left = block with
            {
                State = UnitState.Out, Operation = null, Account = outAccount, AccountType = AccountType.InternationalTransferOut,
                // By the host's definition for other purposes it may have been before, or is still to come.
                FirstTransferredOn = block.FirstTransferredOn ?? (block.Oimp is { OnlyByUse: true } ? null : day),
            };
            entry.Replace(block, left);
            linked.Add(receive(left with { Registry = PartyId.Japan, State = UnitState.Awaiting, RegistrySerials = null, LinkedSerials = left.RegistrySerials }));
            entry.Put(linked[^1]);
            if (block.FirstTransferredOn is null && left.FirstTransferredOn is not null)
                transferred.Add(linked[^1]);
        }

        entry.Note($"{(transferred.Count == linked.Count ? "first" : "international")} transfer of {linked.Sum(block => block.Units.Count)} t of {issuance.Decision.Project} from {host.Id} to Japan");
        var obliged = FirstTransfer.Oblige(issuance, transferred, host, by, entry, isInternational: true);
        var asked = entry.Announce(PartyId.Japan, RecordKind.Issuance, IssuanceRecords.Ask(issuance, linked, host), [.. linked.Select(block => block.Units)]) with { Operation = operation };
        return (obliged with { Records = [.. obliged.Records, asked] }, asked);
    }
}
