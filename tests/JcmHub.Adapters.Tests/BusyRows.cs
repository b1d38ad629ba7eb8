using JcmHub.Domain.Parties;
using JcmHub.Flows.Issuance;

namespace JcmHub.Adapters.Tests;

/// <summary>The storage as a process sees it that always comes second: while it is busy, another writer was first with every journal entry.</summary>
internal sealed class BusyRows(ILedgerRows rows) : ILedgerRows
{
    public bool IsBusy { get; set; }

    public Task<StoredRow?> FindAsync(PartyId host, string key, CancellationToken cancellationToken) => rows.FindAsync(host, key, cancellationToken);

    public IAsyncEnumerable<StoredRow> RangeAsync(PartyId host, string from, string to, CancellationToken cancellationToken) =>
        rows.RangeAsync(host, from, to, cancellationToken);

    public Task<IReadOnlyList<StoredRow>> FirstAsync(PartyId host, string from, string to, int count, CancellationToken cancellationToken) =>
        rows.FirstAsync(host, from, to, count, cancellationToken);

    public Task<CommitOutcome> CommitAsync(PartyId host, IReadOnlyList<RowWrite> writes, CancellationToken cancellationToken) =>
        IsBusy && writes[0].Key == LedgerKeys.Head ? Task.FromResult(CommitOutcome.Refused) : rows.CommitAsync(host, writes, cancellationToken);
}
