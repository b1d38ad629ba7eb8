using JcmHub.Domain.Ledger;
using JcmHub.Domain.Parties;
using JcmHub.Flows.Issuance;

namespace JcmHub.Flows.Exchange;

/// <summary>
/// Puts what the ledger announced onto the queue: from one watermark row per host, by the dense numbers of its streams (D4).
/// Runs at the end of the flow that wrote, and once a minute as the net. A record sent twice does no harm.
/// </summary>
public sealed class Relay(ILedgerRows rows, IRecordQueue queue)
{
    /// <summary>Sends every record that is past the watermark, then moves the watermark.</summary>
    public async Task RelayAsync(PartyId host, CancellationToken cancellationToken)
    {
        var view = new LedgerView(rows, host);
        var head = await view.HeadAsync(cancellationToken);
        var stored = await view.FindAsync<RelayWatermark>(LedgerKeys.Relay, cancellationToken);
        var relayed = stored?.Value ?? RelayWatermark.Start;
        var waiting = new List<OutboxRecord>();
        foreach (var (destination, tail) in head.StreamTails)
        {
            for (var number = relayed.Of(destination) + 1; number <= tail; number++)
                waiting.Add((await view.FindAsync<OutboxRecord>(LedgerKeys.Outbox(new RecordId(host, destination, number)), cancellationToken))!.Value.Value);
        }

        if (waiting.Count == 0)
            return;
        await queue.SendAsync(waiting, cancellationToken);

        // Another relay may have moved the watermark meanwhile; then what we sent was sent twice, and that is all.
        await rows.CommitAsync(host, [RowWrite.Replace(stored?.Row, LedgerKeys.Relay, LedgerJson.Write(new RelayWatermark(head.StreamTails)))], cancellationToken);
    }
}
