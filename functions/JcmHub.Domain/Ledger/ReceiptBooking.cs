using JcmHub.Domain.Adjustments;
using JcmHub.Domain.Credits;
using JcmHub.Domain.Parties;

namespace JcmHub.Domain.Ledger;

/// <summary>Books a registry's receipt: what it confirms becomes fact, what it obliges is announced.</summary>
public static class ReceiptBooking
{
    /// <summary>What one of the issuance's records asks for.</summary>
    /// <param name="issuance">The issuance that caused the record.</param>
    /// <param name="id">The record.</param>
    /// <param name="blocks">The blocks of that record, as they lie reserved in its destination's registry.</param>
    /// <param name="host">The host Party.</param>
    /// <param name="announcedOn">The day (UTC) on which it was journalled.</param>
    public static RecordDemand Demand(Issuance issuance, RecordId id, IReadOnlyList<UnitBlock> blocks, Party host, DateOnly announcedOn)
    {
        var record = issuance.Records.Single(announced => announced.Id == id);
        return record.Kind switch
        {
            RecordKind.InternationalTransfer => new RecordDemand(record.Kind, blocks, (record.ApprovedOn ?? issuance.TransferApprovedOn)!.Value, host.TransferOutAccount),
            RecordKind.CorrespondingAdjustment => new RecordDemand(record.Kind, blocks, AdjustmentOf(issuance, id).ObligedOn),
            // Linked units are issued when they have left the other registry.
            RecordKind.Issuance => new RecordDemand(record.Kind, blocks, blocks.Select(block => block.FirstTransferredOn ?? issuance.Decision.DecidedOn).Append(issuance.Decision.DecidedOn).Max()),
            _ => new RecordDemand(record.Kind, blocks, announcedOn),
        };
    }

    /// <summary>Books the receipt of one of the issuance's records.</summary>
    /// <param name="issuance">The issuance that caused the record.</param>
    /// <param name="blocks">The blocks of that record, as they lie reserved in its destination's registry.</param>
    /// <param name="host">The host Party.</param>
    /// <param name="receipt">The receipt, held against the record's demand before.</param>
    /// <param name="entry">The entry to write.</param>
    public static Issuance Book(Issuance issuance, IReadOnlyList<UnitBlock> blocks, Party host, Receipt receipt, LedgerEntry entry)
    {
        var record = issuance.Records.Single(announced => announced.Id == receipt.Record);
        if (!receipt.IsApplied)
        {
            entry.Note($"{receipt.Record.Destination} refused {record.Id}: {string.Join(", ", receipt.Codes)}");
            return Settle(issuance, record, RecordState.Refused, receipt, entry);
        }

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
        return record is { Kind: RecordKind.Issuance, Operation: null } && settled.IsIssuedBy(receipt.Record.Destination.Party!.Value)
            ? settled.With(isJapan ? Side.Japan : Side.Partner, receipt.AppliedOn)
            : settled;
    }

    private static Issuance Adjusted(Issuance issuance, Receipt receipt, LedgerEntry entry)
    {
        var obliged = AdjustmentOf(issuance, receipt.Record);
        var adjustment = obliged with { ReceiptedOn = receipt.AppliedOn };
        entry.Replace(obliged, adjustment);
        entry.Note($"{entry.Host} booked the adjustment {adjustment.Id} of {adjustment.Tonnes} t");
        return issuance.With(adjustment);
    }

    private static CorrespondingAdjustment AdjustmentOf(Issuance issuance, RecordId record) =>
        issuance.Adjustments.Single(adjustment => adjustment.Record == record.ToString());

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
}
