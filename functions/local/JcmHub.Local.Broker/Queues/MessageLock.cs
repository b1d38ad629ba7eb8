using JcmHub.Local.Broker.Storage;

namespace JcmHub.Local.Broker.Queues;

/// <summary>A peeked message's lock. Held in memory only: it does not outlive the process.</summary>
internal sealed class MessageLock(StoredMessage message, DateTimeOffset until)
{
    public Guid Token { get; } = Guid.NewGuid();

    public long Sequence { get; } = message.Sequence;

    /// <summary>Bytes that leave the queue with the message.</summary>
    public int Size { get; } = message.Size;

    public bool IsDeferred { get; } = message.State == MessageState.Deferred;

    public DateTimeOffset Until { get; set; } = until;

    /// <summary>Told when the lock ends without settlement, so that the receiver's link forgets the delivery.</summary>
    public Action? Ended { get; set; }
}
