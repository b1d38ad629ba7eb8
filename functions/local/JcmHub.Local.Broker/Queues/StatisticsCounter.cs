namespace JcmHub.Local.Broker.Queues;

/// <summary>Counts for <see cref="BrokerStatistics"/>; written by the engine, read from anywhere.</summary>
internal sealed class StatisticsCounter
{
    long accepted;
    long delivered;
    long settled;

    public BrokerStatistics Current => new(Interlocked.Read(ref accepted), Interlocked.Read(ref delivered), Interlocked.Read(ref settled));

    public void CountAccepted(int messages) => Interlocked.Add(ref accepted, messages);

    public void CountDelivered() => Interlocked.Increment(ref delivered);

    public void CountSettled() => Interlocked.Increment(ref settled);
}
