using JcmHub.Domain.Adjustments;
using JcmHub.Domain.Ledger.Operations;
using JcmHub.Domain.Parties;
using JcmHub.Domain.Quantities;

namespace JcmHub.Domain.Ledger;

/// <summary>
/// What a first transfer obliges: the host adds the tonnes to its balance for the year of the reduction (2/CMA.3 annex, para 8), of what both
/// Parties authorised and nothing else (D9). Toward an NDC it is the first international transfer; for other purposes what the authorisation
/// defines: authorisation, issuance, or use or cancellation (para 2). Whichever comes first obliges, and never twice.
/// </summary>
public static class FirstTransfer
{
    /// <summary>The day on which issued units of a host are first transferred by being issued and authorised; null where that is not what their host counts.</summary>
    /// <param name="block">The block, under its authorisation.</param>
    /// <param name="issuance">Its issuance, with that authorisation.</param>
    /// <param name="issuedOn">The day on which a registry issued them.</param>
    internal static DateOnly? OnIssuance(UnitBlock block, Issuance issuance, DateOnly issuedOn) =>
        block is { FirstTransferredOn: null, Oimp.ByIssuedAndAuthorised: true } ? Later(issuedOn, issuance.AuthorizationOf(block)!.AuthorizedOn) : block.FirstTransferredOn;

    /// <summary>Units whose authorisation was revised: first transferred by it, where the host's definition is the authorisation or the issuance.</summary>
    /// <param name="block">The block, under its authorisation from now on.</param>
    /// <param name="issuance">Its issuance, with that authorisation.</param>
    internal static UnitBlock Revised(UnitBlock block, Issuance issuance) =>
        block.Oimp is null ? block : block with { FirstTransferredOn = OnIssuance(block, issuance, issuance.IssuedBy(block).AppliedOn!.Value) };

    /// <summary>What revised units oblige; by the records that issued them.</summary>
    /// <param name="issuance">Their issuance.</param>
    /// <param name="revised">The units, as the entry leaves them.</param>
    /// <param name="host">The host.</param>
    /// <param name="entry">The entry to write.</param>
    public static Issuance ObligeRevised(Issuance issuance, IEnumerable<UnitBlock> revised, Party host, LedgerEntry entry) =>
        revised.Where(block => block.FirstTransferredOn is not null).GroupBy(block => issuance.IssuedBy(block).Id)
            .Aggregate(issuance, (obliged, issued) => Oblige(obliged, [.. issued], host, issued.Key, entry, isInternational: false));

    /// <summary>What an operation's part obliges, where the host counts use or cancellation: of one decision's units, by the record that asked for it.</summary>
    /// <param name="issuance">The decision's issuance.</param>
    /// <param name="operation">The operation, with the registry's answer.</param>
    /// <param name="reserved">Its units as they were before this part; those of other decisions oblige nothing here.</param>
    /// <param name="host">The host.</param>
    /// <param name="entry">The entry, with the part's blocks as it leaves them.</param>
    public static Issuance ObligeUsed(Issuance issuance, Operation operation, IEnumerable<UnitBlock> reserved, Party host, LedgerEntry entry)
    {
        UnitBlock[] used = [.. reserved.Where(block => block.Decision == issuance.Decision.Id && operation.IsFirstTransferOf(block))
            .Select(entry.AsWritten).Where(block => block.FirstTransferredOn is not null)];
        return used.Length == 0 ? issuance : Oblige(issuance, used, host, operation.Record!.Value, entry, isInternational: false);
    }

    /// <summary>The later of the day of issuance and that of the authorisation: before that there is no ITMO.</summary>
    internal static DateOnly Later(DateOnly issuedOn, DateOnly authorizedOn) => issuedOn > authorizedOn ? issuedOn : authorizedOn;

    /// <summary>One adjustment per vintage, authorisation and day; its record is announced where the host has a registry.</summary>
    /// <param name="issuance">The issuance of the units.</param>
    /// <param name="transferred">The units, first transferred in this entry; those that are not authorised oblige nothing.</param>
    /// <param name="host">The host.</param>
    /// <param name="by">The record whose receipt was the first transfer, or that issued what the authorisation now covers.</param>
    /// <param name="entry">The entry to write.</param>
    /// <param name="isInternational">Whether they came to another Party by it: what is authorised toward an NDC was first transferred by that, whatever the host defines beside it.</param>
    public static Issuance Oblige(Issuance issuance, IReadOnlyList<UnitBlock> transferred, Party host, RecordId by, LedgerEntry entry, bool isInternational)
    {
        if (transferred.Count == 0)
            return issuance;
        var decision = issuance.Decision;
        var adjustments = new List<CorrespondingAdjustment>(issuance.Adjustments);
        var records = new List<AnnouncedRecord>(issuance.Records);
        foreach (var same in transferred.Where(block => block.Authorization is not null)
            .GroupBy(block => (block.Vintage.Year, block.Authorization, Day: block.FirstTransferredOn!.Value)).OrderBy(group => group.Key))
        {
            var (block, hasRegistry) = (same.First(), host.HasRegistryOn(decision.DecidedOn));
            var adjustment = new CorrespondingAdjustment(
                $"{host.Id}.{same.Key.Year}.{entry.DrawAdjustment()}", host.Id, decision.Id, decision.Project, block.Vintage,
                new WholeTonnes(same.Sum(each => each.Units.Count)), same.Key.Day, by.ToString(), hasRegistry ? entry.NextRecord(host.Id).ToString() : null)
            {
                Definition = isInternational && block.Oimp is { IsAlsoForNdc: true } ? null : block.Oimp?.FirstTransfer,
            };
            entry.Put(adjustment);
            entry.Note($"{host.Id} is obliged to add {adjustment.Tonnes} t of {same.Key.Year} to its balance");
            adjustments.Add(adjustment);
            if (hasRegistry)
                records.Add(entry.Announce(host.Id, RecordKind.CorrespondingAdjustment,
                    new CorrespondingAdjustmentContent(decision.Id, decision.Project, adjustment, issuance.AuthorizationOf(block)!), []) with { Authorization = block.Authorization });
        }

        return issuance with { FirstTransferredOn = issuance.FirstTransferredOn ?? transferred.Min(block => block.FirstTransferredOn), Adjustments = adjustments, Records = records };
    }
}
