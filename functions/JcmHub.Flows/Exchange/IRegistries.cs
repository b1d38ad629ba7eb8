using JcmHub.Domain.Ledger;
using JcmHub.Domain.Parties;

namespace JcmHub.Flows.Exchange;

/// <summary>The registries, as the hub reaches them in one mode of delivery.</summary>
public interface IRegistries
{
    /// <summary>The mode.</summary>
    DeliveryMode Mode { get; }

    /// <summary>Sends a record, byte for byte, and waits until it is receipted (HTTP) or accepted (queue and file).</summary>
    /// <returns>The receipt's bytes, acceptance, or why there is neither. Never throws for what the registry or the network does.</returns>
    Task<Delivery> DeliverAsync(Destination destination, OutboxRecord record, CancellationToken cancellationToken);
}

/// <summary>What came of a delivery: a receipt's bytes, acceptance, or a failure after which the destination rests.</summary>
/// <param name="Receipt">The registry's receipt.</param>
/// <param name="Signature">Its detached signature.</param>
/// <param name="Failure">Why there is none, for the log.</param>
/// <param name="RetryAfter">The pause that the registry asked for.</param>
public sealed record Delivery(ReadOnlyMemory<byte>? Receipt, string? Signature, string? Failure, TimeSpan? RetryAfter)
{
    /// <summary>The destination took the record and will receipt it later, as queues and files do.</summary>
    public static Delivery Accepted { get; } = new(null, null, null, null) { IsAccepted = true };

    /// <summary>Whether it was accepted only.</summary>
    public bool IsAccepted { get; private init; }

    /// <summary>There is neither receipt nor acceptance.</summary>
    public static Delivery Failed(string why) => new(null, null, why, null);
}
