using JcmHub.Domain.Ledger;
using JcmHub.Domain.Parties;
using JcmHub.Flows.Issuance;

namespace JcmHub.Flows.Operations;

/// <summary>Keeps checkpoints of every host's ledger in which enough was written since the last one, and binds each to the journal by its hash.</summary>
public sealed class KeepCheckpoints(RuleBook rules, Ledger ledger, LedgerCuts cuts)
{
    private static readonly Author Hub = new("hub", "hub", null);

    /// <summary>Goes through the hosts.</summary>
    /// <exception cref="AggregateException">Some hosts' failed; all the others are kept.</exception>
    public Task RunAsync(CancellationToken cancellationToken) =>
        EveryHost.RunAsync(rules.Hosts, cancellationToken, host => RunAsync(host, cancellationToken));

    /// <summary>Keeps a host's checkpoint. Where a process dies before the entry is written, the next night makes and binds another one.</summary>
    public async Task RunAsync(PartyId host, CancellationToken cancellationToken)
    {
        if (await cuts.CheckpointAsync(host, cancellationToken) is not { } made)
            return;
        await ledger.CommitAsync<bool>(host, Hub, (_, entry) =>
        {
            entry.Note($"checkpoint after entry {made.Entry}: {made.Hash}");
            return Task.FromResult(new LedgerStep<bool> { Answer = true, CommandId = BoundCheckpoint.Command(made.Entry), InputHash = made.Hash });
        }, cancellationToken);
    }
}
