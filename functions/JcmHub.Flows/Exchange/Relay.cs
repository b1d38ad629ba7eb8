using JcmHub.Domain.Ledger;
using JcmHub.Domain.Parties;
using JcmHub.Flows.Issuance;

namespace JcmHub.Flows.Exchange;

/// <summary>
/// Puts what the ledger announced onto the queues. At the end of the flow that wrote, at once; and once a minute as the net,
/// from one watermark row per host by the dense numbers of its streams (D4). A record sent twice does no harm.
/// </summary>
public sealed class Relay(ILedgerRows rows, IRecordQueue queue, ExchangeSteps steps)
{
    private const int Page = 100;

    /// <summary>
    /// Sends what an entry has just put into the outbox. The watermark stays where it is: the receipts will pass it, or the net
    /// finds the records and sends them once more.
    /// </summary>
    public async Task AnnounceAsync(IReadOnlyList<OutboxRecord> records, CancellationToken cancellationToken)
    {
        await steps.ReachedAsync(ExchangeStep.Stored);
        await queue.SendAsync(records, cancellationToken);
        await steps.ReachedAsync(ExchangeStep.Relayed);
    }

    /// <summary>Sends every record without a receipt that is past the watermark, then moves the watermark.</summary>
    public async Task RelayAsync(PartyId host, CancellationToken cancellationToken)
    {
        var view = new LedgerView(rows, host);
        var tails = (await view.HeadAsync(cancellationToken)).StreamTails;
        if (tails.Count == 0)
            return;
        var stored = await view.FindAsync<RelayWatermark>(LedgerKeys.Relay, cancellationToken);
        var relayed = stored?.Value ?? RelayWatermark.Start;
        var before = relayed;
        foreach (var destination in tails.Keys)
            relayed = await RelayAsync(host, destination, relayed, cancellationToken);

        // Another relay may have moved the watermark meanwhile; then what we sent was sent twice, and that is all.
        if (relayed != before)
            await rows.CommitAsync(host, [RowWrite.Replace(stored?.Row, LedgerKeys.Relay, LedgerJson.Write(relayed))], cancellationToken);
    }

    private async Task<RelayWatermark> RelayAsync(PartyId host, Destination destination, RelayWatermark relayed, CancellationToken cancellationToken)
    {
        while (true)
        {
            var next = LedgerKeys.Outbox(new RecordId(host, destination, relayed.Of(destination) + 1));
            var waiting = await rows.FirstAsync(host, next, LedgerKeys.LastOutbox(destination), Page, cancellationToken);
            if (waiting.Count == 0)
                return relayed;
            OutboxRecord[] records = [.. waiting.Select(row => OutboxRecord.Read(host, row))];
            // One that cannot be read has no message; its stream is woken by the timer.
            await queue.SendAsync([.. records.Where(record => record.IsReadable)], cancellationToken);
            relayed = relayed.With(records[^1].Id);
        }
    }
}
