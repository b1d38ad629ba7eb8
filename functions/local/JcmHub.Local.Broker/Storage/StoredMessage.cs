namespace JcmHub.Local.Broker.Storage;

/// <summary>One row of the message table.</summary>
/// <param name="Sequence">Number in its queue, from 1, never used twice.</param>
/// <param name="Deliveries">Deliveries that ended without settlement: the AMQP delivery-count, 0 at first.</param>
/// <param name="Enqueued">When it became (or, scheduled, will become) visible.</param>
/// <param name="Expires">When its life ends; null for never.</param>
/// <param name="TimeToLive">As the sender gave it.</param>
internal sealed record StoredMessage(
    long Sequence,
    MessageState State,
    int Deliveries,
    DateTimeOffset Enqueued,
    DateTimeOffset? Expires,
    TimeSpan? TimeToLive,
    byte[]? Annotations,
    byte[] Payload)
{
    /// <summary>What the message counts toward its queue's size, in bytes.</summary>
    public int Size => Payload.Length + (Annotations?.Length ?? 0);
}
