using JcmHub.Domain.Ledger;

namespace JcmHub.Flows.Reconciliation;

/// <summary>Results of reconciliations, and snapshots that registries sent by themselves. A result is created once and never changed.</summary>
public interface IReconciliations
{
    /// <summary>Keeps a run's result under its business date.</summary>
    Task AddAsync(DateOnly date, string run, ReadOnlyMemory<byte> result, CancellationToken cancellationToken);

    /// <summary>The result of the last run of a date; null where there is none.</summary>
    Task<ReadOnlyMemory<byte>?> FindAsync(DateOnly date, CancellationToken cancellationToken);

    /// <summary>The dates with a result, the newest first.</summary>
    Task<IReadOnlyList<DateOnly>> DatesAsync(CancellationToken cancellationToken);

    /// <summary>Keeps a registry's snapshot for a date, in place of one that it sent before.</summary>
    Task PutSnapshotAsync(Destination registry, DateOnly date, ReadOnlyMemory<byte> snapshot, CancellationToken cancellationToken);

    /// <summary>The snapshot that a registry sent for a date; null where it sent none.</summary>
    Task<ReadOnlyMemory<byte>?> FindSnapshotAsync(Destination registry, DateOnly date, CancellationToken cancellationToken);
}
