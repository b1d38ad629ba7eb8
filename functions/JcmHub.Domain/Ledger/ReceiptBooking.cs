using JcmHub.Domain.Credits;
using JcmHub.Domain.Methodologies;
using JcmHub.Domain.Parties;

namespace JcmHub.Domain.Ledger;

/// <summary>Books a registry's receipt: what it confirms becomes fact, what it obliges is announced.</summary>
public static class ReceiptBooking
{
    /// <summary>Books the receipt of one of the issuance's records.</summary>
    /// <param name="issuance">The issuance that caused the record.</param>
    /// <param name="blocks">The blocks of that record, as they lie reserved in its destination's registry.</param>
    /// <param name="host">The host Party.</param>
    /// <param name="receipt">The receipt; its record and digest were compared before.</param>
    /// <param name="entry">The entry to write.</param>
    /// <returns>Error <c>receipt-mismatch</c> where the receipt speaks of other units than the record; then nothing is booked.</returns>
    public static (Issuance Issuance, Finding? Error) Book(
        Issuance issuance, IReadOnlyList<UnitBlock> blocks, Party host, Receipt receipt, LedgerEntry entry)
    {
        var record = issuance.Records.Single(announced => announced.Id == receipt.Record);
        if (!receipt.IsApplied)
        {
            entry.Note($"{receipt.Record.Destination} refused {record.Id}: {string.Join(", ", receipt.Codes)}");
            return (Settle(issuance, record, RecordState.Refused, receipt, entry), null);
        }

        if (Mismatch(record, blocks, receipt) is { } mismatch)
            return (issuance, mismatch);
        var isJapan = receipt.Record.Destination == PartyId.Japan;
        var booked = (record.Kind, issuance.Flow, isJapan) switch
        {
            (RecordKind.CorrespondingAdjustment, _, _) => Adjusted(issuance, receipt, entry),
            (RecordKind.EligibleCredits or RecordKind.EligibilityWithdrawal, _, _) => Noticed(issuance, record, receipt, entry),
            (RecordKind.InternationalTransfer, _, _) => HostIssuesFirst.MovedOut(issuance, blocks, host, receipt, entry),
            (_, IssuanceFlow.A, false) => HostIssuesFirst.HostIssued(issuance, blocks, host, receipt, entry),
            // Units that left the host's registry were first transferred then, whichever flow issued them.
            (_, _, true) when IssuedBlocks.Matching(blocks, receipt).All(match => match.Block.LinkedSerials is not null) => HostIssuesFirst.JapanIssued(issuance, blocks, receipt, entry),
            (_, _, true) => JapanIssuesFirst.JapanIssued(issuance, blocks, host, receipt, entry),
            _ => JapanIssuesFirst.PartnerIssued(issuance, blocks, receipt, entry),
        };
        var settled = Settle(booked, record, RecordState.Receipted, receipt, entry);
        return (record is { Kind: RecordKind.Issuance, Operation: null } && settled.IsIssuedBy(receipt.Record.Destination.Party!.Value)
            ? settled.With(isJapan ? Side.Japan : Side.Partner, receipt.AppliedOn)
            : settled, null);
    }

    private static Issuance Adjusted(Issuance issuance, Receipt receipt, LedgerEntry entry)
    {
        var obliged = issuance.Adjustments.Single(candidate => candidate.Record == receipt.Record.ToString());
        var adjustment = obliged with { ReceiptedOn = receipt.AppliedOn };
        entry.Replace(obliged, adjustment);
        entry.Note($"{entry.Host} booked the adjustment {adjustment.Id} of {adjustment.Tonnes} t");
        return issuance.With(adjustment);
    }

    private static Issuance Noticed(Issuance issuance, AnnouncedRecord record, Receipt receipt, LedgerEntry entry)
    {
        entry.Note($"{receipt.Record.Destination} took notice of {record.Tonnes} t of {issuance.Decision.Project}");
        return issuance;
    }

