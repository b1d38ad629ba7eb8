#nullable disable
using Azure.Core;
using JcmHub.Local.Runtime.Messaging;

namespace Azure.Messaging.ServiceBus;

/// <summary>
/// A client of the local broker over AMQP 1.0. It takes connection strings with <c>UseDevelopmentEmulator=true</c> only:
/// a namespace in Azure is served by the real package, in a build with <c>-p:FunctionsHost=Azure</c>.
/// </summary>
public class ServiceBusClient : IAsyncDisposable
{
    readonly BrokerConnection connection;

    protected ServiceBusClient()
    {
    }

    public ServiceBusClient(string connectionString)
        : this(connectionString, new ServiceBusClientOptions())
    {
    }

    /// <exception cref="FormatException">The connection string is none.</exception>
    /// <exception cref="NotSupportedException">It is for a namespace in Azure.</exception>
    public ServiceBusClient(string connectionString, ServiceBusClientOptions options)
    {
        options ??= new ServiceBusClientOptions();
        if (options.TransportType != ServiceBusTransportType.AmqpTcp)
            throw new NotSupportedException("The local client speaks AMQP over TCP only.");
        var broker = BrokerAddress.Parse(connectionString);
        FullyQualifiedNamespace = broker.Host;
        Identifier = options.Identifier ?? $"{broker.Host}-{Guid.NewGuid()}";
        connection = new BrokerConnection(broker, Identifier, options.RetryOptions, TimeProvider.System);
    }

    /// <exception cref="NotSupportedException">Always: see the class.</exception>
    public ServiceBusClient(string fullyQualifiedNamespace, TokenCredential credential)
        : this(fullyQualifiedNamespace, credential, new ServiceBusClientOptions())
    {
    }

    /// <exception cref="NotSupportedException">Always: see the class.</exception>
    public ServiceBusClient(string fullyQualifiedNamespace, TokenCredential credential, ServiceBusClientOptions options)
        => throw BrokerAddress.InAzure(fullyQualifiedNamespace);

    public virtual string FullyQualifiedNamespace { get; }

    public virtual string Identifier { get; }

    public virtual bool IsClosed => connection.IsClosed;

    public ServiceBusTransportType TransportType => ServiceBusTransportType.AmqpTcp;

    public virtual ServiceBusSender CreateSender(string queueOrTopicName) => CreateSender(queueOrTopicName, new ServiceBusSenderOptions());

    public virtual ServiceBusSender CreateSender(string queueOrTopicName, ServiceBusSenderOptions options)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(queueOrTopicName);
        connection.ThrowIfClosed();
        return new ServiceBusSender(connection, queueOrTopicName, options?.Identifier);
    }

    public virtual ServiceBusReceiver CreateReceiver(string queueName) => CreateReceiver(queueName, new ServiceBusReceiverOptions());

    public virtual ServiceBusReceiver CreateReceiver(string queueName, ServiceBusReceiverOptions options)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(queueName);
        connection.ThrowIfClosed();
        return new ServiceBusReceiver(connection, queueName, options ?? new ServiceBusReceiverOptions());
    }

    public virtual async ValueTask DisposeAsync()
    {
        await connection.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
