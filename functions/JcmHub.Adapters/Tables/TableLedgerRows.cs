using System.Runtime.CompilerServices;
using Azure.Data.Tables;
using JcmHub.Domain.Parties;
using JcmHub.Flows.Issuance;

namespace JcmHub.Adapters.Tables;

/// <summary>The ledger's rows in the table <c>ledger</c>, one partition per host Party.</summary>
public sealed class TableLedgerRows(TableServiceClient tables) : ILedgerRows
{
    /// <summary>The table's name.</summary>
    public const string TableName = "ledger";

    private readonly TableClient _table = tables.GetTableClient(TableName);

    /// <inheritdoc />
    public async Task<StoredRow?> FindAsync(PartyId host, string key, CancellationToken cancellationToken)
    {
        var found = await _table.GetEntityIfExistsAsync<TableEntity>(host.Code, key, cancellationToken: cancellationToken);
        return found.HasValue ? Row(found.Value!) : null;
    }

    /// <inheritdoc />
    public async IAsyncEnumerable<StoredRow> RangeAsync(
        PartyId host, string from, string to, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {host.Code} and RowKey ge {from} and RowKey le {to}");
        await foreach (var entity in _table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken))
            yield return Row(entity);
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<StoredRow>> FirstAsync(PartyId host, string from, string to, int count, CancellationToken cancellationToken)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {host.Code} and RowKey ge {from} and RowKey le {to}");
        var first = new List<StoredRow>();
        await foreach (var entity in _table.QueryAsync<TableEntity>(filter, count, cancellationToken: cancellationToken))
        {
            first.Add(Row(entity));
            if (first.Count == count)
                break;
        }

        return first;
    }

    /// <inheritdoc />
    public Task<CommitOutcome> CommitAsync(PartyId host, IReadOnlyList<RowWrite> writes, CancellationToken cancellationToken) =>
        TableTransaction.CommitAsync(_table, host.Code, writes, cancellationToken);

    private static StoredRow Row(TableEntity entity) => new(entity.RowKey, TableBody.Read(entity), entity.ETag.ToString());
}
