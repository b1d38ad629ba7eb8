using JcmHub.Domain.Ledger;
using JcmHub.Domain.Methodologies;
using JcmHub.Flows.Issuance;

namespace JcmHub.Flows.Exchange;

/// <summary>Books receipts on one kind of cause: loads its row, says what was asked for, lets the Domain book, gives the row as it is then.</summary>
public interface ICauseBooking
{
    /// <summary>The kind that it books on.</summary>
    CauseKind Kind { get; }

    /// <summary>Reads a record's cause: what the record asks for, and how a receipt that says so is booked.</summary>
    /// <param name="view">The ledger.</param>
    /// <param name="record">The record, with its blocks.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<LoadedCause> LoadAsync(LedgerView view, OutboxRecord record, CancellationToken cancellationToken);

    /// <summary>
    /// Announces a refused record anew, its blocks having been found as it left them. What can only be requested anew, because its
    /// units are free again, says so.
    /// </summary>
    /// <returns>The new address and the rows to write, or error <c>replay-by-request</c>.</returns>
    Task<(RecordId Renewed, IReadOnlyList<RowWrite> Rows, Finding? Error)> ReplayAsync(
        LedgerView view, OutboxRecord refused, LedgerEntry entry, CancellationToken cancellationToken) =>
        Task.FromResult<(RecordId, IReadOnlyList<RowWrite>, Finding?)>((default, [], ByRequest(refused)));

    /// <summary>Why a refused record can never be sent again, whatever became of its units; null where it can while they are as it left them.</summary>
    Finding? WhyNotReplayed(OutboxRecord refused) => null;

    /// <summary>After the receipt is booked: what was too much for its one transaction. The sweep does the same where a process dies before.</summary>
    Task ContinueAsync(OutboxRecord record, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Says that a refused record can only be requested anew.</summary>
    protected static Finding ByRequest(OutboxRecord refused) => new("replay-by-request", "",
        $"What {refused.Id} asked for was given up when it was refused; request it anew.", $"{refused.Id}の内容は拒否時に取り消されています。改めて申請してください。");
}
