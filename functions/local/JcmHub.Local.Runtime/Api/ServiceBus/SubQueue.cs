namespace Azure.Messaging.ServiceBus;

/// <summary>Part of a queue to receive from.</summary>
public enum SubQueue
{
    None = 0,
    DeadLetter = 1,
    TransferDeadLetter = 2,
}
