namespace Azure.Messaging.ServiceBus;

/// <summary>How waits between tries grow.</summary>
public enum ServiceBusRetryMode
{
    Fixed = 0,
    Exponential = 1,
}
