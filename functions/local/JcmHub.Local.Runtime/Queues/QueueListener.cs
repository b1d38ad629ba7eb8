using System.Collections.Concurrent;
using Azure.Messaging.ServiceBus;
using JcmHub.Local.Runtime.Hosting;
using JcmHub.Local.Runtime.Invocation;
using Microsoft.Extensions.Logging;

namespace JcmHub.Local.Runtime.Queues;

/// <summary>
/// Brings a queue's messages to one function: no more at a time than it may have, each under a lock that is renewed, settled
/// by the function, or by the host where it says so or the function failed.
/// </summary>
internal sealed class QueueListener(
    FunctionEntry function, QueueSubscription queue, ServiceBusReceiver receiver, HostSettings settings, DeliveryLimits limits, FunctionInvoker invoker, TimeProvider time, ILogger log)
{
    const int LongestMessage = 1024;
    static readonly TimeSpan AfterTrouble = TimeSpan.FromSeconds(1);

    readonly SemaphoreSlim slots = new(queue.Concurrency);
    readonly ConcurrentDictionary<Task, bool> running = [];
    readonly LockKeeper locks = new(receiver, settings.MaxAutoLockRenewalDuration, time, log);

    /// <param name="stopping">Ends receiving; what was received is finished.</param>
    /// <param name="abandoned">Ends the functions that still run.</param>
    public async Task RunAsync(CancellationToken stopping, CancellationToken abandoned)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await ReceiveAsync(stopping, abandoned);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                break;
            }
            catch (Exception e)
            {
                log.LogWarning(InvocationEvents.QueueTrouble, "Queue '{Queue}' cannot be read and is tried again: {Reason}", queue.Name, e.Message);
                await Task.Delay(AfterTrouble, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        await Task.WhenAll(running.Keys);
        await receiver.CloseAsync(CancellationToken.None);
    }

    async Task ReceiveAsync(CancellationToken stopping, CancellationToken abandoned)
    {
        await slots.WaitAsync(stopping);
        var held = 1;
        while (!queue.IsBatched && slots.Wait(0, CancellationToken.None)) held++;
        try
        {
            var messages = await receiver.ReceiveMessagesAsync(queue.IsBatched ? settings.MaxMessageBatchSize : held, null, stopping);
            if (stopping.IsCancellationRequested)
            {
                foreach (var late in messages) await receiver.ReleaseMessageAsync(late);
                return;
            }

            foreach (var part in queue.IsBatched && messages.Count > 0 ? [messages] : messages.Select(IReadOnlyList<ServiceBusReceivedMessage> (m) => [m]))
            {
                held--;
                Start(part, abandoned);
            }
        }
        finally
        {
            if (held > 0) slots.Release(held);
        }
    }

    void Start(IReadOnlyList<ServiceBusReceivedMessage> messages, CancellationToken abandoned)
    {
        var run = Task.Run(() => ProcessAsync(messages, abandoned), CancellationToken.None);
        running[run] = true;
        _ = run.ContinueWith(ended => running.TryRemove(ended, out _), TaskScheduler.Default);
    }

    async Task ProcessAsync(IReadOnlyList<ServiceBusReceivedMessage> messages, CancellationToken abandoned)
    {
        using var ended = new CancellationTokenSource();
        try
        {
            var settling = new SettlingActions(receiver);
            var keeping = messages.Select(message => locks.KeepAsync(message, settling, ended.Token)).ToList();
            var failure = await invoker.InvokeAsync(function, TriggerOf(messages, settling), abandoned);
            await ended.CancelAsync();
            await Task.WhenAll(keeping);
            foreach (var message in messages.Where(message => !settling.HasSettled(message))) await FinishAsync(message, failure);
        }
        catch (Exception e)
        {
            log.LogError(InvocationEvents.SettleTrouble, e, "Queue '{Queue}': a delivery to '{Function}' ended in trouble.", queue.Name, function.Name);
        }
        finally
        {
            slots.Release();
        }
    }

    // What the function left open.
    async Task FinishAsync(ServiceBusReceivedMessage message, Exception? failure)
    {
        try
        {
            if (failure is null && queue.AutoComplete) await receiver.CompleteMessageAsync(message);
            else if (failure is null) log.LogWarning(InvocationEvents.SettleTrouble, "'{Function}' did not settle message {MessageId}: it comes again when its lock ends.", function.Name, message.MessageId);
            else if (limits.IsLast(queue.Name, message.DeliveryCount)) await receiver.DeadLetterMessageAsync(message, TypeOf(failure), TextOf(failure));
            else await receiver.AbandonMessageAsync(message, new Dictionary<string, object> { ["ExceptionType"] = TypeOf(failure), ["ExceptionMessage"] = TextOf(failure) });
        }
        catch (ServiceBusException e)
        {
            log.LogWarning(InvocationEvents.SettleTrouble, "Message {MessageId} of queue '{Queue}' could not be settled, it may come again: {Reason}", message.MessageId, queue.Name, e.Message);
        }
    }

    Trigger TriggerOf(IReadOnlyList<ServiceBusReceivedMessage> messages, SettlingActions settling) => new(
        queue.IsBatched ? messages.ToArray() : messages[0], MessageBindingData.Of(messages[0]))
    {
        Reason = $"(new message on queue '{queue.Name}')",
        MessageActions = settling,
        TraceParent = messages.Count == 1 && messages[0].ApplicationProperties.TryGetValue("Diagnostic-Id", out var parent) ? parent as string : null,
    };

    static string TypeOf(Exception failure) => failure.GetType().FullName!;

    static string TextOf(Exception failure) => failure.Message.Length <= LongestMessage ? failure.Message : failure.Message[..LongestMessage];
}
