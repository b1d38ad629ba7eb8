namespace JcmHub.Flows.Exchange;

/// <summary>How long a stream rests after failures in a row: 1, 2, 4 … seconds up to 5 minutes, jittered, or as the registry asks (D5).</summary>
internal static class StreamPause
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    public static TimeSpan After(int failures, TimeSpan? retryAfter)
    {
        var seconds = Math.Min(1L << Math.Min(failures - 1, 20), Longest.Ticks / TimeSpan.TicksPerSecond);
        var jittered = TimeSpan.FromMilliseconds(seconds * Random.Shared.Next(750, 1250));
        return retryAfter > jittered ? retryAfter.Value : jittered;
    }
}
