using JcmHub.Domain.Ledger;

namespace JcmHub.Flows.Exchange;

/// <summary>A destination that fails rests (D5): all of its streams wait, whatever their number.</summary>
/// <param name="Failures">Failures in a row.</param>
/// <param name="NotBefore">Until when nothing is sent.</param>
public sealed record DestinationPause(int Failures, DateTimeOffset NotBefore)
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    /// <summary>No registry can keep its records waiting for longer by what it asks for (D5).</summary>
    private static readonly TimeSpan LongestAsked = TimeSpan.FromHours(1);

    /// <summary>How long to rest after failures in a row: 1, 2, 4 … seconds up to 5 minutes, jittered by a quarter, or as the registry asks, an hour at most.</summary>
    public static TimeSpan Length(int failures, TimeSpan? retryAfter)
    {
        var seconds = Math.Min(1L << Math.Min(failures - 1, 20), Longest.Ticks / TimeSpan.TicksPerSecond);
        var jittered = TimeSpan.FromMilliseconds(seconds * Random.Shared.Next(750, 1250));
        var asked = retryAfter < LongestAsked ? retryAfter.Value : retryAfter is null ? jittered : LongestAsked;
        return asked > jittered ? asked : jittered;
    }
}

/// <summary>Where pauses are kept: one row per destination, in a partition of its own.</summary>
public interface IDestinationPauses
{
    /// <summary>Every destination that rests.</summary>
    Task<IReadOnlyDictionary<Destination, DestinationPause>> AllAsync(CancellationToken cancellationToken);

    /// <summary>A destination's pause with its version; null where it does not rest.</summary>
    Task<(DestinationPause Pause, string Version)?> FindAsync(Destination destination, CancellationToken cancellationToken);

    /// <summary>Writes or, without a pause, deletes the row that was read.</summary>
    /// <returns>The new version; null where another writer was first.</returns>
    Task<string?> ReplaceAsync(Destination destination, DestinationPause? pause, string? version, CancellationToken cancellationToken);
}
