namespace JcmHub.Local.Runtime.Queues;

/// <summary>What a function asks of its queue, attribute and host.json taken together.</summary>
/// <param name="Name">The queue.</param>
/// <param name="IsBatched">Whether messages come as an array.</param>
/// <param name="AutoComplete">Whether the host completes what a successful function left open.</param>
/// <param name="Concurrency">Calls at a time; at least 1.</param>
internal sealed record QueueSubscription(string Name, bool IsBatched, bool AutoComplete, int Concurrency);
