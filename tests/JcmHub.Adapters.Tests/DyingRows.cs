using JcmHub.Domain.Parties;
using JcmHub.Flows.Issuance;

namespace JcmHub.Adapters.Tests;

/// <summary>The storage as a process sees it that dies after so many transactions: nothing more is read or written.</summary>
internal sealed class DyingRows(ILedgerRows rows, int transactions) : ILedgerRows
{
    private int _left = transactions;

    public Task<StoredRow?> FindAsync(PartyId host, string key, CancellationToken cancellationToken) => rows.FindAsync(host, key, cancellationToken);

    public IAsyncEnumerable<StoredRow> RangeAsync(PartyId host, string from, string to, CancellationToken cancellationToken) =>
        rows.RangeAsync(host, from, to, cancellationToken);

    public Task<IReadOnlyList<StoredRow>> FirstAsync(PartyId host, string from, string to, int count, CancellationToken cancellationToken) =>
        rows.FirstAsync(host, from, to, count, cancellationToken);

    public Task<CommitOutcome> CommitAsync(PartyId host, IReadOnlyList<RowWrite> writes, CancellationToken cancellationToken) =>
        _left-- > 0 ? rows.CommitAsync(host, writes, cancellationToken) : throw new DeathException();

#pragma warning disable CA1032, CA1064 // A test's own, thrown and caught here only.
    internal sealed class DeathException : Exception;
#pragma warning restore CA1032, CA1064
}
