namespace Azure.Messaging.ServiceBus;

/// <summary>Whether a received message stays on the queue, locked, until it is settled.</summary>
public enum ServiceBusReceiveMode
{
    PeekLock = 0,
    ReceiveAndDelete = 1,
}
