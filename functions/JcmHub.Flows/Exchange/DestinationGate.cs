using System.Collections.Concurrent;
using JcmHub.Domain.Ledger;

namespace JcmHub.Flows.Exchange;

/// <summary>
/// Lets records through to destinations that answer, and keeps them from those that fail: a pause that grows, then one record,
/// then the others (D5). What is known of a destination is in memory, so that one which answers costs no request; the row is read
/// where something is amiss, and every minute.
/// </summary>
public sealed class DestinationGate(IDestinationPauses pauses, TimeProvider time)
{
    /// <summary>Longer than a delivery: while the first record after a pause is on its way, others wait.</summary>
    private static readonly TimeSpan Trial = TimeSpan.FromSeconds(30);

    /// <summary>A waking message may be a little early: clocks differ, and AMQP knows milliseconds only.</summary>
    private static readonly TimeSpan EarlyWaking = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<Destination, DestinationPause> _failing = new();

    /// <summary>Whether a destination rests, as far as is known here.</summary>
    public bool IsPaused(Destination destination) =>
        _failing.TryGetValue(destination, out var pause) && pause.NotBefore > time.GetUtcNow() + EarlyWaking;

    /// <summary>Asks to send. After a pause one is let through, with the version of the row that it claimed.</summary>
    internal async Task<Passage> PassAsync(Destination destination, CancellationToken cancellationToken)
    {
        if (!_failing.ContainsKey(destination))
            return new Passage(true, null);
        if (await pauses.FindAsync(destination, cancellationToken) is not var (pause, version))
        {
            _failing.TryRemove(destination, out _);
            return new Passage(true, null);
        }

        _failing[destination] = pause;
        if (IsPaused(destination))
            return new Passage(false, null);
        var trial = pause with { NotBefore = time.GetUtcNow() + Trial };
        if (await pauses.ReplaceAsync(destination, trial, version, cancellationToken) is not { } claimed)
            return new Passage(false, null);
        _failing[destination] = trial;
        return new Passage(true, claimed);
    }

    /// <summary>A delivery failed: the destination rests, longer after each failure. Those who failed at the same time make one pause.</summary>
    /// <returns>Until when; null where another one's pause holds already, who will also wake.</returns>
    internal async Task<DateTimeOffset?> PauseAsync(Destination destination, Passage passage, TimeSpan? retryAfter, CancellationToken cancellationToken)
    {
        var failures = passage.Version is null ? 1 : _failing.GetValueOrDefault(destination)?.Failures + 1 ?? 1;
        var pause = new DestinationPause(failures, time.GetUtcNow() + DestinationPause.Length(failures, retryAfter));
        if (await pauses.ReplaceAsync(destination, pause, passage.Version, cancellationToken) is not null)
        {
            _failing[destination] = pause;
            return pause.NotBefore;
        }

        if (await pauses.FindAsync(destination, cancellationToken) is var (others, _))
            _failing[destination] = others;
        return null;
    }

    /// <summary>A delivery was answered: the destination no longer rests.</summary>
    /// <returns>Whether it did, so that others wait to be woken.</returns>
    internal async Task<bool> ResumeAsync(Destination destination, CancellationToken cancellationToken)
    {
        if (!_failing.ContainsKey(destination))
            return false;
        if (await pauses.FindAsync(destination, cancellationToken) is var (_, version))
            await pauses.ReplaceAsync(destination, null, version, cancellationToken);
        return _failing.TryRemove(destination, out _);
    }

    /// <summary>Learns of pauses that others made or ended.</summary>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        var known = await pauses.AllAsync(cancellationToken);
        foreach (var (destination, pause) in known)
            _failing[destination] = pause;
        foreach (var destination in _failing.Keys.Where(destination => !known.ContainsKey(destination)))
            _failing.TryRemove(destination, out _);
    }
}

/// <summary>An answer of the gate.</summary>
/// <param name="IsOpen">Whether to send.</param>
/// <param name="Version">The version of the pause's row where this is the one record after a pause.</param>
internal readonly record struct Passage(bool IsOpen, string? Version);
