using Amqp;
using Amqp.Framing;

namespace JcmHub.Local.Broker.Wire;

/// <summary>The error conditions of Service Bus beside those of AMQP itself.</summary>
internal static class ServiceBusError
{
    public const string LockLostCondition = "com.microsoft:message-lock-lost";
    public const string MessageNotFoundCondition = "com.microsoft:message-not-found";
    public const string DeadLetterCondition = "com.microsoft:dead-letter";
    public const string ServerBusyCondition = "com.microsoft:server-busy";

    public static Error LockLost() => new(LockLostCondition)
    {
        Description = "The lock supplied is invalid. Either the lock expired, or the message has already been removed from the queue.",
    };

    public static Error ServerBusy() => new(ServerBusyCondition) { Description = "The store could not commit. Try again." };

    public static Error QuotaExceeded(string queue) => new(ErrorCode.ResourceLimitExceeded)
    {
        Description = $"The maximum entity size has been reached or exceeded for Queue: '{queue}'.",
    };
}