    /// <summary>A refused record of the issuance to a registry is announced anew, in today's words; what pointed to it points to the new one.</summary>
    /// <returns>The issuance and the new record's address.</returns>
    public static (Issuance Issuance, RecordId Renewed) Replay(Issuance issuance, RecordId refused, IReadOnlyList<UnitBlock> blocks, Party host, LedgerEntry entry)
    {
        var record = issuance.Records.Single(announced => announced.Id == refused);
        var renewed = entry.Announce(refused.Destination, record.Kind, IssuanceRecords.Anew(issuance, record, blocks, host), record.Units) with
        {
            Operation = record.Operation, ApprovedOn = record.ApprovedOn, Authorization = record.Authorization, IsRest = record.IsRest,
        };
        var next = issuance with { Records = [.. issuance.Records, renewed] };
        foreach (var adjustment in issuance.Adjustments.Where(each => each.Record == refused.ToString()))
        {
            var moved = adjustment with { Record = renewed.Id.ToString() };
            entry.Replace(adjustment, moved);
            next = next.With(moved);
        }

        return (next, renewed.Id);
    }

    private static Issuance Settle(Issuance issuance, AnnouncedRecord record, RecordState state, Receipt receipt, LedgerEntry entry)
    {
        var settled = record with { State = state, Digest = receipt.Digest, AppliedOn = receipt.AppliedOn, ReceiptedAt = entry.Time, RefusalCodes = receipt.Codes };
        return issuance with { Records = [.. issuance.Records.Select(each => each.Id == record.Id ? settled : each)] };
    }

    /// <summary>
    /// A receipt lists the record's blocks, each whole or, where a registry issued less than notified, its head;
    /// a move is whole or not at all; no registry number may serve twice.
    /// </summary>
    private static Finding? Mismatch(AnnouncedRecord record, IReadOnlyList<UnitBlock> blocks, Receipt receipt)
    {
        foreach (var part in receipt.Blocks)
        {
            var whole = record.Units.FirstOrDefault(units => units.First == part.Units.First);
            if (whole.First == 0 || part.Units.Last > whole.Last)
                return Mismatch(receipt, $"it names units {part.Units}, which are not a block of the record");
            if (record.Kind != RecordKind.Issuance && part.Units != whole)
                return Mismatch(receipt, $"it moves only units {part.Units} of {whole}");
            if (part.RegistrySerials.Count != part.Units.Count)
                return Mismatch(receipt, $"it gives {part.RegistrySerials.Count} numbers to {part.Units.Count} units");
            var block = blocks.Single(candidate => candidate.Registry == record.Id.Destination && candidate.Units.Contains(part.Units));
            if (block.Vintage != part.Vintage)
                return Mismatch(receipt, $"it gives units {part.Units} the vintage {part.Vintage.Year}");
            if (record.Kind == RecordKind.Issuance && block.Account != part.Account)
                return Mismatch(receipt, $"it books units {part.Units} on {part.Account} instead of {block.Account}");
        }

        if (record.Kind != RecordKind.Issuance && receipt.Blocks.Count != record.Units.Count)
            return Mismatch(receipt, $"it lists {receipt.Blocks.Count} of {record.Units.Count} blocks");
        var numbers = receipt.Blocks.Select(part => part.RegistrySerials).OrderBy(range => range.First).ToArray();
        for (var i = 1; i < numbers.Length; i++)
        {
            if (numbers[i].Overlaps(numbers[i - 1]))
                return Mismatch(receipt, $"it uses the registry's numbers {numbers[i]} twice");
        }

        return receipt.Blocks.Select(part => part.Units.First).Distinct().Count() == receipt.Blocks.Count
            ? null
            : Mismatch(receipt, "it lists a block twice");
    }

    private static Finding Mismatch(Receipt receipt, string reason) =>
        new("receipt-mismatch", "/blocks", $"The receipt of {receipt.Record} does not fit its record: {reason}.",
            $"{receipt.Record}の受領書が記録と一致しません（{reason}）。");
}
