using Azure.Data.Tables;
using JcmHub.Domain.Ledger;
using JcmHub.Flows.Exchange;
using JcmHub.Flows.Issuance;

namespace JcmHub.Adapters.Tables;

/// <summary>Pauses in the table <c>ledger</c>, in a partition of their own: no host's.</summary>
public sealed class TableDestinationPauses(TableServiceClient tables) : IDestinationPauses
{
    private const string Partition = "destinations";

    private readonly TableClient _table = tables.GetTableClient(TableLedgerRows.TableName);

    /// <inheritdoc />
    public async Task<IReadOnlyDictionary<Destination, DestinationPause>> AllAsync(CancellationToken cancellationToken)
    {
        var all = new Dictionary<Destination, DestinationPause>();
        await foreach (var entity in _table.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey eq {Partition}"), cancellationToken: cancellationToken))
            all[Destination.Parse(entity.RowKey)] = Pause(entity);
        return all;
    }

    /// <inheritdoc />
    public async Task<(DestinationPause Pause, string Version)?> FindAsync(Destination destination, CancellationToken cancellationToken)
    {
        var found = await _table.GetEntityIfExistsAsync<TableEntity>(Partition, destination.Code, cancellationToken: cancellationToken);
        return found.HasValue ? (Pause(found.Value!), found.Value!.ETag.ToString()) : null;
    }

    /// <inheritdoc />
    public async Task<string?> ReplaceAsync(Destination destination, DestinationPause? pause, string? version, CancellationToken cancellationToken)
    {
        var guard = version is null ? RowGuard.Absent : RowGuard.Unchanged(version);
        var write = new RowWrite(destination.Code, pause is null ? (ReadOnlyMemory<byte>?)null : LedgerJson.Write(pause), guard);
        return await TableTransaction.CommitAsync(_table, Partition, [write], cancellationToken) == CommitOutcome.Committed
            ? write.StoredVersion ?? string.Empty
            : null;
    }

    private static DestinationPause Pause(TableEntity entity) => LedgerJson.Read<DestinationPause>(TableBody.Read(entity));
}
