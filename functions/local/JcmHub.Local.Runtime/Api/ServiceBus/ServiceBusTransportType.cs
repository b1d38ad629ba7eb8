namespace Azure.Messaging.ServiceBus;

/// <summary>How the client reaches the namespace; the local client knows AmqpTcp only.</summary>
public enum ServiceBusTransportType
{
    AmqpTcp = 0,
    AmqpWebSockets = 1,
}
