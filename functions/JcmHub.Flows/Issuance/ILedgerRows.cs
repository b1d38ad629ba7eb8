using JcmHub.Domain.Parties;

namespace JcmHub.Flows.Issuance;

/// <summary>The rows of the ledger: one partition per host Party, transactions within a partition only (D4).</summary>
public interface ILedgerRows
{
    /// <summary>The largest number of writes in one transaction.</summary>
    const int MaximumWrites = 90;

    /// <summary>The largest transaction, in bytes of bodies.</summary>
    const int MaximumBytes = 3 * 1024 * 1024;

    /// <summary>The largest body of a row, in bytes: fifteen properties of 60 KiB, which an entity of at most 1 MiB holds.</summary>
    const int MaximumRowBytes = 15 * 60 * 1024;

    /// <summary>One row; null where there is none.</summary>
    Task<StoredRow?> FindAsync(PartyId host, string key, CancellationToken cancellationToken);

    /// <summary>The rows from a key to a key, both inclusive, in order of keys.</summary>
    IAsyncEnumerable<StoredRow> RangeAsync(PartyId host, string from, string to, CancellationToken cancellationToken);

    /// <summary>The first rows from a key to a key, both inclusive: at most so many, in one request where it can be.</summary>
    Task<IReadOnlyList<StoredRow>> FirstAsync(PartyId host, string from, string to, int count, CancellationToken cancellationToken);

    /// <summary>All of it or nothing. Committed writes are told the versions under which they were stored.</summary>
    /// <exception cref="InvalidOperationException">More than <see cref="MaximumWrites"/> writes or <see cref="MaximumBytes"/> bytes; nothing was sent.</exception>
    Task<CommitOutcome> CommitAsync(PartyId host, IReadOnlyList<RowWrite> writes, CancellationToken cancellationToken);
}
