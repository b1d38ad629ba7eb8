using JcmHub.Domain.Eligibility;
using JcmHub.Domain.Ledger;
using JcmHub.Domain.Methodologies;
using JcmHub.Domain.Parties;
using JcmHub.Flows.GxEts;
using JcmHub.Flows.Issuance;

namespace JcmHub.Flows.Exchange;

/// <summary>Books receipts of records that an issuance caused; what Japan has issued and GX-ETS can take is announced to it in the same entry.</summary>
public sealed class IssuanceBooking(RuleBook rules) : ICauseBooking
{
    /// <inheritdoc />
    public CauseKind Kind => CauseKind.Issuance;

    /// <inheritdoc />
    public async Task<LoadedCause> LoadAsync(LedgerView view, OutboxRecord record, CancellationToken cancellationToken)
    {
        var (row, issuance) = (await view.IssuanceAsync(record.Cause.Id, cancellationToken))!.Value;
        var host = rules.Party(view.Host)!;
        return new LoadedCause(ReceiptBooking.Demand(issuance, record.Id, record.Blocks, host, record.Day), async (receipt, entry) =>
        {
            var booked = ReceiptBooking.Book(issuance, record.Blocks, host, receipt, entry);
            var gate = await HostGate.OfAsync(rules, view, entry.Head, PartyId.Japan, cancellationToken);
            booked = booked with { Records = [.. booked.Records, .. EligibleCredits.Tell(booked, record.Cause, gate, entry)] };
            return [RowWrite.Replace(row, LedgerKeys.Issuance(record.Cause.Id), LedgerJson.Write(booked))];
        });
    }

    /// <inheritdoc />
    public async Task<(RecordId Renewed, IReadOnlyList<RowWrite> Rows, Finding? Error)> ReplayAsync(
        LedgerView view, OutboxRecord refused, LedgerEntry entry, CancellationToken cancellationToken)
    {
        var (row, issuance) = (await view.IssuanceAsync(refused.Cause.Id, cancellationToken))!.Value;
        if (refused.Id.Destination == Destination.GxEts)
        {
            var told = await TellMarket.RepeatAsync(view, refused, entry, cancellationToken);
            return (told.Id, [RowWrite.Replace(row, LedgerKeys.Issuance(refused.Cause.Id), LedgerJson.Write(issuance with { Records = [.. issuance.Records, told] }))], null);
        }

        var (next, renewed) = ReceiptBooking.Replay(issuance, refused.Id, refused.Blocks, rules.Party(view.Host)!, entry);
        return (renewed, [RowWrite.Replace(row, LedgerKeys.Issuance(refused.Cause.Id), LedgerJson.Write(next))], null);
    }
}
