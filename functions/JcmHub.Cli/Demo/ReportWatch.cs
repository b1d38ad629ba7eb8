namespace JcmHub.Cli.Demo;

/// <summary>Looks at a report until what the demo waits for has happened; often at first, then at longer intervals.</summary>
internal sealed class ReportWatch(HubClient hub, TimeProvider time)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);

    /// <summary>How long one wait may take; records wait a minute at worst for the timer that is their net (D4, D5).</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    private long _looks;

    /// <summary>How often the hub was asked.</summary>
    public long Looks => Interlocked.Read(ref _looks);

    /// <summary>The report as it is now.</summary>
    public Task<ReportState> LookAsync(string report, CancellationToken cancellation)
    {
        Interlocked.Increment(ref _looks);
        return hub.GetAsync<ReportState>($"reports/{report}", Actor.Participant, cancellation);
    }

    /// <summary>The report as it is once it satisfies the condition.</summary>
    /// <param name="report">Its identifier.</param>
    /// <param name="awaited">What is waited for, for the sentence if it does not come.</param>
    /// <param name="condition">Whether it has come.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="DemoException">It does not come, or the report or one of its records is refused.</exception>
    public async Task<ReportState> UntilAsync(string report, string awaited, Func<ReportState, bool> condition, CancellationToken cancellation)
    {
        var started = time.GetTimestamp();
        var pause = FirstPause;
        while (true)
        {
            var state = await LookAsync(report, cancellation);
            if (state.Errors.Count > 0)
                throw new DemoException($"The report {report} was refused: {string.Join("; ", state.Errors.Select(error => $"{error.Code} at \"{error.Pointer}\": {error.Detail}"))}");
            if (state.Records.FirstOrDefault(record => record.State == "refused") is { } refused)
                throw new DemoException($"The registry of {refused.Destination} refused the record {refused.Id}: {string.Join(", ", refused.Codes ?? [])}");
            if (condition(state))
                return state;
            if (time.GetElapsedTime(started) > Patience)
                throw new DemoException($"{awaited} did not come within {Patience.TotalMinutes:0} minutes.");
            await Task.Delay(pause, time, cancellation);
            pause = pause * 1.5 > LongestPause ? LongestPause : pause * 1.5;
        }
    }
}
