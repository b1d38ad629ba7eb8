using JcmHub.Domain.Ledger;
using JcmHub.Flows.Exchange;
using JcmHub.Flows.Issuance;

namespace JcmHub.Benchmarks.Exchange;

/// <summary>A cause with a row of its own, read and replaced by each receipt as an issuance's or operation's is.</summary>
internal sealed class RowBooking : ICauseBooking
{
    /// <summary>As long as the row of an issuance of one vintage.</summary>
    public static byte[] Body { get; } = LedgerJson.Write(new string('i', 1500));

    public CauseKind Kind => CauseKind.Operation;

    public async Task<LoadedCause> LoadAsync(LedgerView view, OutboxRecord record, CancellationToken cancellationToken)
    {
        var key = LedgerKeys.Issuance(record.Cause.Id);
        var (row, _) = (await view.FindAsync<string>(key, cancellationToken))!.Value;
        return LoadedCause.Notice(record with { Blocks = [] }) with { BookAsync = (_, _) => Task.FromResult<IReadOnlyList<RowWrite>>([RowWrite.Replace(row, key, Body)]) };
    }
}
