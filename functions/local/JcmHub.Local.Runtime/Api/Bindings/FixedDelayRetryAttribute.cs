namespace Microsoft.Azure.Functions.Worker;

public sealed class FixedDelayRetryAttribute : RetryAttribute
{
    readonly TimeSpan delay;

    public FixedDelayRetryAttribute(int maxRetryCount, string delayInterval)
    {
        MaxRetryCount = maxRetryCount;
        DelayInterval = delayInterval;
        delay = Interval(delayInterval, nameof(delayInterval));
    }

    public string DelayInterval { get; }

    internal override TimeSpan DelayBefore(int attempt) => delay;
}
