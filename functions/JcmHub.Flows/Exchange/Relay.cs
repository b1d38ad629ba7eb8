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
        var tails = (await view.HeadAsync(cancellationToken)).StreamTails;
        var stored = await view.FindAsync<RelayWatermark>(LedgerKeys.Relay, cancellationToken);
        var relayed = stored?.Value ?? RelayWatermark.Start;
        var waiting = new List<OutboxRecord>();
        foreach (var (destination, tail) in tails)
        {
            for (var number = relayed.Of(destination) + 1; number <= tail; number++)
                waiting.Add((await view.FindAsync<OutboxRecord>(LedgerKeys.Outbox(new RecordId(host, destination, number)), cancellationToken))!.Value.Value);
        }

        if (waiting.Count > 0)
            await SendAsync(host, stored?.Row, waiting, cancellationToken);
    }

    /// <summary>Sends what an entry has just put into the outbox; where something before it still waits, that as well.</summary>
    /// <param name="host">Whose outbox.</param>
    /// <param name="before">The head before the entry: whether everything up to it was relayed.</param>
    /// <param name="records">The entry's records.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task RelayAsync(PartyId host, LedgerHead before, IReadOnlyList<OutboxRecord> records, CancellationToken cancellationToken)
    {
        var stored = await new LedgerView(rows, host).FindAsync<RelayWatermark>(LedgerKeys.Relay, cancellationToken);
        var relayed = stored?.Value ?? RelayWatermark.Start;
        if (before.StreamTails.All(stream => relayed.Of(stream.Key) == stream.Value))
            await SendAsync(host, stored?.Row, records, cancellationToken);
        else
            await RelayAsync(host, cancellationToken);
    }

    private async Task SendAsync(PartyId host, StoredRow? read, IReadOnlyList<OutboxRecord> records, CancellationToken cancellationToken)
    {
        await queue.SendAsync(records, cancellationToken);
        var relayed = read is null ? RelayWatermark.Start : LedgerJson.Read<RelayWatermark>(read.Body);
        foreach (var record in records)
            relayed = relayed.With(record.Id);

        // Another relay may have moved the watermark meanwhile; then what we sent was sent twice, and that is all.
        await rows.CommitAsync(host, [RowWrite.Replace(read, LedgerKeys.Relay, LedgerJson.Write(relayed))], cancellationToken);
    }
}
