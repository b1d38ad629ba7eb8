using JcmHub.Domain.Parties;

namespace JcmHub.Flows.Operations;

/// <summary>Work on each host's ledger in turn. What fails for one host keeps neither the others nor its own further steps from their turn.</summary>
internal static class EveryHost
{
    /// <summary>Does every step for every host, in order.</summary>
    /// <exception cref="AggregateException">Some steps failed; all the others are done. Each inner exception names its host.</exception>
    public static async Task RunAsync(
        IEnumerable<Party> hosts, CancellationToken cancellationToken, params IReadOnlyList<Func<PartyId, Task>> steps)
    {
        var failures = new List<Exception>();
        foreach (var host in hosts)
        {
            foreach (var step in steps)
            {
                try
                {
                    await step(host.Id);
                }
                catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
                {
                    failures.Add(new InvalidOperationException($"The work on the ledger of {host.Id} failed: {failure.Message}", failure));
                }
            }
        }

        if (failures.Count > 0)
            throw new AggregateException("The work on some hosts' ledgers failed; on the others it is done.", failures);
    }
}
