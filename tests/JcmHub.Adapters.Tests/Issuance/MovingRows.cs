using JcmHub.Domain.Parties;
using JcmHub.Flows.Issuance;

namespace JcmHub.Adapters.Tests.Issuance;

/// <summary>
/// The storage as a reader sees it while others write: just before it looks at keys that begin so, something happens, each time again. So
/// rows move between two of its looks, whatever the machine's speed.
/// </summary>
internal sealed class MovingRows(ILedgerRows rows, string prefix, Func<Task> happen) : ILedgerRows
{
    public async Task<StoredRow?> FindAsync(PartyId host, string key, CancellationToken cancellationToken)
    {
        await BeforeAsync(key);
        return await rows.FindAsync(host, key, cancellationToken);
    }

    public async IAsyncEnumerable<StoredRow> RangeAsync(
        PartyId host, string from, string to, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await BeforeAsync(from);
        await foreach (var row in rows.RangeAsync(host, from, to, cancellationToken))
            yield return row;
    }

    public async Task<IReadOnlyList<StoredRow>> FirstAsync(PartyId host, string from, string to, int count, CancellationToken cancellationToken)
    {
        await BeforeAsync(from);
        return await rows.FirstAsync(host, from, to, count, cancellationToken);
    }

    public Task<CommitOutcome> CommitAsync(PartyId host, IReadOnlyList<RowWrite> writes, CancellationToken cancellationToken) =>
        rows.CommitAsync(host, writes, cancellationToken);

    private Task BeforeAsync(string key) => key.StartsWith(prefix, StringComparison.Ordinal) ? happen() : Task.CompletedTask;
}
