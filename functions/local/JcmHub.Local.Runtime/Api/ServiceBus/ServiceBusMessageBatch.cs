#nullable disable
namespace Azure.Messaging.ServiceBus;

/// <summary>Messages that go to the broker as one: all are taken or none is.</summary>
public sealed class ServiceBusMessageBatch : IDisposable
{
    readonly Func<long> size;
    readonly Func<ServiceBusMessage, bool> add;

    internal ServiceBusMessageBatch(long maxSize, Func<long> size, IList<ServiceBusMessage> messages, Func<ServiceBusMessage, bool> add)
    {
        MaxSizeInBytes = maxSize;
        Messages = messages;
        this.size = size;
        this.add = add;
    }

    public int Count => Messages.Count;

    public long MaxSizeInBytes { get; }

    public long SizeInBytes => size();

    internal IList<ServiceBusMessage> Messages { get; }

    /// <summary>False, and the message left out, when the batch would grow too large.</summary>
    public bool TryAddMessage(ServiceBusMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (!add(message)) return false;
        Messages.Add(message);
        return true;
    }

    public void Dispose()
    {
        // Nothing is held; the real one frees its encoded messages.
    }
}
