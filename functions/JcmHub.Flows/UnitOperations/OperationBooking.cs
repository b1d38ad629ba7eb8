using JcmHub.Domain.Ledger;
using JcmHub.Domain.Ledger.Corrections;
using JcmHub.Domain.Ledger.Operations;
using JcmHub.Domain.Methodologies;
using JcmHub.Flows.Exchange;
using JcmHub.Flows.Issuance;

namespace JcmHub.Flows.UnitOperations;

/// <summary>Books receipts of records that an operation caused: its units move or are free again, in parts where they are many.</summary>
public sealed class OperationBooking(OperationParts parts) : ICauseBooking
{
    /// <inheritdoc />
    public CauseKind Kind => CauseKind.Operation;

    /// <inheritdoc />
    public async Task<(IReadOnlyList<RowWrite> Rows, Finding? Error)> BookAsync(
        LedgerView view, OutboxRecord record, Receipt receipt, LedgerEntry entry, CancellationToken cancellationToken)
    {
        var (row, operation) = (await view.FindAsync<Operation>(OperationParts.Key(record.Cause.Id), cancellationToken))!.Value;
        var (answered, mismatch) = OperationSteps.Receipted(operation, record.Blocks, receipt, entry.Time);
        if (mismatch is not null)
            return ([], mismatch);
        var settled = OperationSteps.Settle(answered, record.Blocks, entry);
        var rows = OperationParts.Rows(row, settled, wasUnfinished: false).ToList();
        if (operation.Request.Duty is { } id)
        {
            // It counts with the registry's word, however many parts the units take.
            var (duty, offered) = (await view.FindAsync<Correction>(LedgerKeys.Correction(id), cancellationToken))!.Value;
            rows.Add(RowWrite.Replace(duty, LedgerKeys.Correction(id), LedgerJson.Write(DutySteps.Answered(offered, settled, entry))));
        }

        return (rows, null);
    }

    /// <inheritdoc />
    public Task ContinueAsync(OutboxRecord record, CancellationToken cancellationToken) =>
        parts.ContinueAsync(record.Id.Host, record.Cause.Id, cancellationToken);
}
