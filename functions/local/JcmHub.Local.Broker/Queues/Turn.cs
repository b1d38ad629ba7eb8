using JcmHub.Local.Broker.Storage;

namespace JcmHub.Local.Broker.Queues;

/// <summary>
/// One round of the engine: many requests, one commit. A request writes to the store and says what shall follow;
/// that runs when the commit has come back, with null, or with what made it fail.
/// </summary>
internal sealed class Turn(MessageStore store, DateTimeOffset now)
{
    readonly List<Action<Exception?>> outcomes = [];

    public MessageStore Store => store;

    public DateTimeOffset Now => now;

    /// <summary>Queues whose counters changed.</summary>
    public HashSet<BrokerQueue> Touched { get; } = [];

    public void After(Action<Exception?> outcome) => outcomes.Add(outcome);

    public void Finish(Exception? failure, Action<string> log)
    {
        foreach (var outcome in outcomes)
        {
            try
            {
                outcome(failure);
            }
            catch (Exception e)
            {
                log($"An answer failed after its commit: {e}");
            }
        }
    }
}
