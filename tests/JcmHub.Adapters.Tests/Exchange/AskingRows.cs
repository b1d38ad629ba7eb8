using JcmHub.Domain.Parties;
using JcmHub.Flows.Issuance;

namespace JcmHub.Adapters.Tests.Exchange;

/// <summary>The storage as a process sees it whose first look at a stream is answered late: as it was, when the test lets it.</summary>
internal sealed class AskingRows : ILedgerRows
{
    private ILedgerRows _rows = null!;
    private int _asked;

    /// <summary>Set when the first look was taken.</summary>
    public TaskCompletionSource Asked { get; } = new();

    /// <summary>To be set when its answer may come.</summary>
    public TaskCompletionSource Answer { get; } = new();

    public ILedgerRows Between(ILedgerRows rows)
    {
        _rows = rows;
        return this;
    }

    public Task<StoredRow?> FindAsync(PartyId host, string key, CancellationToken cancellationToken) => _rows.FindAsync(host, key, cancellationToken);

    public IAsyncEnumerable<StoredRow> RangeAsync(PartyId host, string from, string to, CancellationToken cancellationToken) =>
        _rows.RangeAsync(host, from, to, cancellationToken);

    public async Task<IReadOnlyList<StoredRow>> FirstAsync(PartyId host, string from, string to, int count, CancellationToken cancellationToken)
    {
        var first = await _rows.FirstAsync(host, from, to, count, cancellationToken);
        if (Interlocked.Increment(ref _asked) > 1)
            return first;
        Asked.SetResult();
        await Answer.Task;
        return first;
    }

    public Task<CommitOutcome> CommitAsync(PartyId host, IReadOnlyList<RowWrite> writes, CancellationToken cancellationToken) =>
        _rows.CommitAsync(host, writes, cancellationToken);
}
