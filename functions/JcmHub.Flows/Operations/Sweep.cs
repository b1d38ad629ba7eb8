using JcmHub.Domain.Parties;
using JcmHub.Flows.Decisions;
using JcmHub.Flows.Exchange;
using JcmHub.Flows.Intake;
using JcmHub.Flows.Reconciliation;
using JcmHub.Flows.UnitOperations;

namespace JcmHub.Flows.Operations;

/// <summary>
/// The net under every hint: once a minute it finishes operations and decisions of several parts, tells GX-ETS what follows from units
/// that are held, relays what a dead process left in an outbox, wakes each stream that is behind, and announces reports that still wait
/// for their computation. What is not behind costs reads only.
/// </summary>
public sealed class Sweep(
    RuleBook rules, Relay relay, WakeStreams wake, DestinationGate gate, IReports reports, IReportQueue queue, OperationParts operations,
    NotifyDecision decisions, DisputedUnits disputed)
{
    /// <summary>Sweeps every host's partition.</summary>
    /// <exception cref="AggregateException">Something failed; all the rest is done.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await gate.RefreshAsync(cancellationToken);
        await EveryHost.RunAsync(rules.Hosts, cancellationToken,
            host => operations.ContinueAllAsync(host, cancellationToken),
            host => decisions.ContinueAllAsync(host, cancellationToken),
            host => disputed.ContinueAsync(host, cancellationToken),
            host => relay.RelayAsync(host, cancellationToken),
            host => wake.OfAsync(host, cancellationToken),
            host => AnnounceReportsAsync(host, cancellationToken));
    }

    private async Task AnnounceReportsAsync(PartyId host, CancellationToken cancellationToken)
    {
        await foreach (var reportId in reports.UncomputedAsync(host, cancellationToken))
            await queue.AnnounceAsync(reportId, cancellationToken);
    }
}
