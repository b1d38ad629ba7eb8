using JcmHub.Domain.Parties;

namespace JcmHub.Flows.Exchange;

/// <summary>
/// The queues that carry records: one toward the registries, one toward the market. A message is a hint that its stream has work;
/// nothing relies on it (D5).
/// </summary>
public interface IRecordQueue
{
    /// <summary>The queue toward the registries.</summary>
    const string Registries = "registry-records";

    /// <summary>The queue toward GX-ETS.</summary>
    const string Market = "market-records";

    /// <summary>Sends records, in order.</summary>
    Task SendAsync(IReadOnlyList<OutboxRecord> records, CancellationToken cancellationToken);

    /// <summary>Wakes a stream, now or at a moment.</summary>
    Task WakeAsync(StreamId stream, DateTimeOffset? at, CancellationToken cancellationToken);
}
