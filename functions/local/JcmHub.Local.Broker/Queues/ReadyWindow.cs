using JcmHub.Local.Broker.Storage;

namespace JcmHub.Local.Broker.Queues;

/// <summary>
/// The next sequence numbers to deliver, lowest first: a window of bounded size onto the store, so memory does not grow with
/// the backlog. Invariant: every active, unlocked message up to <c>reach</c> is in the window; when <c>atEnd</c>, none lies beyond.
/// </summary>
internal sealed class ReadyWindow(long queue, int capacity = 1024)
{
    readonly SortedSet<long> ready = [];
    long reach;
    bool atEnd;

    /// <summary>A message has become deliverable: new, or its lock ended.</summary>
    public void Add(long sequence)
    {
        if (sequence > reach && !atEnd) return; // The store has it; it is read when its turn comes.
        ready.Add(sequence);
        reach = Math.Max(reach, sequence);
        if (ready.Count <= capacity) return;
        ready.Remove(ready.Max);
        reach = ready.Max;
        atEnd = false;
    }

    /// <summary>Forgets all, to be read from the store again.</summary>
    public void Reset()
    {
        ready.Clear();
        reach = 0;
        atEnd = false;
    }

    /// <summary>Takes the lowest deliverable sequence number; <paramref name="isLocked"/> tells those in receivers' hands.</summary>
    public bool TryTake(MessageStore store, Predicate<long> isLocked, out long sequence)
    {
        while (ready.Count == 0 && !atEnd)
        {
            var next = store.Active(queue, reach, capacity);
            atEnd = next.Count < capacity;
            if (next.Count > 0) reach = next[^1];
            foreach (var found in next)
            {
                if (!isLocked(found)) ready.Add(found);
            }
        }

        sequence = ready.Min;
        return ready.Remove(sequence);
    }
}
