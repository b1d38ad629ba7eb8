using JcmHub.Domain.Ledger;

namespace JcmHub.Flows.Reconciliation;

/// <summary>The snapshots of registries and market, as the hub fetches them.</summary>
public interface ISnapshots
{
    /// <summary>Those that the hub can ask.</summary>
    IReadOnlyCollection<Destination> Reachable { get; }

    /// <summary>Asks for a snapshot of now.</summary>
    /// <returns>Its bytes, or why there are none. Never throws for what the registry or the network does.</returns>
    Task<(ReadOnlyMemory<byte>? Document, string? Failure)> FetchAsync(Destination destination, CancellationToken cancellationToken);
}
