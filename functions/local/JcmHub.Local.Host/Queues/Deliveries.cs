using System.Collections.Concurrent;
using Azure.Messaging.ServiceBus;

namespace JcmHub.Local.Host.Queues;

/// <summary>Messages in hand, by lock token: what a function may settle while it runs.</summary>
internal sealed class Deliveries
{
    private readonly ConcurrentDictionary<string, ProcessMessageEventArgs> _held = new();

    /// <summary>Holds a message until the answer is disposed.</summary>
    public IDisposable Hold(ProcessMessageEventArgs delivery)
    {
        _held[delivery.Message.LockToken] = delivery;
        return new Held(this, delivery.Message.LockToken);
    }

    /// <summary>The message of a lock token; null where its function has ended.</summary>
    public ProcessMessageEventArgs? Find(string lockToken) => _held.GetValueOrDefault(lockToken);

    private sealed class Held(Deliveries deliveries, string lockToken) : IDisposable
    {
        public void Dispose() => deliveries._held.TryRemove(lockToken, out _);
    }
}
