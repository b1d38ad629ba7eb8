using System.Diagnostics.CodeAnalysis;
using JcmHub.Local.Broker.Storage;

namespace JcmHub.Local.Broker.Queues;

/// <summary>
/// The locks of one queue. All last equally long, so a new or renewed lock always ends last: a list in order of their ends
/// needs no heap, and a settled lock leaves nothing behind.
/// </summary>
internal sealed class LockTable(TimeSpan duration)
{
    readonly Dictionary<Guid, LinkedListNode<MessageLock>> byToken = [];
    readonly LinkedList<MessageLock> byEnd = [];
    readonly HashSet<long> sequences = [];

    public DateTimeOffset? NextEnd => byEnd.First?.Value.Until;

    public bool IsLocked(long sequence) => sequences.Contains(sequence);

    public MessageLock Lock(StoredMessage message, DateTimeOffset now)
    {
        var held = new MessageLock(message, now + duration);
        byToken[held.Token] = byEnd.AddLast(held);
        sequences.Add(held.Sequence);
        return held;
    }

    public bool IsHeld(Guid token, DateTimeOffset now) => byToken.TryGetValue(token, out var node) && node.Value.Until > now;

    /// <summary>Extends a lock that is still held.</summary>
    public DateTimeOffset? Renew(Guid token, DateTimeOffset now)
    {
        if (!IsHeld(token, now)) return null;
        var node = byToken[token];
        byEnd.Remove(node);
        byEnd.AddLast(node);
        return node.Value.Until = now + duration;
    }

    /// <summary>Ends a lock that is still held, for its settlement.</summary>
    public bool TryRemove(Guid token, DateTimeOffset now, [NotNullWhen(true)] out MessageLock? held)
    {
        held = IsHeld(token, now) ? byToken[token].Value : null;
        if (held is not null) Remove(held);
        return held is not null;
    }

    /// <summary>Ends the locks whose time is over.</summary>
    public IEnumerable<MessageLock> TakeEnded(DateTimeOffset now)
    {
        while (byEnd.First?.Value is { } held && held.Until <= now)
        {
            Remove(held);
            yield return held;
        }
    }

    void Remove(MessageLock held)
    {
        byToken.Remove(held.Token, out var node);
        byEnd.Remove(node!);
        sequences.Remove(held.Sequence);
    }
}
