using JcmHub.Domain.Parties;
using JcmHub.Flows.Exchange;
using JcmHub.Flows.Intake;
using JcmHub.Flows.Issuance;
using JcmHub.Flows.UnitOperations;

namespace JcmHub.Flows.Operations;

/// <summary>
/// The net under every hint: once a minute it finishes operations of several parts, relays what a dead process left in an outbox, wakes each stream that is behind,
/// and announces reports that still wait for their computation. What is not behind costs reads only.
/// </summary>
public sealed class Sweep(RuleBook rules, Ledger ledger, Relay relay, IRecordQueue records, IReports reports, IReportQueue queue, OperationParts operations)
{
    /// <summary>Sweeps every host's partition.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        foreach (var host in rules.Hosts)
        {
            await operations.ContinueAllAsync(host.Id, cancellationToken);
            await relay.RelayAsync(host.Id, cancellationToken);
            await WakeStreamsAsync(host.Id, cancellationToken);
            await foreach (var reportId in reports.UncomputedAsync(host.Id, cancellationToken))
                await queue.AnnounceAsync(reportId, cancellationToken);
        }
    }

    private async Task WakeStreamsAsync(PartyId host, CancellationToken cancellationToken)
    {
        var view = ledger.View(host);
        foreach (var (destination, tail) in (await view.HeadAsync(cancellationToken)).StreamTails)
        {
            var cursor = await view.FindAsync<StreamCursor>(LedgerKeys.Cursor(destination), cancellationToken);
            if ((cursor?.Value.Delivered ?? 0) < tail)
                await records.WakeAsync(new StreamId(host, destination), null, cancellationToken);
        }
    }
}
