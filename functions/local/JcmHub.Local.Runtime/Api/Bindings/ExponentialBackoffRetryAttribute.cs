namespace Microsoft.Azure.Functions.Worker;

public sealed class ExponentialBackoffRetryAttribute : RetryAttribute
{
    readonly TimeSpan minimum;
    readonly TimeSpan maximum;

    public ExponentialBackoffRetryAttribute(int maxRetryCount, string minimumInterval, string maximumInterval)
    {
        MaxRetryCount = maxRetryCount;
        MinimumInterval = minimumInterval;
        MaximumInterval = maximumInterval;
        minimum = Interval(minimumInterval, nameof(minimumInterval));
        maximum = Interval(maximumInterval, nameof(maximumInterval));
        if (minimum > maximum)
            throw new ArgumentException("The minimum interval is greater than the maximum.", nameof(minimumInterval));
    }

    public string MinimumInterval { get; }

    public string MaximumInterval { get; }

    internal override TimeSpan DelayBefore(int attempt)
    {
        // Doubling at most 20 times keeps the ticks inside a long for any minimum up to a month.
        var doubled = minimum.Ticks * (decimal)(1L << Math.Min(attempt - 1, 20));
        return doubled >= maximum.Ticks ? maximum : TimeSpan.FromTicks((long)doubled);
    }
}
