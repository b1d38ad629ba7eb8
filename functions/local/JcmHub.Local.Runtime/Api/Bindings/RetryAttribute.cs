namespace Microsoft.Azure.Functions.Worker;

/// <summary>Repeats a failed execution in the same invocation; only triggers with the capability may carry it (AZFW0012).</summary>
[AttributeUsage(AttributeTargets.Method)]
public abstract class RetryAttribute : Attribute
{
    public RetryAttribute()
    {
    }

    /// <summary>Executions after the first; -1 repeats without end.</summary>
    public int MaxRetryCount { get; set; }

    /// <summary>Wait before repetition number <paramref name="attempt"/> (from 1).</summary>
    internal abstract TimeSpan DelayBefore(int attempt);

    private protected static TimeSpan Interval(string text, string parameter) => TimeSpan.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var interval)
        ? interval >= TimeSpan.Zero ? interval : throw new ArgumentOutOfRangeException(parameter, text, "An interval is not negative.")
        : throw new ArgumentException($"'{text}' is not a time span.", parameter);
}
