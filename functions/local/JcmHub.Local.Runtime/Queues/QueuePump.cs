using Azure.Messaging.ServiceBus;
using JcmHub.Local.Runtime.Hosting;
using JcmHub.Local.Runtime.Invocation;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace JcmHub.Local.Runtime.Queues;

/// <summary>
/// Runs the app's message functions from start to stop. A broker that is not there yet is waited for; a stop takes no more
/// messages and waits for the functions under way.
/// </summary>
internal sealed class QueuePump(
    FunctionCatalog catalog, AppSettings app, HostSettings settings, DeliveryLimits limits, FunctionInvoker invoker, TimeProvider time, ILogger<QueuePump> log) : IHostedService, IDisposable
{
    readonly Dictionary<string, ServiceBusClient> clients = [];
    readonly CancellationTokenSource stopping = new();
    readonly CancellationTokenSource abandoned = new();
    Task[] running = [];

    /// <exception cref="InvalidOperationException">A function's connection or queue is not configured.</exception>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        var listeners = catalog.StartedBy<ServiceBusTriggerAttribute>().Select(found => Listener(found.Function, found.Trigger)).ToList();
        running = [.. listeners.Select(listener => Task.Run(() => listener.RunAsync(stopping.Token, abandoned.Token), CancellationToken.None))];
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await stopping.CancelAsync();
        await using var patience = cancellationToken.Register(abandoned.Cancel);
        await Task.WhenAll(running);
        foreach (var client in clients.Values) await client.DisposeAsync();
    }

    public void Dispose()
    {
        stopping.Dispose();
        abandoned.Dispose();
    }

    QueueListener Listener(FunctionEntry function, ServiceBusTriggerAttribute trigger)
    {
        var connection = app.Connection(trigger.Connection);
        if (!clients.TryGetValue(connection, out var client))
            clients[connection] = client = new ServiceBusClient(connection, new ServiceBusClientOptions { RetryOptions = settings.ClientRetry });

        var queue = new QueueSubscription(
            app.Resolve(trigger.QueueName!), trigger.IsBatched, trigger.AutoCompleteSetting ?? settings.AutoCompleteMessages, Math.Max(1, settings.MaxConcurrentCalls));
        var receiver = client.CreateReceiver(queue.Name, new ServiceBusReceiverOptions { PrefetchCount = settings.PrefetchCount });
        return new QueueListener(function, queue, receiver, settings, limits, invoker, time, log);
    }
}
