using JcmHub.Domain.Ledger;
using JcmHub.Domain.Parties;
using JcmHub.Flows.Issuance;

namespace JcmHub.Flows.Exchange;

/// <summary>Wakes streams whose tail is past what their destination took.</summary>
public sealed class WakeStreams(RuleBook rules, Ledger ledger, IRecordQueue queue, DestinationGate gate)
{
    /// <summary>A host's streams, but for those whose destination rests.</summary>
    public async Task OfAsync(PartyId host, CancellationToken cancellationToken)
    {
        foreach (var destination in (await ledger.View(host).HeadAsync(cancellationToken)).StreamTails.Keys.Where(each => !gate.IsPaused(each)))
            await WakeAsync(host, destination, cancellationToken);
    }

    /// <summary>Every host's stream to a destination that answers again.</summary>
    public async Task ToAsync(Destination destination, CancellationToken cancellationToken)
    {
        foreach (var host in rules.Hosts)
            await WakeAsync(host.Id, destination, cancellationToken);
    }

    private async Task WakeAsync(PartyId host, Destination destination, CancellationToken cancellationToken)
    {
        // Rows of the outbox wait for their receipt; one request tells whether any does.
        if (await ledger.View(host).FirstOutboxAsync(destination, cancellationToken) is not null)
            await queue.WakeAsync(new StreamId(host, destination), null, cancellationToken);
    }
}
