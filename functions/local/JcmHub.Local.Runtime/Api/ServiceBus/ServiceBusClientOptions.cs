#nullable disable
namespace Azure.Messaging.ServiceBus;

public class ServiceBusClientOptions
{
    public ServiceBusClientOptions()
    {
    }

    /// <summary>Name that the broker's log shows for this client; random where there is none.</summary>
    public string Identifier { get; set; }

    public ServiceBusRetryOptions RetryOptions { get; set; } = new();

    public ServiceBusTransportType TransportType { get; set; }
}
