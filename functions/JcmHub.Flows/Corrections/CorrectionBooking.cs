using JcmHub.Domain.Ledger;
using JcmHub.Domain.Ledger.Corrections;
using JcmHub.Domain.Methodologies;
using JcmHub.Flows.Exchange;
using JcmHub.Flows.GxEts;
using JcmHub.Flows.Issuance;

namespace JcmHub.Flows.Corrections;

/// <summary>Books receipts of records that a correction caused: the registry has blocked, released, or taken note of the revised authorisation.</summary>
public sealed class CorrectionBooking(TellMarket market) : ICauseBooking
{
    /// <inheritdoc />
    public CauseKind Kind => CauseKind.Correction;

    /// <inheritdoc />
    public async Task<LoadedCause> LoadAsync(LedgerView view, OutboxRecord record, CancellationToken cancellationToken)
    {
        if (record.Id.Destination == Destination.GxEts)
            return LoadedCause.Notice(record);
        var (row, correction) = (await view.FindAsync<Correction>(LedgerKeys.Correction(record.Cause.Id), cancellationToken))!.Value;
        return new LoadedCause(CorrectionSteps.Demand(correction, record.Blocks), async (receipt, entry) =>
        {
            var answered = CorrectionSteps.Receipted(correction, record.Blocks, receipt, entry);
            await market.TellAsync(view, entry, record.Cause, cancellationToken);
            return [Row(row, answered)];
        });
    }

    /// <inheritdoc />
    public async Task<(RecordId Renewed, IReadOnlyList<RowWrite> Rows, Finding? Error)> ReplayAsync(
        LedgerView view, OutboxRecord refused, LedgerEntry entry, CancellationToken cancellationToken)
    {
        if (refused.Id.Destination == Destination.GxEts)
            return ((await TellMarket.RepeatAsync(view, refused, entry, cancellationToken)).Id, [], null);
        var (row, correction) = (await view.FindAsync<Correction>(LedgerKeys.Correction(refused.Cause.Id), cancellationToken))!.Value;
        var (next, renewed) = CorrectionSteps.Replay(correction, refused.Blocks, entry);
        return (renewed, [Row(row, next)], null);
    }

    private static RowWrite Row(StoredRow before, Correction correction) =>
        RowWrite.Replace(before, LedgerKeys.Correction(correction.Id), LedgerJson.Write(correction));
}
