using Amqp;
using Amqp.Framing;
using Azure.Messaging.ServiceBus;
using JcmHub.Local.Runtime.Wire;

namespace JcmHub.Local.Runtime.Messaging;

/// <summary>
/// A client's way to the broker: opened at first use, opened anew after it was lost, with the right to each queue proved at
/// <c>$cbs</c> and renewed before it ends.
/// </summary>
internal sealed class BrokerConnection(BrokerAddress broker, string identifier, ServiceBusRetryOptions retry, TimeProvider time) : IAsyncDisposable
{
    static readonly TimeSpan TokenLife = TimeSpan.FromHours(1);
    static readonly TimeSpan RenewEvery = TimeSpan.FromMinutes(40);

    readonly SemaphoreSlim opening = new(1, 1);
    OpenConnection? current;

    public string Host => broker.Host;

    public bool IsClosed { get; private set; }

    public void ThrowIfClosed() => ObjectDisposedException.ThrowIf(IsClosed, typeof(ServiceBusClient));

    /// <summary>
    /// Carries out one operation on a queue: within the time for one try, again after failures that may pass, with growing
    /// waits, as the client's retry options say.
    /// </summary>
    /// <exception cref="ServiceBusException">It failed for good.</exception>
    public async Task<T> RunAsync<T>(string entity, Func<OpenConnection, CancellationToken, Task<T>> operation, CancellationToken cancellationToken)
    {
        for (var attempt = 0; ; attempt++)
        {
            ThrowIfClosed();
            using var timeout = new CancellationTokenSource(retry.TryTimeout, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
            try
            {
                return await operation(await OpenAsync(entity, either.Token), either.Token);
            }
            catch (Exception e)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var cause = e is OperationCanceledException && timeout.IsCancellationRequested ? new TimeoutException("Time is up.", e) : e;
                var error = BrokerErrors.Translate(cause, entity);
                if (error is not ServiceBusException { IsTransient: true } || attempt >= retry.MaxRetries || IsClosed)
                {
                    if (ReferenceEquals(error, e)) throw;
                    throw error;
                }
            }

            await Task.Delay(DelayBefore(attempt + 1), time, cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (IsClosed) return;
        IsClosed = true;
        await opening.WaitAsync();
        try
        {
            if (current is not null) await current.DisposeAsync();
        }
        finally
        {
            opening.Release();
        }
    }

    TimeSpan DelayBefore(int repetition)
    {
        var delay = retry.Mode == ServiceBusRetryMode.Fixed ? retry.Delay.Ticks : retry.Delay.Ticks * (decimal)(1L << Math.Min(repetition - 1, 30));
        return TimeSpan.FromTicks((long)Math.Min(delay, retry.MaxDelay.Ticks));
    }

    async Task<OpenConnection> OpenAsync(string entity, CancellationToken cancellationToken)
    {
        await opening.WaitAsync(cancellationToken);
        try
        {
            ThrowIfClosed();
            if (current is null || current.Wire.IsOver)
            {
                if (current is not null) await current.DisposeAsync();
                current = null;
                current = await OpenConnection.OpenAsync(broker, identifier, TokenLife, RenewEvery, time, cancellationToken);
            }

            await current.AuthorizeAsync(entity, cancellationToken);
            return current;
        }
        finally
        {
            opening.Release();
        }
    }
}
