using JcmHub.Domain.Ledger;

namespace JcmHub.Flows.Exchange;

/// <summary>The registries, as the hub reaches them.</summary>
public interface IRegistries
{
    /// <summary>Sends a record, byte for byte, and waits for the receipt.</summary>
    /// <returns>The receipt's bytes, or why there is none. Never throws for what the registry or the network does.</returns>
    Task<Delivery> DeliverAsync(Destination destination, OutboxRecord record, CancellationToken cancellationToken);
}

/// <summary>What came of a delivery: a receipt's bytes, acceptance, or a failure after which the destination rests.</summary>
/// <param name="Receipt">The registry's receipt.</param>
/// <param name="Signature">Its detached signature.</param>
/// <param name="Failure">Why there is none, for the log.</param>
/// <param name="RetryAfter">The pause that the registry asked for.</param>
public sealed record Delivery(ReadOnlyMemory<byte>? Receipt, string? Signature, string? Failure, TimeSpan? RetryAfter)
{
    /// <summary>Whether the destination took the record and will receipt it later, as queues and files do.</summary>
    public bool IsAccepted { get; init; }
}
