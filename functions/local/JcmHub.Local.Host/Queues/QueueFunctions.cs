using Azure.Messaging.ServiceBus;
using Google.Protobuf;
using JcmHub.Local.Host.Hosting;
using JcmHub.Local.Host.Workers;
using JcmHub.Local.Protocol;
using Microsoft.Extensions.Logging;

namespace JcmHub.Local.Host.Queues;

/// <summary>
/// Brings queues to their functions, one processor of the official client each: concurrency, renewal of locks, and giving back what failed are
/// the client's own, as they are in Azure. A function that fails has its message abandoned; at the last delivery the broker dead-letters it.
/// </summary>
internal sealed class QueueFunctions(RunFunction run, Deliveries deliveries, HostSettings settings, AppSettings app, ILogger log, CancellationToken abandoned)
{
    // What the worker's converter asks of a message's binding data.
    private const string Version = "1.0";
    private const string Source = "AzureServiceBusReceivedMessage";
    private const string ContentType = "application/octet-stream";

    private readonly Dictionary<string, ServiceBusClient> _clients = [];
    private readonly List<ServiceBusProcessor> _processors = [];

    /// <summary>Starts pulling; a broker that is not there yet is waited for by the client.</summary>
    /// <exception cref="InvalidOperationException">A function's connection or queue is not configured, or asks for what the local broker has not.</exception>
    public async Task StartAsync(IEnumerable<AppFunction> functions, CancellationToken cancellationToken)
    {
        foreach (var function in functions.Where(function => function.Kind == "serviceBusTrigger"))
            _processors.Add(ProcessorOf(function));
        await Task.WhenAll(_processors.Select(processor => processor.StartProcessingAsync(cancellationToken)));
    }

    /// <summary>Nothing is taken any more, and what is in hand is waited for.</summary>
    public async Task StopAsync()
    {
        await Task.WhenAll(_processors.Select(processor => processor.StopProcessingAsync(CancellationToken.None)));
        foreach (var processor in _processors)
            await processor.DisposeAsync();
        foreach (var client in _clients.Values)
            await client.DisposeAsync();
    }

    private ServiceBusProcessor ProcessorOf(AppFunction function)
    {
        var queue = app.Resolve(function.Text("queueName") ?? throw new InvalidOperationException($"'{function.Name}' reads a topic; the local broker has queues only (D3)."));
        if (function.Flag("isSessionsEnabled") == true || function.Flag("isBatched") == true || function.Text("cardinality") == "Many")
            throw new InvalidOperationException($"'{function.Name}' asks for sessions or batches, which this host does not bring.");
        var connection = app.Connection(function.Text("connection"));
        if (!_clients.TryGetValue(connection, out var client))
            _clients[connection] = client = new ServiceBusClient(connection, new ServiceBusClientOptions { RetryOptions = settings.ClientRetry });
        var processor = client.CreateProcessor(queue, new ServiceBusProcessorOptions
        {
            AutoCompleteMessages = function.Flag("autoCompleteMessages") ?? settings.AutoCompleteMessages,
            MaxConcurrentCalls = Math.Max(1, settings.MaxConcurrentCalls),
            PrefetchCount = settings.PrefetchCount,
            MaxAutoLockRenewalDuration = settings.MaxAutoLockRenewalDuration,
        });
        processor.ProcessMessageAsync += args => ProcessAsync(function, queue, args);
        processor.ProcessErrorAsync += args =>
        {
            if (args.Exception is FunctionFailedException)
                return Task.CompletedTask;
            log.QueueTrouble(args.EntityPath, args.ErrorSource.ToString(), FirstLine(args.Exception.Message));
            return Task.CompletedTask;
        };
        return processor;
    }

    private async Task ProcessAsync(AppFunction function, string queue, ProcessMessageEventArgs args)
    {
        var message = args.Message;
        var invocation = new Invocation(new TypedData { ModelBindingData = DataOf(message) }, $"(new message on queue '{queue}')")
        {
            TraceParent = message.ApplicationProperties.TryGetValue("Diagnostic-Id", out var parent) ? parent as string : null,
        };
        invocation.Bind("MessageId", message.MessageId);
        invocation.Bind("DeliveryCount", message.DeliveryCount.ToString(System.Globalization.CultureInfo.InvariantCulture));
        using var held = deliveries.Hold(args);
        // Not the client's own token: a stop signals it, and would cut off what it should let finish.
        if (await run(function, invocation, abandoned) is { } failure)
            throw new FunctionFailedException(failure);
    }

    /// <summary>The client puts a whole stack into the message of a refused connection.</summary>
    private static string FirstLine(string text) => text.AsSpan().IndexOfAny('\r', '\n') is var end and >= 0 ? text[..end] : text;

    /// <summary>Sixteen bytes of the lock token, then the message as AMQP encodes it.</summary>
    private static ModelBindingData DataOf(ServiceBusReceivedMessage message)
    {
        var amqp = message.GetRawAmqpMessage().ToBytes();
        var content = new byte[16 + amqp.ToMemory().Length];
        Guid.Parse(message.LockToken).TryWriteBytes(content);
        amqp.ToMemory().CopyTo(content.AsMemory(16));
        return new ModelBindingData { Version = Version, Source = Source, ContentType = ContentType, Content = UnsafeByteOperations.UnsafeWrap(content) };
    }
}
