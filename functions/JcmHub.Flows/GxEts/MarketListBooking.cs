using JcmHub.Domain.Ledger;
using JcmHub.Domain.Methodologies;
using JcmHub.Flows.Exchange;
using JcmHub.Flows.Issuance;

namespace JcmHub.Flows.GxEts;

/// <summary>Books receipts of notices by which GX-ETS' list was brought in step: that it has taken notice changes nothing in the ledger.</summary>
public sealed class MarketListBooking : ICauseBooking
{
    /// <inheritdoc />
    public CauseKind Kind => CauseKind.MarketList;

    /// <inheritdoc />
    public Task<LoadedCause> LoadAsync(LedgerView view, OutboxRecord record, CancellationToken cancellationToken) => Task.FromResult(LoadedCause.Notice(record));

    /// <inheritdoc />
    public async Task<(RecordId Renewed, IReadOnlyList<RowWrite> Rows, Finding? Error)> ReplayAsync(
        LedgerView view, OutboxRecord refused, LedgerEntry entry, CancellationToken cancellationToken) =>
        ((await TellMarket.RepeatAsync(view, refused, entry, cancellationToken)).Id, [], null);
}
