using JcmHub.Domain.Parties;

namespace JcmHub.Flows.Exchange;

/// <summary>The queue that carries records toward the registries. A message is a hint that its stream has work; nothing relies on it (D5).</summary>
public interface IRecordQueue
{
    /// <summary>The queue's name.</summary>
    const string Name = "registry-records";

    /// <summary>Sends records, in order.</summary>
    Task SendAsync(IReadOnlyList<OutboxRecord> records, CancellationToken cancellationToken);

    /// <summary>Wakes a stream, now or at a moment.</summary>
    Task WakeAsync(StreamId stream, DateTimeOffset? at, CancellationToken cancellationToken);
}
