using System.Runtime.CompilerServices;
using Azure.Data.Tables;
using JcmHub.Domain.Ledger.Accounts;
using JcmHub.Domain.Parties;
using JcmHub.Flows.Issuance;
using JcmHub.Flows.UnitOperations;

namespace JcmHub.Adapters.Tables;

/// <summary>
/// The registries' accounts in the table <c>accounts</c>, one partition per registry: a row per account, and one that says as of when
/// the list is. That one is claimed first, so an older list never overwrites a newer one.
/// </summary>
public sealed class TableAccounts(TableServiceClient tables) : IAccounts
{
    /// <summary>The table's name.</summary>
    public const string TableName = "accounts";

    private const string AsOf = "list";
    private const string Prefix = "account|";

    private readonly TableClient _table = tables.GetTableClient(TableName);

    /// <inheritdoc />
    public async Task<RegistryAccount?> FindAsync(PartyId registry, string number, CancellationToken cancellationToken)
    {
        var found = await _table.GetEntityIfExistsAsync<TableEntity>(registry.Code, Prefix + number, cancellationToken: cancellationToken);
        return found.HasValue ? Read(found.Value!).Account : null;
    }

    /// <inheritdoc />
    public async IAsyncEnumerable<RegistryAccount> ListAsync(PartyId registry, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var row in RowsAsync(registry, cancellationToken))
            yield return row.Account;
    }

    /// <inheritdoc />
    public async Task<bool> ReplaceAsync(PartyId registry, DateTimeOffset asOf, IReadOnlyList<RegistryAccount> accounts, CancellationToken cancellationToken)
    {
        if (!await ClaimAsync(registry, asOf, cancellationToken))
            return false;
        foreach (var batch in accounts.Chunk(ILedgerRows.MaximumWrites))
            await WriteAsync(registry, batch.Select(account => RowWrite.Put(Prefix + account.Number, LedgerJson.Write(new Row(asOf, account)))), cancellationToken);
        var gone = new List<string>();
        await foreach (var row in RowsAsync(registry, cancellationToken))
        {
            if (row.AsOf < asOf)
                gone.Add(row.Account.Number);
        }

        foreach (var batch in gone.Chunk(ILedgerRows.MaximumWrites))
            await WriteAsync(registry, batch.Select(number => RowWrite.Delete(Prefix + number)), cancellationToken);
        return true;
    }

    private async Task<bool> ClaimAsync(PartyId registry, DateTimeOffset asOf, CancellationToken cancellationToken)
    {
        while (true)
        {
            var found = await _table.GetEntityIfExistsAsync<TableEntity>(registry.Code, AsOf, cancellationToken: cancellationToken);
            var known = found.HasValue ? LedgerJson.Read<DateTimeOffset>(TableBody.Read(found.Value!)) : DateTimeOffset.MinValue;
            if (known > asOf)
                return false;
            var body = LedgerJson.Write(asOf);
            var write = found.HasValue ? new RowWrite(AsOf, body, RowGuard.Unchanged(found.Value!.ETag.ToString())) : RowWrite.Add(AsOf, body);
            if (known == asOf || await TableTransaction.CommitAsync(_table, registry.Code, [write], cancellationToken) == CommitOutcome.Committed)
                return true;
        }
    }

    private async Task WriteAsync(PartyId registry, IEnumerable<RowWrite> writes, CancellationToken cancellationToken)
    {
        if (await TableTransaction.CommitAsync(_table, registry.Code, [.. writes], cancellationToken) != CommitOutcome.Committed)
            throw new IOException($"The accounts of {registry} could not be written whole; the same list again makes them so.");
    }

    private async IAsyncEnumerable<Row> RowsAsync(PartyId registry, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {registry.Code} and RowKey ge {Prefix} and RowKey le {LedgerKeys.After(Prefix)}");
        await foreach (var entity in _table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken))
            yield return Read(entity);
    }

    private static Row Read(TableEntity entity) => LedgerJson.Read<Row>(TableBody.Read(entity));

    private sealed record Row(DateTimeOffset AsOf, RegistryAccount Account);
}
