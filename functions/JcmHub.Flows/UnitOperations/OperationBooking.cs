using JcmHub.Domain.Ledger;
using JcmHub.Domain.Ledger.Corrections;
using JcmHub.Domain.Ledger.Operations;
using JcmHub.Domain.Methodologies;
using JcmHub.Flows.Exchange;
using JcmHub.Flows.GxEts;
using JcmHub.Flows.Issuance;

namespace JcmHub.Flows.UnitOperations;

/// <summary>
/// Books receipts of records that an operation caused: its units move or are free again, in parts where they are many. What GX-ETS was told
/// because of it changes nothing in the ledger when GX-ETS has taken notice.
/// </summary>
public sealed class OperationBooking(OperationParts parts) : ICauseBooking
{
    /// <inheritdoc />
    public CauseKind Kind => CauseKind.Operation;

    /// <inheritdoc />
    public async Task<LoadedCause> LoadAsync(LedgerView view, OutboxRecord record, CancellationToken cancellationToken)
    {
        if (record.Id.Destination == Destination.GxEts)
            return LoadedCause.Notice(record);
        var (row, operation) = (await view.FindAsync<Operation>(OperationParts.Key(record.Cause.Id), cancellationToken))!.Value;
        return new LoadedCause(OperationSteps.Demand(operation, record.Blocks), async (receipt, entry) =>
        {
            var answered = OperationSteps.Receipted(operation, receipt, entry.Time);
            var (settled, beside) = await parts.SettleAsync(view, entry, answered, record.Blocks, cancellationToken);
            var rows = OperationParts.Rows(row, settled, wasUnfinished: false).Concat(beside).ToList();
            if (operation.Request.Duty is { } id)
            {
                // It counts with the registry's word, however many parts the units take.
                var (duty, offered) = (await view.FindAsync<Correction>(LedgerKeys.Correction(id), cancellationToken))!.Value;
                rows.Add(RowWrite.Replace(duty, LedgerKeys.Correction(id), LedgerJson.Write(DutySteps.Answered(offered, settled, entry))));
            }

            return rows;
        });
    }

    /// <inheritdoc />
    public Finding? WhyNotReplayed(OutboxRecord refused) => refused.Id.Destination == Destination.GxEts ? null : ICauseBooking.ByRequest(refused);

    /// <inheritdoc />
    public async Task<(RecordId Renewed, IReadOnlyList<RowWrite> Rows, Finding? Error)> ReplayAsync(
        LedgerView view, OutboxRecord refused, LedgerEntry entry, CancellationToken cancellationToken) =>
        ((await TellMarket.RepeatAsync(view, refused, entry, cancellationToken)).Id, [], null);

    /// <inheritdoc />
    public Task ContinueAsync(OutboxRecord record, CancellationToken cancellationToken) =>
        parts.ContinueAsync(record.Id.Host, record.Cause.Id, cancellationToken);
}
