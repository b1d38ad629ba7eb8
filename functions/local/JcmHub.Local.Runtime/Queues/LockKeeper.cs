using Azure.Messaging.ServiceBus;
using JcmHub.Local.Runtime.Invocation;
using Microsoft.Extensions.Logging;

namespace JcmHub.Local.Runtime.Queues;

/// <summary>Renews a message's lock while its function runs, for at most <c>maxAutoLockRenewalDuration</c>.</summary>
internal sealed class LockKeeper(ServiceBusReceiver receiver, TimeSpan atMost, TimeProvider time, ILogger log)
{
    /// <summary>How long before its end a lock is renewed; earlier where the lock is short.</summary>
    static readonly TimeSpan Margin = TimeSpan.FromSeconds(10);

    /// <param name="message">A locked message.</param>
    /// <param name="settling">Told whether the function has settled it.</param>
    /// <param name="ended">Cancelled when the function has ended.</param>
    public async Task KeepAsync(ServiceBusReceivedMessage message, SettlingActions settling, CancellationToken ended)
    {
        var until = atMost < DateTimeOffset.MaxValue - time.GetUtcNow() ? time.GetUtcNow() + atMost : DateTimeOffset.MaxValue;
        try
        {
            while (true)
            {
                var left = message.LockedUntil - time.GetUtcNow();
                var margin = left / 2 < Margin ? left / 2 : Margin;
                if (message.LockedUntil >= until) return;
                if (left > margin) await Task.Delay(left - margin, time, ended);
                if (settling.HasSettled(message)) return;
                await receiver.RenewMessageLockAsync(message, ended);
            }
        }
        catch (OperationCanceledException)
        {
            // The function has ended.
        }
        catch (Exception e)
        {
            if (!settling.HasSettled(message))
                log.LogWarning(InvocationEvents.LockTrouble, e, "The lock of message {MessageId} could not be renewed.", message.MessageId);
        }
    }
}
