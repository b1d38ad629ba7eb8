using JcmHub.Flows.Issuance;

namespace JcmHub.Flows.Operations;

/// <summary>Keeps checkpoints of every host's ledger in which enough was written since the last one.</summary>
public sealed class KeepCheckpoints(RuleBook rules, LedgerCuts cuts)
{
    /// <summary>Goes through the hosts.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        foreach (var host in rules.Hosts)
            await cuts.CheckpointAsync(host.Id, cancellationToken);
    }
}
