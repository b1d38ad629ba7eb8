using Azure;
using Azure.Data.Tables;
using JcmHub.Flows.Issuance;

namespace JcmHub.Adapters.Tables;

/// <summary>Sends an entity-group transaction and says what is known of it afterwards (D4).</summary>
internal static class TableTransaction
{
    public static async Task<CommitOutcome> CommitAsync(
        TableClient table, string partition, IReadOnlyList<RowWrite> writes, CancellationToken cancellationToken)
    {
        var bytes = writes.Sum(write => write.Body?.Length ?? 0);
        if (writes.Count > ILedgerRows.MaximumWrites || bytes > ILedgerRows.MaximumBytes)
            throw new InvalidOperationException(
                $"A transaction of {writes.Count} rows and {bytes} bytes is larger than the {ILedgerRows.MaximumWrites} rows and {ILedgerRows.MaximumBytes} bytes that are sent at once.");
        try
        {
            var stored = await table.SubmitTransactionAsync(writes.Select(write => Action(partition, write)), cancellationToken);
            foreach (var (write, answer) in writes.Zip(stored.Value))
                write.StoredVersion = answer.Headers.ETag?.ToString();
            return CommitOutcome.Committed;
        }
        catch (RequestFailedException failure) when (failure.Status is 404 or 409 or 412)
        {
            return CommitOutcome.Refused;
        }
        catch (RequestFailedException failure) when (failure.Status is 0 or 408 or 429 or >= 500)
        {
            return CommitOutcome.Unknown;
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested
            && failure is AggregateException or IOException or OperationCanceledException or HttpRequestException)
        {
            // The connection broke before the answer: the transaction may be stored or not.
            return CommitOutcome.Unknown;
        }
    }

    private static TableTransactionAction Action(string partition, RowWrite write)
    {
        if (write.Body is not { } body)
            return new TableTransactionAction(TableTransactionActionType.Delete, new TableEntity(partition, write.Key), write.Guard.Version is { } read ? new ETag(read) : ETag.All);
        var entity = TableBody.Write(partition, write.Key, body);
        return write.Guard switch
        {
            { MustBeAbsent: true } => new TableTransactionAction(TableTransactionActionType.Add, entity),
            { Version: { } version } => new TableTransactionAction(TableTransactionActionType.UpdateReplace, entity, new ETag(version)),
            _ => new TableTransactionAction(TableTransactionActionType.UpsertReplace, entity),
        };
    }
}
