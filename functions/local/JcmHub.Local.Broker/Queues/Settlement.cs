namespace JcmHub.Local.Broker.Queues;

/// <summary>What a receiver decides about a message it holds a lock on.</summary>
internal abstract record Settlement
{
    internal sealed record Complete : Settlement;

    /// <summary>Back to the queue, without counting a delivery.</summary>
    internal sealed record Release : Settlement;

    /// <summary>Back to the queue; one delivery more, and to the dead letters at the maximum.</summary>
    internal sealed record Abandon(IReadOnlyDictionary<string, object?> Changes) : Settlement;

    /// <summary>Set aside, to be received by its sequence number only.</summary>
    internal sealed record Defer(IReadOnlyDictionary<string, object?> Changes) : Settlement;

    /// <summary>To the dead letters; reason and description are among the changes.</summary>
    internal sealed record DeadLetter(IReadOnlyDictionary<string, object?> Changes) : Settlement;
}
